import Foundation
import TestSupport
import Testing

@testable import nixvirt

private let bash = ExternalTool.find("bash")
private let script = ExternalTool.find("script")
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

  @Test("the overview has each command once, under a heading")
  func groups() {
    let overview = Help(columns: 100).overview(Commands.all)
    for group in Command.Group.allCases { #expect(overview.contains("\n\(group.rawValue):\n  ")) }
    for command in Commands.all {
      #expect(overview.ranges(of: "\n  \(command.name) ").count == 1, "\(command.name)")
    }
  }

  @Test("every command but version has examples, and the table accepts them")
  func examples() throws {
    for command in Commands.all where command.name != "version" {
      #expect(!command.examples.isEmpty, "\(command.name)")
      #expect(command.examples.contains { $0.line.contains("nixvirt \(command.name)") })
      let help = Help(columns: 80).text(of: command)
      #expect(help.ranges(of: "\nExamples:\n").count == 1)
      for example in command.examples {
        let joined = help.replacingOccurrences(of: " \\\n          ", with: " ")
        #expect(joined.contains("\n      \(example.line)\n"))
        #expect(example.purpose.first?.isUppercase == true && example.purpose.last != ".")
        // The output of another program is one word.
        let line = example.line.replacing(/"\$\([^)]*\)"/, with: "WORD")
        for match in line.matches(of: /nixvirt ([^|>&;)]*)/) {
          let words = match.1.split(separator: " ").map(String.init)
          #expect(throws: Never.self, "\(example.line)") {
            _ = try Invocation(words, of: Commands.all)
          }
        }
      }
    }
  }

  @Test("help without examples has no heading of theirs")
  func withoutExamples() {
    #expect(!Help(columns: 80).text(of: Commands.version).contains("Examples"))
  }

  @Test("operands that a command needs get words first")
  func operands() throws {
    let file = Operand<String>("FILE", help: "The description.")
    let guest = Operand<String>("GUEST", isRequired: true, help: "The guest.")
    let command = Command(
      name: "run", summary: "Run.", group: .explore, operands: [file.entry, guest.entry]
    ) { _ throws(Failure) in Outcome() }
    let one = try Invocation(["run", "web"], of: [command])
    #expect(one[guest] == "web" && one[file] == nil)
    let two = try Invocation(["run", "lab.nix", "web"], of: [command])
    #expect(two[guest] == "web" && two[file] == "lab.nix")
    #expect(throws: Failure.self) { try Invocation(["run"], of: [command]) }
    #expect(throws: Failure.self) { try Invocation(["run", "a", "b", "c"], of: [command]) }
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

  @Test("the help is neither narrower than 40 columns nor wider than 100")
  func limits() {
    func overview(_ columns: Int) -> String { Help(columns: columns).overview(Commands.all) }
    #expect(overview(1) == overview(40) && overview(40) != overview(41))
    #expect(overview(1000) == overview(100) && overview(100) != overview(80))
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
      ("nixvirt generate -o ", "fleet.json guests.nix notes.txt sub virtual.nix"),
      ("nixvirt generate ", "fleet.json guests.nix sub virtual.nix"),
      ("nixvirt generate guests.nix ", ""),
      ("nixvirt check --format=g", "github"),
      ("nixvirt check --format=", "text github json sarif"),
      ("nixvirt check --format j", "json"),
      ("nixvirt check --color always gu", "guests.nix"),
      ("nixvirt check -- --", ""),
      ("nixvirt help comp", "completions"),
      ("nixvirt completions ", "bash zsh fish"),
      ("nixvirt nothing ", ""),
      ("nixvirt names ", "guests networks hosts guest-tags host-tags"),
      ("nixvirt reach w", "web-1 web-2"),
      ("nixvirt reach web-1 ", "any db host lan shop web-1 web-2 @db"),
      ("nixvirt reach web-1 b fleet.json", "fleet.json"),
      ("nixvirt check --host=", ""),
      ("nixvirt show fleet.json --host=", "alpha beta @ssd @east"),
      ("nixvirt show fleet.json --host b", "beta"),
      ("nixvirt show fleet.json --host=@", "@ssd @east"),
      ("nixvirt show fleet.json --host=@s", "@ssd"),
      ("nixvirt check fleet.json --host @e", "@east"),
      ("nixvirt show fleet.json --host @ssd --form", "--format"),
      ("nixvirt names guest-tags @", ""),
    ])
  func bashCompletes(line: String, expected: String) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The words as readline splits them.
    let words = line.replacingOccurrences(of: "=", with: " =").replacing(
      /[=@]+/, with: { "\($0.output) " }
    )
    .split(separator: " ").map { "'\($0)'" }
    let open = line.hasSuffix(" ") ? ["''"] : []
    let script = """
      \(BashCompletion.script(Commands.all))
      COMP_WORDS=(\((words + open).joined(separator: " ")))
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _nixvirt
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try ExternalTool.run(
      try #require(bash), ["-c", script], in: folder.path, environment: try Self.environment())
    #expect(result.errors == "")
    let words2 = result.output.split(separator: "\n").map(String.init)
    #expect(Set(words2) == Set(expected.split(separator: " ").map(String.init)))
    #expect(Set(words2).count == words2.count)
  }

  @Test(
    "bash completes tags at a terminal, where it splits words itself",
    .enabled(if: bash != nil && script != nil, "bash or script is not installed"),
    arguments: [
      ("nixvirt show fleet.json --host=@s", "nixvirt show fleet.json --host=@ssd"),
      ("nixvirt show fleet.json --host @e", "nixvirt show fleet.json --host @east"),
      ("nixvirt reach @", "nixvirt reach @db"),
      ("nixvirt reach w", "nixvirt reach web-"),
    ])
  func bashCompletesTags(line: String, expected: String) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(BashCompletion.script(Commands.all).utf8).write(
      to: folder.appendingPathComponent("completion"))
    // The line is printed when it has been completed.
    let input = """
      . ./completion; show() { echo "<$READLINE_LINE>"; exit; }; bind -x '"\\C-x": show'
      \(line)\t\u{18}
      """
    let result = try ExternalTool.run(
      try #require(script),
      ["-q", "-e", "-c", "\(try #require(bash)) --norc --noprofile -i", "/dev/null"],
      input: input, in: folder.path,
      environment: try Self.environment().merging(["TERM": "dumb"]) { $1 }, limit: 20)
    let completed = try #require(
      result.output.matches(of: /<(nixvirt[^>]*)>/).last, "\(result.output)")
    #expect(completed.1.trimmingCharacters(in: .whitespaces) == expected)
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
    "zsh completes", .enabled(if: zsh != nil, "zsh is not installed"),
    arguments: [
      ("nixvirt reach w", "nixvirt reach web-"),
      ("nixvirt reach web-1 d", "nixvirt reach web-1 db"),
      ("nixvirt reach ho", "nixvirt reach host"),
      ("nixvirt show fleet.json --host=b", "nixvirt show fleet.json --host=beta"),
      ("nixvirt show fleet.json --host=@s", "nixvirt show fleet.json --host=@ssd"),
      ("nixvirt reach fleet.json @w", "nixvirt reach fleet.json @web"),
      ("nixvirt gener", "nixvirt generate"),
    ])
  func zshCompletes(line: String, expected: String) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(ZshCompletion.script(Commands.all).utf8).write(
      to: folder.appendingPathComponent("completion"))
    // A shell at a terminal, whose line is printed when it has been completed.
    let inner = [
      "PS1=", "autoload -U compinit", "compinit -D -u", ". ./completion",
      #"show() { print -r -- "<$BUFFER>"; exit }"#, "zle -N show", "bindkey ^X show",
      "print ready",
    ]
    let script = """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell \(inner.map { "'\($0)'" }.joined(separator: "$'\\n'"))
      zpty -r shell output '*ready*ready*'
      zpty -w -n shell $'\(line)\\t\\x18'
      zpty -r shell output '*<*>*'
      print -r -- $output
      """
    let result = try ExternalTool.run(
      try #require(zsh), ["-f", "-c", script], in: folder.path,
      environment: try Self.environment().merging(["TERM": "dumb"]) { $1 }, limit: 20)
    let completed = try #require(result.output.firstMatch(of: /<([^>]*)>\s*$/), "\(result.output)")
    #expect(completed.1.trimmingCharacters(in: .whitespaces) == expected)
  }

  @Test(
    "fish completes", .enabled(if: fish != nil, "fish is not installed"),
    arguments: [
      ("nixvirt gen", ["generate"]),
      ("nixvirt check --format=g", ["--format=github"]),
      ("nixvirt generate ", ["fleet.json", "guests.nix", "sub/", "notes.txt", "virtual.nix"]),
      ("nixvirt completions ", ["bash", "zsh", "fish"]),
      ("nixvirt completions fish ", []),
      ("nixvirt reach w", ["web-1", "web-2"]),
      (
        "nixvirt show fleet.json --host=",
        ["--host=alpha", "--host=beta", "--host=@ssd", "--host=@east"]
      ),
      ("nixvirt show fleet.json --host=@s", ["--host=@ssd"]),
      ("nixvirt check fleet.json --host @", ["@ssd", "@east"]),
    ])
  func fishCompletes(line: String, expected: [String]) throws {
    let folder = try completionFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = FishCompletion.script(Commands.all) + "\ncomplete -C '\(line)'\n"
    let result = try ExternalTool.run(
      try #require(fish), ["--no-config", "-c", script], in: folder.path,
      environment: try Self.environment())
    #expect(result.errors == "")
    let words = result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    #expect(Set(words) == Set(expected))
  }

  /// The built program is on the PATH.
  private static func environment() throws -> [String: String] {
    let program = URL(fileURLWithPath: try #require(NixvirtProgram.path))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return ["PATH": "\(program.deletingLastPathComponent().path):\(path)"]
  }

  /// A directory with files of several kinds. The description has errors, as one that is being written.
  private func completionFolder() throws -> URL {
    let folder = try ExternalTool.temporaryFolder()
    let files = [
      "guests.nix": """
      {
        host.nic = "eno1";
        networks.shop = { };
        guests.web-1.memory = "a lot";
        guests.web-2 = { };
        guests.db.tags = [ "db" ];
      }
      """,
      "fleet.json": #"""
      {"hosts": {"alpha": {"host": {"tags": ["ssd", "east"]}, "guests": {"bob": {"tags": ["web"]}}},
        "beta": {"host": {"tags": ["ssd"]}}, "a;b": {}}}
      """#,
      "virtual.nix": "", "notes.txt": "",
    ]
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
    return folder
  }
}
