import Foundation
import NixAST
import TestSupport
import Testing

/// What the documentation shows is what comes out.
@Suite("Documentation")
struct DocumentationTests {
  private let readme: String

  init() throws {
    readme = String(
      decoding: try Data(contentsOf: GoldenFiles.repository.appendingPathComponent("README.md")),
      as: UTF8.self)
  }

  @Test("the README shows a template, a part of its module, and a diagnostic")
  func examples() throws {
    let template = try file("templates/home-lab/guests.nix")
    let nix = blocks("nix")
    #expect(nix[0] == template)
    let module = try NixvirtProgram.run(
      ["generate", "templates/home-lab/guests.nix"], in: GoldenFiles.repository.path)
    #expect(module.output.contains(nix[1]))
    for block in nix.dropFirst(2) { #expect(Expr.parse(block).value != nil, "\(block)") }
    let finding = try #require(GoldenFiles.read("diagnostics/size-without-unit/expected.txt"))
    #expect(finding.hasPrefix(try #require(blocks("text").first)))
  }

  /// Commands that need a NixOS host, and the one that runs this test.
  static let elsewhere = [
    "sudo nixos-rebuild", "sudo journalctl", "git add", "nix run", "scripts/release", "install",
  ]

  @Test("every nixvirt command of the README works")
  func commands() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: GoldenFiles.repository.appendingPathComponent("templates"),
      to: folder.appendingPathComponent("templates"))
    try FileManager.default.copyItem(
      at: GoldenFiles.repository.appendingPathComponent("templates/home-lab/guests.nix"),
      to: folder.appendingPathComponent("guests.nix"))
    let lines = blocks("console").flatMap { $0.split(separator: "\n").map(String.init) }
    var tried = 0
    for line in lines {
      let command = try #require(line.hasPrefix("$ ") ? String(line.dropFirst(2)) : nil, "\(line)")
      if Self.elsewhere.contains(where: command.hasPrefix) { continue }
      let words = command.replacingOccurrences(of: "swift run ", with: "")
        .split(separator: " ").map(String.init)
      try #require(words[0] == "nixvirt", "\(command)")
      let result = try NixvirtProgram.run(Array(words.dropFirst()), in: folder.path)
      #expect(result.status == 0, "\(command): \(result.errors)")
      tried += 1
    }
    #expect(tried == 4)
  }

  @Test("the picture of the README is the one that show draws")
  func picture() throws {
    #expect(readme.contains("](docs/guests.svg)"))
    let drawn = try NixvirtProgram.run(
      ["show", "--format=svg", "templates/home-lab/guests.nix"], in: GoldenFiles.repository.path)
    let problem = GoldenFiles.difference(drawn.output, from: "../../docs/guests.svg")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(
    "links of the pages lead to files", arguments: ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
  func links(name: String) throws {
    for match in try file(name).matches(of: /\]\((?!http)([^)#]+)/) {
      let target = GoldenFiles.repository.appendingPathComponent(String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(match.1)")
    }
  }

  @Test("the smallest description of docs/description.md makes a module")
  func smallest() throws {
    let page = try file("docs/description.md")
    let block = try #require(page.components(separatedBy: "```nix\n").dropFirst().first)
    let result = try NixvirtProgram.run(
      ["generate", "-"], input: block.components(separatedBy: "```")[0],
      in: GoldenFiles.repository.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// The fenced blocks of a language.
  private func blocks(_ language: String) -> [String] {
    readme.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  private func file(_ path: String) throws -> String {
    String(
      decoding: try Data(contentsOf: GoldenFiles.repository.appendingPathComponent(path)),
      as: UTF8.self)
  }
}
