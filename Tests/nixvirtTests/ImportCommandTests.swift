import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// What becomes of arguments of QEMU, and of other forms of modules.
@Suite("Import: commands and forms of modules")
struct ImportCommandTests {
  /// The keys of the guest of a module, on one line.
  private func keys(_ module: String, of guest: String = "vm") throws -> String {
    let text = try #require(importModule(SourceText(name: "virtual.nix", text: module)).value)
    let line = text.replacing(/\s+/, with: " ")
    let start = try #require(line.firstRange(of: "\(guest) = { "))
    return String(line[start.upperBound...]).replacing(" }; }; } ", with: "")
  }

  private func command(_ arguments: String) -> String {
    "{ systemd.services.vm.script = ''\nqemu-system-x86_64 -m 1g \(arguments)\n''; }"
  }

  private static let disk = #"disks = { root = { path = "/srv/a.img"; }; };"#

  @Test(
    "arguments of QEMU",
    arguments: [
      (
        "-hda /srv/a.img -net nic,macaddr=52:54:00:aa:bb:01 -net tap,ifname=tap0",
        #"% netDevice = "tap0"; mac = "52:54:00:aa:bb:01";"#
      ),
      (
        "-hda /srv/a.img -net tap,ifname=tap0 -net nic,macaddr=52:54:00:aa:bb:01",
        #"% netDevice = "tap0"; mac = "52:54:00:aa:bb:01";"#
      ),
      ("-hda /srv/a.img -net nic -net tap,ifname=tap0", #"% netDevice = "tap0";"#),
      (
        "-hda /srv/a.img -net tap,ifname=tap0 -net tap,ifname=tap1",
        #"% interfaces = [ { tap = "tap0"; } { tap = "tap1"; } ];"#
      ),
      ("-bios /usr/share/OVMF.fd -hda /srv/a.img", #"firmware = "uefi"; %"#),
      (
        "-drive if=pflash,readonly=on,file=/a.fd -drive if=pflash,unit=1,file=/b.fd -hda /srv/a.img",
        #"firmware = "uefi"; %"#
      ),
      ("-drive file=/srv/a.img,if=none,id=d -device virtio-blk-pci,drive=d", "%"),
      ("-drive file=/srv/a,,b.img", #"disks = { root = { path = "/srv/a,b.img"; }; };"#),
    ])
  func arguments(arguments: String, expected: String) throws {
    let keys = expected.replacing("%", with: Self.disk)
    #expect(try self.keys(command(arguments)) == "memory = \"1g\"; \(keys) autostart = false;")
  }

  @Test(
    "arguments that no key stands for",
    arguments: [
      "-net user", "-net socket", "-device scsi-hd,drive=x", "-drive if=pflash,unit=1,file=/b.fd",
      "-drive if=pflash,file=/b.fd", "-bios /srv/bios.bin",
    ])
  func others(argument: String) {
    let module = command("\(argument) -hda /srv/a.img")
    let diagnostics = importModule(SourceText(name: "virtual.nix", text: module)).diagnostics
    #expect(
      diagnostics.contains {
        $0.message
          == "of systemd.services.vm, the argument \"\(argument)\" is not carried over: no key corresponds to it"
      })
  }

  @Test("a command in a script that a function writes, in a string of its own")
  func writtenScript() throws {
    let script = #"pkgs.writeShellScript "vm" ''qemu-system-x86_64 -m 1g -hda /srv/a.img''"#
    #expect(
      try keys("{ systemd.services.vm.serviceConfig.ExecStart = \"${\(script)}\"; }")
        == "memory = \"1g\"; \(Self.disk) autostart = false;")
  }

  private static let guest = #"{ memory = "1g"; diskSize = "2g"; }"#

  @Test(
    "modules in parts, by names and by attributes of names",
    arguments: [
      "lib.mkMerge [ { x = 1; } { guests.vm = %; } ]", "let c = { guests.vm = %; }; in c",
      "lib.mkIf true { guests.vm = %; }",
      #"let s = { m = "1g"; }; guests.vm = { memory = s.m; diskSize = s.size or "2g"; }; in { }"#,
    ])
  func forms(module: String) throws {
    let module = module.replacing("%", with: Self.guest)
    #expect(try keys(module) == #"memory = "1g"; diskSize = "2g";"#)
  }

  @Test("an attribute that is not there is computed")
  func missingAttribute() throws {
    let module = "let s = { m = 1; }; guests.vm = { memory = \"1g\"; diskSize = s.size; }; in { }"
    let imported = importModule(SourceText(name: "virtual.nix", text: module))
    #expect(
      imported.diagnostics.map(\.message).contains(
        "guests.vm.diskSize is not carried over: it is computed"))
    #expect(try keys(module) == "memory = \"1g\";")
  }

  @Test("a module that is nested too deeply has no guests")
  func depth() throws {
    func module(_ depth: Int) -> SourceText {
      let start = String(repeating: "with a; ", count: depth)
      return SourceText(name: "virtual.nix", text: start + "{ guests.vm = \(Self.guest); }")
    }
    #expect(importModule(module(90)).value != nil)
    #expect(importModule(module(110)).diagnostics.map(\.id) == ["no-guests"])
  }

  @Test("a guest is renamed only to a name that no other has")
  func names() throws {
    let names = ["\"A B\"", "a-c", "\"a c\"", "\"+\""]
    let guests = names.map { "\($0) = \(Self.guest);" }.joined(separator: " ")
    let imported = importModule(
      SourceText(name: "virtual.nix", text: "{ guests = { \(guests) }; }"))
    let text = try #require(imported.value).replacing(/\s+/, with: " ")
    let same = "= \(Self.guest);"
    #expect(text == "{ guests = { a-b \(same) a-c \(same) }; } ")
    let left = imported.diagnostics.filter { $0.id == "not-imported" }
    #expect(
      left.map(\.message) == [
        "the guest \"a c\" is not carried over: its name is not a valid host name",
        "the guest \"+\" is not carried over: its name is not a valid host name",
      ])
    let moved = imported.diagnostics.compactMap(\.suggestion).filter { $0.contains("mv ") }
    #expect(moved.count == 1 && moved[0].hasSuffix(" /var/lib/guests/a-b/root.qcow2"))
  }

  @Test("keys of nixvirt's own modules that have another form there")
  func generated() throws {
    let module = try Self.module(
      """
      { host.nic = "eno1"; guests.vm = { install = "store"; diskSize = "8g"; vsock = true;
        log = { maxSize = "1m"; keep = 9; }; }; }
      """)
    let keys = try keys(module)
    #expect(keys.contains(#"log = { maxSize = "1m"; keep = 9; };"#), "\(keys)")
    #expect(keys.contains("vsock = true;"), "\(keys)")
    let told = importModule(SourceText(name: "virtual.nix", text: module)).diagnostics
    let devices = told.first { $0.message.hasPrefix("guests.vm.devices") }
    #expect(
      devices?.message
        == "guests.vm.devices is not carried over: nixvirt derives it from several keys")
    #expect(devices?.suggestion?.hasPrefix("use the key for what it does: ") == true)
  }

  @Test("a guest without the host's nixpkgs")
  func nixpkgs() throws {
    let module = try Self.module(
      """
      { host.nic = "eno1"; guests.vm = { install = "nixos"; diskSize = "8g"; nixos.nixpkgs = false;
        memory = "2g"; }; guests.other = { install = "nixos"; diskSize = "8g"; memory = "2g"; }; }
      """)
    #expect(try keys(module).contains("nixos.nixpkgs = false;"))
    let computed = module.replacing("nixpkgs = false;", with: "modules = f x;")
    let told = importModule(SourceText(name: "virtual.nix", text: computed)).diagnostics
    #expect(
      told.map(\.message).contains("guests.vm.modules is not carried over: it is computed"))
  }

  @Test("a disk without a serial number has no name")
  func disks() throws {
    let module = "{ guests.vm = { memory = \"1g\"; disks = [ { size = \"8g\"; } ]; }; }"
    let told = importModule(SourceText(name: "virtual.nix", text: module)).diagnostics
    #expect(
      told.map(\.message).contains(
        "a disk of guests.vm.disks is not carried over: it has no serial"))
  }

  private static func module(_ description: String) throws -> String {
    let source = SourceText(name: "guests.nix", text: description)
    return try #require(
      Pipeline.module(of: source, format: .nix, context: ModuleContext()).value)
  }
}
