import Foundation
import TestSupport
import Testing

private let python = ExternalTool.find("python3")

/// Updates of installed guests from their host.
@Suite("Updates of installed guests", .ownThreads)
struct GuestSwitchTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Switch")

  @Test(
    "a guest keeps a system that the host confirms, and returns from every other by itself",
    .enabled(if: python != nil, "python3 is not installed"))
  func trial() throws {
    let programs = GoldenFiles.repository.appendingPathComponent("Sources/VirtModel/Programs")
    let result = try ExternalTool.run(
      try #require(python), ["-B", "tests.py", programs.path], in: Self.folder.path, limit: 60)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test("only hosts that have systems of installed guests have the command")
  func module() throws {
    func module(_ host: String, _ guests: String) throws -> String {
      let place = try Workplace(
        "{ host = { nic = \"eno1\"; \(host) }; guests = { \(guests) }; }")
      let result = try place.run("generate")
      try #require(result.status == 0, "\(result.errors)")
      return result.output
    }
    let (image, store, installed) = (
      "i.image = \"/srv/a\";", "s = { install = \"store\"; diskSize = \"9g\"; };",
      "n.diskSize = \"9g\";"
    )
    #expect(try !module("", image + store).contains("nixvirt-switch"))
    #expect(try !module("installer = false;", image + installed).contains("nixvirt-switch"))
    let text = try module("", image + store + installed)
    #expect(text.contains("nixvirt-switch") && text.contains("\"nixvirt/systems/${name}\""))
  }

  @Test(
    "modules have the files that they name beside them in /etc/nixos",
    .enabled(if: ExternalTool.find("nix-instantiate") != nil, "nix-instantiate is not installed"),
    .enabled(if: nixpkgs != nil, "neither NIXPKGS nor <nixpkgs> is there"))
  func modules() throws {
    let place = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; nixos.modules = [ ./guests/web.nix ./dir ]; }; }"
    )
    for (name, text) in [
      ("guests/web.nix", "{ imports = [ ../common/base.nix ./missing.nix ]; }"),
      ("guests/secret.nix", "{ }"), ("secret.nix", "{ }"),
      ("common/base.nix", "{ a = builtins.readFile ./motd; b = ./files; c = ./.; }"),
      ("common/motd", "hello"), ("common/files/one", "1"), ("common/other", ""),
      ("dir/default.nix", "import ./part.nix"), ("dir/part.nix", "{ imports = [ ../last.nix ]; }"),
      ("last.nix", "{ }"),
    ] { try place.write(name, text) }
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let text = try place.read("virtual.nix")
    let start = try #require(text.range(of: "  filesOf ="))
    let end = try #require(
      text.range(of: "  # /etc/nixos of a guest", range: start.upperBound..<text.endIndex))
    let expression = """
      { nixpkgs }: let lib = import (nixpkgs + "/lib");
      \(text[start.lowerBound..<end.lowerBound])
      in map (file: lib.removePrefix "${toString ./.}/" (toString file)) (filesOf [ ./guests/web.nix ./dir ])
      """
    try place.write("files.nix", expression)
    let result = try ExternalTool.run(
      try #require(ExternalTool.find("nix-instantiate")),
      ["--eval", "--strict", "--json", "files.nix", "--arg", "nixpkgs", try #require(nixpkgs)],
      in: place.folder.path)
    let files = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    #expect(
      Set(files) == [
        "guests/web.nix", "common/base.nix", "common/motd", "common/files", "common/files/one",
        "dir",
        "dir/default.nix", "dir/part.nix", "last.nix",
      ], "\(files) \(result.errors)")
  }
}
