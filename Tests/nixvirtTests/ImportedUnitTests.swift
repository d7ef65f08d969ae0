import NixAST
import Testing
import VirtModel

@testable import nixvirt

/// Units that people wrote by hand, with a command line of QEMU as their script, and the guests that come of them.
@Suite("Import of units")
struct ImportedUnitTests {
  @Test("quotes in a script join words and make empty ones, as in a shell")
  func quotes() throws {
    let script = #"qemu-system-x86_64 -m "1"g -monitor "" -hda '/srv/a'b.img"#
    let text = "{ systemd.services.vm.script = ''\n\(script)\n''; }"
    let imported = importModule(SourceText(name: "virtual.nix", text: text))
    let description = try #require(imported.value)
    #expect(description.contains("memory = \"1g\";"), "\(description)")
    #expect(description.contains("path = \"/srv/ab.img\";"), "\(description)")
    // The empty word is the option's value: without it, the option would be one that is not carried over.
    #expect(
      imported.diagnostics.contains {
        $0.message == "nixvirt sets -monitor of systemd.services.vm itself"
      }, "\(imported.diagnostics)")
  }

  @Test(
    "a bridge is host.nic if that says all, and a network otherwise",
    arguments: [
      ("vbridge0.interfaces = [ \"eno1\" ];", "host = { nic = \"eno1\"; };"),
      ("vbridge0.interfaces = [ ];", "networks = { vbridge0 = { bridge = \"vbridge0\"; }; };"),
      (
        "br0.interfaces = [ \"eno1\" ];",
        "networks = { lan = { bridge = \"br0\"; uplink = \"eno1\"; }; };"
      ),
      (
        "vbridge0.interfaces = [ \"eno1\" ]; br-lab.interfaces = [ ];",
        "networks = { lan = { bridge = \"vbridge0\"; uplink = \"eno1\"; }; lab = { }; };"
      ),
    ])
  func bridges(settings: String, part: String) throws {
    let script = "qemu-system-x86_64 -m 1g -hda /srv/a.img"
    let text =
      "{ networking.bridges = { \(settings) }; systemd.services.vm.script = ''\n\(script)\n''; }"
    let description = try #require(importModule(SourceText(name: "virtual.nix", text: text)).value)
    #expect(description.replacing(/\s+/, with: " ").hasPrefix("{ \(part) guests = { vm = { memory"))
  }

  @Test(
    "other commands of a guest's script are counted",
    arguments: [
      ("", []), ("mkdir -p /srv\n", ["1 more command of its script"]),
      ("mkdir -p /srv\nsleep 1\n", ["2 more commands of its script"]),
    ])
  func otherCommands(before: String, lost: [String]) {
    let script = "qemu-system-x86_64 -m 1g -hda /srv/a.img"
    let text = "{ systemd.services.vm.script = ''\n\(before)\(script)\n''; }"
    let diagnostics = importModule(SourceText(name: "virtual.nix", text: text)).diagnostics
    let messages = diagnostics.map(\.message).filter { $0.contains("more command") }
    #expect(
      messages
        == lost.map {
          "of systemd.services.vm, \($0) is not carried over: no key corresponds to it"
        })
  }

  /// What becomes of a unit whose script is a command line of QEMU with 1 GiB of memory.
  private func unit(
    _ arguments: String, name: String = "vm", besides: String = ""
  ) throws -> (description: String, messages: [String]) {
    let script = "qemu-system-x86_64 -m 1g \(arguments)"
    let text = "{ \(besides) systemd.services.\(name).script = ''\n\(script)\n''; }"
    let imported = importModule(SourceText(name: "virtual.nix", text: text))
    return (
      try #require(imported.value, "\(imported.diagnostics)").replacing(/\s+/, with: " "),
      imported.diagnostics.map(\.message)
    )
  }

  @Test("a unit without a disk is a guest without an installation")
  func noDisk() throws {
    let none = "install = \"none\";"
    #expect(try unit("-cdrom /srv/live.iso").description.contains(none))
    #expect(try !unit("-hda /srv/a.img").description.contains(none))
  }

  @Test("a display of VNC that nixvirt does not have is told")
  func displays() throws {
    let known = try unit("-hda /srv/a.img -vnc :3")
    #expect(known.description.contains("vncDisplay = \":3\";"))
    #expect(!known.messages.contains { $0.contains("-vnc") })
    let unknown = try unit("-hda /srv/a.img -vnc reverse.example:5500,reverse=on")
    #expect(!unknown.description.contains("vncDisplay"))
    #expect(unknown.messages.contains { $0.contains("-vnc reverse.example:5500,reverse=on") })
  }

  @Test(
    "a guest has the name of its unit, without a prefix that says that it is one",
    arguments: [
      ("vm-web", "web"), ("qemu-guest-web", "web"), ("kvm-web", "web"), ("web-vm", "web-vm"),
      ("qemu-", "qemu"),
    ])
  func unitNames(name: String, guest: String) throws {
    #expect(
      try unit("-hda /srv/a.img", name: name).description.contains("guests = { \(guest) = { memory")
    )
  }

  @Test("a name that is not a host name is changed, and told; others are not")
  func names() throws {
    let changed = try unit("-hda /srv/a.img", name: "My_Web").messages
    #expect(
      changed.contains { $0.hasPrefix("the guest \"My_Web\" is renamed to my-web: ") }, "\(changed)"
    )
    #expect(try !unit("-hda /srv/a.img").messages.contains { $0.contains("renamed") })
  }

  @Test("the interface of a guest's tap is made by nixvirt; another one is told")
  func tapInterfaces() throws {
    let drive = "-hda /srv/a.img -netdev tap,id=n,ifname=tap0,script=no -device virtio-net,netdev=n"
    func told(_ name: String) throws -> Bool {
      try unit(drive, besides: "networking.interfaces.\(name).virtual = true;").messages
        .contains { $0.contains("networking.interfaces") }
    }
    #expect(try !told("tap0") && told("tap1"))
  }

  @Test("an option is warned of if its name is computed, and only then")
  func computedNames() {
    let script = "qemu-system-x86_64 -m 1g -hda /srv/a.img"
    let text = "{ systemd.services = { ${x}.script = \"\"; vm.script = ''\n\(script)\n''; }; }"
    let diagnostics = importModule(SourceText(name: "virtual.nix", text: text)).diagnostics
    let computed = diagnostics.filter { $0.message.contains("its name is computed") }
    #expect(computed.map(\.range) == [SourceRange(23..<27)])
  }

  @Test(
    "the format of a disk is that of its name, unless the script says it",
    arguments: [
      ("-hda /srv/a.img", nil), ("-hda /srv/a.qcow2", "qcow2"),
      ("-drive file=/srv/a.img,format=qcow2", "qcow2"),
      ("-drive file=/srv/a.qcow2,format=raw", nil),
    ])
  func formats(drive: String, format: String?) throws {
    let script = "qemu-system-x86_64 -m 1g \(drive)"
    let text = "{ systemd.services.vm.script = ''\n\(script)\n''; }"
    let description = try #require(
      importModule(SourceText(name: "virtual.nix", text: text)).value)
    let found = description.firstMatch(of: /format = "(\w+)";/).map { String($0.1) }
    #expect(found == format, "\(description)")
  }

  @Test(
    "scripts that are more than a command line of QEMU give no guest",
    arguments: [
      "qemu-img create a.img 1g", "echo \"qemu-system-x86_64 -m 1g\"",
      "qemu-system-x86_64 -m 1g | tee log", "for d in a b; do qemu-system-x86_64 -hda $d & done",
      "qemu-system-x86_64 -m 1g\nqemu-system-x86_64 -m 2g", "qemu-system-x86_64 -m \"1g",
    ])
  func scripts(script: String) {
    let text = "{ systemd.services.vm.script = ''\n\(script)\n''; }"
    #expect(importModule(SourceText(name: "virtual.nix", text: text)).value == nil)
  }
}
