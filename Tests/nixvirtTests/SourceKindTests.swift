import Foundation
import TestSupport
import Testing

/// Paths of a description that lead to something else than a file, which Nix would copy as it is.
@Suite("Kinds of files in descriptions", .ownThreads)
struct SourceKindTests {
  private static let keys = [
    "image = ./x;", "iso = ./x; diskSize = \"9g\"; vncDisplay = \":1\";",
    "image = \"/srv/a\"; userData = ./x;",
  ]

  @Test(
    "links, directories and pipes are refused, a directory or a link as a module is not",
    arguments: [
      ("ln -s real x", "is a symbolic link, of which Nix copies the link and not the file"),
      ("ln -s $PWD/real x", "is a symbolic link, of which Nix copies the link and not the file"),
      ("mkdir x", "is a directory"), ("ln -s . x", "is a symbolic link"),
      ("mkfifo x", "is a device, a pipe or a socket"),
    ])
  func kinds(command: String, message: String) throws {
    for key in Self.keys {
      let place = try Workplace("{ host.nic = \"eno1\"; guests.a = { \(key) }; }")
      try place.write("real", "#cloud-config\n")
      #expect(try place.shell(command).status == 0)
      let result = try place.run("generate")
      #expect(
        result.status == 3 && result.errors.contains("\"./x\" \(message)")
          && result.errors.contains("[invalid-path]"), "\(result.errors)")
      // A fleet has the same rules.
      try place.write("fleet.nix", "{ hosts.b = \(try place.read("guests.nix")); }")
      #expect(try place.run("check", "fleet.nix").errors.contains("\"./x\" \(message)"))
    }
    let module = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; nixos.modules = [ ./x ]; }; }")
    try module.write("real", "{ }")
    #expect(try module.shell(command).status == 0)
    #expect(try module.run("generate").status == (command.hasPrefix("mkfifo") ? 3 : 0))
  }

  @Test("a file behind a link to its directory is a file")
  func directory() throws {
    let place = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { image = ./link/disk.img; }; }")
    try place.write("real/disk.img", "disk")
    #expect(try place.shell("ln -s real link").status == 0)
    #expect(try place.run("generate").status == 0)
  }
}
