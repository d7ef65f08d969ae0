import Foundation
import NixAST
import TestSupport
import Testing

@testable import nixvirt

private let bash = ExternalTool.find("bash")

/// The guides in `docs/`, followed step by step: files are written, commands are run, and what they
/// print is what the guide says.
@Suite("Guides", .ownThreads, .enabled(if: bash != nil, "bash is not installed"))
struct GuideTests {
  static let guides = [
    "tutorial.md", "migration.md", "ci.md", "fleets.md", "networks.md", "cloud-images.md",
    "tutorials.md",
  ]

  /// Commands that need a NixOS host, a network, or the time of a build.
  static let elsewhere = [
    "nixos-rebuild", "nixos-anywhere", "journalctl", "systemctl", "scripts/release", "ssh",
    "colmena", "deploy",
    "sudo", "git add", "nixvirt-guest", "virsh", "qemu-img", "sha512sum", "ansible", "nix-",
  ]

  /// A reader puts their own key and network card into the starter.
  private static func putValues(in folder: URL) throws {
    let file = folder.appendingPathComponent("guests.nix")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let text = try String(contentsOf: file, encoding: .utf8)
    let own = text.replacingOccurrences(
      of: "IL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV",
      with: "IAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG"
    ).replacingOccurrences(of: "eno99", with: "enp3s0")
    try own.write(to: file, atomically: true, encoding: .utf8)
  }

  @Test("a guide can be followed", arguments: guides)
  func followed(name: String) throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var printed = ""
    var steps = 0
    let blocks = try Self.blocks(of: name)
    for (index, block) in blocks.enumerated() {
      // A command that finds something is followed by what it finds.
      let finds = blocks.dropFirst(index + 1).first?.language == "text"
      switch block.language {
      case "console" where block.lines.contains { $0.hasPrefix("$ ") }:
        for (command, expected) in Self.commands(block.lines) {
          if Self.elsewhere.contains(where: command.hasPrefix) { continue }
          let word = command.prefix { $0 != " " }
          try #require(["nixvirt", "mkdir", "sed"].contains(word), "\(command)")
          let result = try Self.run(command, in: folder)
          if command.hasPrefix("nixvirt init") { try Self.putValues(in: folder) }
          #expect(
            result.status == 0 || finds && [1, 3].contains(result.status),
            "\(command): \(result.errors)")
          #expect(result.output.hasPrefix(expected), "\(command): \(result.output)")
          printed = result.output + result.errors
          steps += 1
        }
      case "text":
        let text = block.lines.map { $0 + "\n" }.joined()
        #expect(printed.contains(text), "\(printed)")
        steps += 1
      case "nix":
        let text = block.lines.map { $0 + "\n" }.joined()
        #expect(NixFile.parse(SourceText(name: name, text: text)).value != nil, "\(text)")
        if let file = block.file {
          try Data(text.utf8).write(to: folder.appendingPathComponent(file))
        }
      case "json":
        let text = block.lines.joined(separator: "\n")
        let result = try NixvirtProgram.run(["generate", "-"], input: text, in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
      case "yaml":
        if let file = block.file {
          let text = block.lines.map { $0 + "\n" }.joined()
          try Data(text.utf8).write(to: folder.appendingPathComponent(file))
        }
      case "console": continue
      default: Issue.record("a block of \(block.language) is not tested")
      }
    }
    #expect(steps >= 3)
  }

  @Test(
    "links lead somewhere",
    arguments: guides + ["commands.md", "description.md", "security.md"])
  func links(name: String) throws {
    let page = try #require(GoldenFiles.read("../../docs/\(name)"))
    for match in page.matches(of: /\]\(([^):#]+\.md)(#[^)]*)?\)/) {
      #expect(GoldenFiles.read("../../docs/\(match.1)") != nil, "\(match.0)")
    }
  }

  @Test("the flake of the guide is one that evaluates to a host")
  func flake() throws {
    let nix = try Self.blocks(of: "ci.md").filter { $0.language == "nix" }
    let text = try #require(nix.first).lines.map { $0 + "\n" }.joined()
    let file = try #require(NixFile.parse(SourceText(name: "flake.nix", text: text)).value)
    #expect(try file.rendered() == text)
    // The names are those that the flake of the repository has.
    let own = try #require(GoldenFiles.read("../../flake.nix"))
    for name in ["lib.generate =", "system,", "description,"] { #expect(own.contains(name)) }
  }

  // MARK: - Pages

  /// A fenced block.
  struct Block {
    var language: String
    /// The file that the line before names.
    var file: String?
    var lines: [String] = []
  }

  /// The fenced blocks of a page.
  static func blocks(of name: String) throws -> [Block] {
    let page = try #require(GoldenFiles.read("../../docs/\(name)"))
    var blocks: [Block] = []
    var open: Block?
    var lastLine = ""
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if let block = open {
        if text == "```" {
          blocks.append(block)
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if text.hasPrefix("```") {
        let file = lastLine.wholeMatch(of: /`([a-z.-]+)`:/).map { String($0.1) }
        open = Block(language: String(text.dropFirst(3)), file: file)
      } else if !text.isEmpty {
        lastLine = text
      }
    }
    return blocks
  }

  /// The commands of a block, each with what it is said to print.
  private static func commands(_ lines: [String]) -> [(String, String)] {
    var commands: [(String, String)] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        commands.append((String(line.dropFirst(2)), ""))
      } else if !commands.isEmpty {
        commands[commands.count - 1].1 += line + "\n"
      }
    }
    return commands
  }

  private static func run(_ command: String, in folder: URL) throws -> ExternalTool.Result {
    let program = URL(fileURLWithPath: try #require(NixvirtProgram.path))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try ExternalTool.run(
      try #require(bash), ["-c", command], in: folder.path,
      environment: ["PATH": "\(program.deletingLastPathComponent().path):\(path)", "COLUMNS": ""])
  }
}
