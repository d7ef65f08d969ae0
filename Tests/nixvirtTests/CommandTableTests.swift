import Foundation
import TestSupport
import Testing

@testable import nixvirt

private let bash = ExternalTool.find("bash")
private let zsh = ExternalTool.find("zsh")
private let fish = ExternalTool.find("fish")
private let groff = ExternalTool.find("groff")
private let shellcheck = ExternalTool.find("shellcheck")

/// What is made from the one table of commands: help, reference, manual page, completions.
@Suite("The table of commands")
struct CommandTableTests {
  @Test(
    "help and completions are what was reviewed",
    arguments: ["help.txt", "nixvirt.bash", "_nixvirt", "nixvirt.fish", "nixvirt.1"])
  func golden(name: String) {
    let help = Help(columns: 80)
    let text =
      switch name {
      case "nixvirt.bash": BashCompletion.script(Commands.all)
      case "_nixvirt": ZshCompletion.script(Commands.all)
      case "nixvirt.fish": FishCompletion.script(Commands.all)
      case "nixvirt.1": ManPage.text(Commands.all)
      default:
        ([help.overview(Commands.all)] + Commands.all.map(help.text))
          .joined(separator: "\n----\n")
      }
    let problem = GoldenFiles.difference(text, from: "commands/\(name)")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("docs/commands.md has every command")
  func reference() throws {
    let marker = "<!-- Generated from the code. To update: UPDATE_GOLDEN=1 swift test. -->\n"
    let present = try #require(GoldenFiles.read("../../docs/commands.md"))
    let prose = try #require(present.components(separatedBy: marker).first)
    let problem = GoldenFiles.difference(
      prose + marker + CommandReference.text(Commands.all), from: "../../docs/commands.md")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("names are used once, and every text is a sentence")
  func table() {
    let names = Commands.all.map(\.name)
    #expect(Set(names).count == names.count)
    for command in Commands.all {
      let spellings = command.allOptions.flatMap(\.spellings)
      #expect(Set(spellings).count == spellings.count, "\(command.name)")
      #expect(command.summary.hasSuffix("."))
      for option in command.allOptions { #expect(option.help.hasSuffix("."), "\(option.name)") }
    }
  }

  @Test("the help fits into the columns that there are", arguments: [40, 60, 80, 200])
  func width(columns: Int) {
    let help = Help(columns: columns)
    let texts = [help.overview(Commands.all)] + Commands.all.map(help.text)
    for line in texts.joined().split(separator: "\n") where line.contains(" ") {
      // A usage line and a word of its own are not broken.
      if line.hasPrefix("Usage:") || line.contains("/") { continue }
      #expect(line.count <= max(columns, 48), "\(line)")
    }
  }

  // MARK: - The manual page

  @Test(
    "the manual page is without mistakes", .enabled(if: groff != nil, "groff is not installed"))
  func manual() throws {
    let result = try ExternalTool.run(
      try #require(groff), ["-man", "-ww", "-Tutf8", "-P-cbou"],
      input: ManPage.text(Commands.all))
    #expect(result.status == 0)
    #expect(result.errors == "")
    for command in Commands.all { #expect(result.output.contains("nixvirt \(command.name)")) }
    #expect(result.output.contains("--output=FILE"))
  }

  // MARK: - Completions

  @Test(
    "bash completes", .enabled(if: bash != nil, "bash is not installed"),
    arguments: [
      ("nixvirt gen", "generate"),
      ("nixvirt generate --out", "--output"),
      ("nixvirt generate -o ", "guests.nix notes.txt sub virtual.nix"),
      ("nixvirt generate ", "guests.nix sub virtual.nix"),
      ("nixvirt generate guests.nix ", ""),
      ("nixvirt check --format=g", "github"),
      ("nixvirt check --format=", "text github json sarif"),
      ("nixvirt check --format j", "json"),
      ("nixvirt check --color always gu", "guests.nix"),
      ("nixvirt check -- --", ""),
      ("nixvirt help comp", "completions"),
      ("nixvirt completions ", "bash zsh fish"),
      ("nixvirt nothing ", ""),
    ])
  func bashCompletes(line: String, expected: String) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The words as readline splits them.
    let words = line.replacingOccurrences(of: "=", with: " = ")
      .split(separator: " ").map { "'\($0)'" }
    let open = line.hasSuffix(" ") ? ["''"] : []
    let script = """
      \(BashCompletion.script(Commands.all))
      COMP_WORDS=(\((words + open).joined(separator: " ")))
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _nixvirt
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try ExternalTool.run(try #require(bash), ["-c", script], in: folder.path)
    #expect(result.errors == "")
    let words2 = result.output.split(separator: "\n").map(String.init)
    #expect(Set(words2) == Set(expected.split(separator: " ").map(String.init)))
    #expect(Set(words2).count == words2.count)
  }

  @Test(
    "the script for bash is clean",
    .enabled(if: shellcheck != nil, "shellcheck is not installed"))
  func bashIsClean() throws {
    let result = try ExternalTool.run(
      try #require(shellcheck), ["--shell=bash", "-"], input: BashCompletion.script(Commands.all))
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("the script for zsh can be read", .enabled(if: zsh != nil, "zsh is not installed"))
  func zshReads() throws {
    let result = try ExternalTool.run(
      try #require(zsh), ["-n", "/dev/stdin"], input: ZshCompletion.script(Commands.all))
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(
    "fish completes", .enabled(if: fish != nil, "fish is not installed"),
    arguments: [
      ("nixvirt gen", ["generate"]),
      ("nixvirt check --format=g", ["--format=github"]),
      ("nixvirt generate ", ["guests.nix", "sub/", "notes.txt", "virtual.nix"]),
      ("nixvirt completions ", ["bash", "zsh", "fish"]),
      ("nixvirt completions fish ", []),
    ])
  func fishCompletes(line: String, expected: [String]) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = FishCompletion.script(Commands.all) + "\ncomplete -C '\(line)'\n"
    let result = try ExternalTool.run(
      try #require(fish), ["--no-config", "-c", script], in: folder.path)
    #expect(result.errors == "")
    let words = result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    #expect(Set(words) == Set(expected))
  }

  /// A folder with files of several kinds.
  private func completionFolder() throws -> URL {
    let folder = try ExternalTool.temporaryFolder()
    for name in ["guests.nix", "virtual.nix", "notes.txt"] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
    return folder
  }
}
