import Foundation
import TestSupport
import Testing

/// What `nixvirt diff --semantic` tells of a change.
@Suite("Semantic difference")
struct SemanticDiffTests {
  private static let before = """
    {
      host.nic = "eno1";
      host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
      guests = {
        alice = { memory = "1g"; diskSize = "8g"; };
        bob = { memory = "1g"; diskSize = "8g"; vncDisplay = "localhost:1"; };
        carol = { diskSize = "8g"; restartIfChanged = false; autostart = false; };
      };
    }

    """

  @Test("a change is told by guest and attribute, with what a rebuild does")
  func attributes() throws {
    #expect(
      try difference(("alice = { memory = \"1g\"", "alice = { cpus = 2; memory = \"2g\"")) == """
        alice: CPUs 1 → 2, memory 1 GiB → 2 GiB; restarts

        A rebuild restarts alice.

        """)
    #expect(
      try difference(
        ("localhost:1", "localhost:2"),
        ("carol = { diskSize = \"8g\"", "carol = { diskSize = \"9g\""))
          == """
          bob: VNC localhost:1 → localhost:2; restarts
          carol: disk 8 GiB → 9 GiB; goes on as it is, restartIfChanged is false

          A rebuild restarts bob.

          """)
  }

  @Test("guests that come and go")
  func comeAndGo() throws {
    #expect(
      try difference(("alice = {", "dora = {")) == """
        alice: removed; is shut down, its files stay
        dora: added; is installed and started

        A rebuild starts dora; shuts down alice.

        """)
  }

  @Test("shared code, networks and keys")
  func shared() throws {
    let networks = try difference(("nic = \"eno1\"", "nic = \"eno2\""))
    #expect(networks.contains("network: networking.bridges.vbridge0.interfaces differs\n"))
    #expect(networks.contains("A rebuild restarts no guest"))
    let keys = try difference(("me@laptop", "me@desktop"))
    #expect(keys.contains("SSH keys of the host differ; they count for guests installed anew\n"))
    let code = try difference(("host.nic", "host.accel = \"tcg\"; host.nic"))
    #expect(code.contains("shared code: "))
    #expect(
      code.contains("A rebuild may restart alice, bob, carol: the code that guests share differs."))
  }

  @Test("keys restart a guest from an image, and count for new installations of others")
  func images() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let description = Self.before.replacingOccurrences(
      of: "alice = {", with: "alice = { image = \"/srv/a.qcow2\";")
    let file = folder.appendingPathComponent("guests.nix")
    try Data(description.utf8).write(to: file)
    #expect(try NixvirtProgram.run(["generate", "-o", "virtual.nix"], in: folder.path).status == 0)
    try Data(description.replacingOccurrences(of: "me@laptop", with: "me@desk").utf8).write(
      to: file)
    let result = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    #expect(result.output.hasPrefix("alice: SSH keys; restarts\n"))
    #expect(result.output.contains("A rebuild restarts alice.\n"))
  }

  @Test("a module that is not there, is no Nix, or has another layout")
  func otherModules() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let module = folder.appendingPathComponent("virtual.nix")
    let text = String(decoding: try Data(contentsOf: module), as: UTF8.self)
    try Data((text + "# end\n").utf8).write(to: module)
    let layout = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    #expect(layout.status == 1)
    #expect(layout.output == "Nothing but the layout or comments differ.\n")
    try Data("{".utf8).write(to: module)
    let broken = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    #expect(broken.status == 3)
    #expect(broken.errors.hasPrefix("virtual.nix:1:"))
    try FileManager.default.removeItem(at: module)
    let missing = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    #expect(missing.status == 1)
    #expect(missing.output.contains("alice: added; is installed and started\n"))
    #expect(missing.output.contains("carol: added; is started by hand\n"))
  }

  // MARK: - Support

  /// A folder with the description and its module.
  private func folder() throws -> URL {
    let folder = try ExternalTool.temporaryFolder()
    try Data(Self.before.utf8).write(to: folder.appendingPathComponent("guests.nix"))
    #expect(
      try NixvirtProgram.run(["generate", "-o", "virtual.nix"], in: folder.path).status == 0)
    return folder
  }

  private func difference(_ changes: (String, String)...) throws -> String {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var text = Self.before
    for (old, new) in changes {
      try #require(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("guests.nix"))
    let result = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors == "")
    return result.output
  }
}
