import Foundation
import TestSupport
import Testing

private let python = ExternalTool.find("python3")

/// The tags of guests on their host: `nixvirt-guest backup @web`.
@Suite("Tags on the host", .ownThreads)
struct GuestTagTests {
  /// The program, with a command that takes one guest and fails for `web-1`, where the host's files and
  /// programs are those of a directory.
  private static func tool(in folder: URL) throws -> String {
    let programs = GoldenFiles.repository.appendingPathComponent("Sources/VirtModel/Programs")
    let parts = ["host", "commands", "hold", "console", "state", "main", "tags", "run"]
    let texts = try parts.map { part in
      try String(
        contentsOf: programs.appendingPathComponent("guest-\(part).py"), encoding: .utf8)
        + (part == "host" ? command : "")
    }
    let text = texts.joined(separator: "\n")
      .replacingOccurrences(of: "/etc/nixvirt", with: folder.path)
    let file = folder.appendingPathComponent("tool.py")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private static let command = """

    os.geteuid = lambda: 0


    def back_up(host, names, options):
        host.check(names[:1])
        if names[0] == "web-1":
            raise Refused("web-1 has no room")
        print("backup of", *names)


    MORE_COMMANDS["backup"] = (back_up, "GUEST [DIRECTORY]", "")
    """

  @Test(
    "a tag stands for every guest that has it",
    .enabled(if: python != nil, "python3 is not installed"),
    arguments: [
      ("start @web", 0, "systemctl start qemu-guest-web-1.service qemu-guest-web-2.service\n"),
      (
        "stop db @web web-1", 0,
        "systemctl stop qemu-guest-db.service qemu-guest-db-install.service qemu-guest-web-1.service"
          + " qemu-guest-web-1-install.service qemu-guest-web-2.service"
      ),
      ("start @data @web", 0, "qemu-guest-db.service qemu-guest-web-1.service"),
      ("list @web", 0, "web-1  off\nweb-2  off\n"),
      ("list @web web-9", 1, "there is no guest 'web-9'"),
      // One that fails does not keep the others from their turn.
      ("backup @web /srv/x", 1, "nixvirt-guest: web-1 has no room\nbackup of web-2 /srv/x\n"),
      ("backup @data", 0, "backup of db\n"),
      ("console @web", 1, "nixvirt-guest: @web selects web-1, web-2: console takes one guest\n"),
      ("console @data", 1, "nixvirt-guest: db does not answer; is it running?\n"),
      ("start @wbe", 1, "nixvirt-guest: no guest of this host has the tag 'wbe'\n"),
      ("start @\u{1B}[31m", 1, "has the tag '?[31m'\n"),
      ("start web-3", 1, "there is no guest 'web-3'"),
      ("complete _ @ start", 0, "@data\n@web\n@x\n"),
      ("complete _ @w start", 0, "@web\n"),
      ("complete _ w start", 0, "web-1\nweb-2\n"),
      ("help", 0, "@TAG stands for every guest with the tag"),
    ])
  func selects(line: String, status: Int32, output: String) throws {
    let place = try Workplace("{ }")
    try place.write(
      "guests.json",
      """
      {"stateDir": "\(place.folder.path)", "guests": {
        "web-1": {"tags": ["web"], "interfaces": []}, "web-2": {"tags": ["x", "web"], "interfaces": []},
        "db": {"tags": ["data"], "interfaces": []}, "mail": {"interfaces": []}}}
      """)
    try ExternalTool.writeProgram(
      "case $1 in start | stop) echo systemctl \"$@\" ;; list-units) echo '[]' ;; esac",
      to: place.path("bin/systemctl"))
    try ExternalTool.writeProgram("echo '[]'", to: place.path("bin/ip"))
    let script = #"export PATH="$PWD/bin:$PATH"; shift; exec "$0" -I "$@" 2>&1"#
    let words = line.split(separator: " ").map(String.init)
    let result = try ExternalTool.run(
      "/bin/sh",
      ["-c", script, try #require(python), "", try Self.tool(in: place.folder)] + words,
      in: place.folder.path)
    #expect(result.status == status, "\(result.output)")
    #expect(result.output.contains(output), "\(result.output)")
    #expect(!result.output.contains("mail") && !result.output.contains("\u{1B}"))
  }

  @Test("only a module of guests with tags has them, and a change of tags restarts nothing")
  func module() throws {
    let place = try Workplace("{ host.nic = \"eno1\"; guests.a.diskSize = \"9g\"; }")
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    let without = try place.read("virtual.nix")
    #expect(!without.contains("tag") || !without.contains("with_tags"))
    try place.write(
      "guests.nix",
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; tags = [ \"web\" \"web\" ]; }; }")
    let changes = try place.run("diff", "--semantic").output
    #expect(changes.contains("a: tags added: [ \"web\" ]; keeps running"), "\(changes)")
    #expect(changes.contains("A rebuild restarts no guest."))
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    let with = try place.read("virtual.nix")
    #expect(with.contains("tags = [ \"web\" ];") && with.contains("def with_tags"))
    func definition(_ text: String) -> Substring? {
      text.firstMatch(of: /definition = "([0-9a-f]+)"/)?.1
    }
    #expect(definition(with) != nil && definition(with) == definition(without))
  }
}
