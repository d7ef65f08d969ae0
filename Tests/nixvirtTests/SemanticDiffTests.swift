import Foundation
import TestSupport
import Testing

/// `nixvirt diff --semantic`: what changes for whom. That what it says of restarts is what real Nix
/// makes of the units is in ``RebuildTests``.
@Suite("Semantic diff")
struct SemanticDiffTests {
  static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"

  @Test(
    "a changed guest",
    arguments: [
      (#"{ memory = "2g"; diskSize = "10g"; }"#, "memory 512 MiB → 2 GiB; restarts"),
      (
        #"{ diskSize = "20g"; vncDisplay = ":1"; }"#,
        "diskSize 10 GiB → 20 GiB, vncDisplay added: localhost:1; restarts"
      ),
      (#"{ diskSize = "10g"; shutdownTimeout = 30; }"#, "shutdownTimeout 90 → 30; restarts"),
      (
        #"{ diskSize = "10g"; mac = "52:54:00:00:00:01"; }"#,
        "interfaces[0].mac 52:54:00:03:47:96 → 52:54:00:00:00:01; restarts"
      ),
      (#"{ diskSize = "10g"; tpm = true; }"#, "tpm added: true; restarts"),
      (#"{ diskSize = "10g"; autostart = false; }"#, "autostart added: false; keeps running"),
      (
        #"{ diskSize = "10g"; sshKeys = [ "KEY" ]; }"#,
        "sshKeys changed; keeps running; takes effect at its next start"
      ),
      (
        #"{ diskSize = "10g"; restartOn = "never"; memory = "1g"; }"#,
        "memory 512 MiB → 1 GiB, restartOn added: never; keeps running; takes effect at its next start"
      ),
    ])
  func changed(guest: String, words: String) throws {
    let guest = guest.replacingOccurrences(of: "KEY", with: Self.key)
    let text = try changes(from: #"web.diskSize = "10g";"#, to: "web = \(guest);")
    let rebuild = words.hasSuffix("; restarts") ? "restarts web" : "restarts no guest"
    #expect(text == "web: \(words)\n\nA rebuild \(rebuild).\n")
  }

  @Test("guests that come and go")
  func comingAndGoing() throws {
    #expect(
      try changes(from: #"old.diskSize = "1g";"#, to: #"new.diskSize = "1g";"#) == """
        new: new
          if this is old under a new name, its disks are still in /var/lib/guests/old; to keep using them, run \
        before the rebuild: systemctl stop qemu-guest-old && mv /var/lib/guests/old /var/lib/guests/new
        old: removed; it is shut down, and its files are kept

        A rebuild starts new; shuts down old.

        """)
  }

  @Test("the host, and what all guests share")
  func host() throws {
    let guest = #"web.diskSize = "10g";"#
    #expect(
      try changes(from: guest, to: guest, host: #"host.nic = "eno1"; networks.lab = { };"#) == """
        host: boot.kernel added
        host: networking.bridges.br-lab added: { interfaces = [ ]; }
        host: networking.interfaces.br-lab added

        A rebuild restarts no guest.

        """)
    let text = try changes(
      from: guest, to: guest, host: #"host = { nic = "eno1"; accel = "tcg"; };"#)
    #expect(
      text.contains("\nshared code: ") && text.hasSuffix("A rebuild may restart every guest.\n"))
  }

  @Test("a module that is edited in layout only, one that is missing, one of somebody else")
  func others() throws {
    let guest = #"web.diskSize = "10g";"#
    #expect(
      try changes(from: guest, to: guest) { $0 + "# mine\n" }
        == "Only layout or comments differ.\n")
    #expect(try changes(from: nil, to: guest) == "web: new\n\nA rebuild starts web.\n")
    #expect(try changes(from: guest, to: guest) { _ in "[ ]" } == "status 4")
    #expect(try changes(from: guest, to: guest) == "status 0")
  }

  /// What is said of a module of guests when their description changes.
  private func changes(
    from old: String?, to new: String, host: String = #"host.nic = "eno1";"#,
    edit: (String) -> String = { $0 }
  ) throws -> String {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    if let old {
      try write("{ host.nic = \"eno1\"; guests = { \(old) }; }", "guests.nix")
      let module = try NixvirtProgram.run(["generate"], in: folder.path)
      try write(edit(module.output), "virtual.nix")
    }
    try write("{ \(host) guests = { \(new) }; }", "guests.nix")
    let result = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    return result.status == 1 ? result.output : "status \(result.status)"
  }
}
