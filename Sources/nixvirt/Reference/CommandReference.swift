/// The reference of commands in Markdown: the made part of `docs/commands.md`.
enum CommandReference {
  static func text(_ commands: [Command]) -> String {
    var text = "\n| command | does |\n|---|---|\n"
    for command in commands {
      text += "| [`\(command.name)`](#nixvirt-\(command.name)) | \(cell(command.summary)) |\n"
    }
    for command in commands {
      text += "\n## nixvirt \(command.name)\n\n\(command.summary)\n\n"
      text += "```text\n\(command.synopsis)\n```\n"
      for detail in command.details { text += "\n\(detail)\n" }
      let operands = command.operands.map { ($0.name, $0.help) }
      let options = command.options.map { option in
        (
          option.spellings.joined(separator: ", ") + (option.value.map { "=\($0)" } ?? ""),
          option.help
        )
      }
      if !(operands + options).isEmpty { text += "\n" + table("argument", operands + options) }
      for example in command.examples {
        text += "\n\(example.purpose):\n\n```console\n$ \(example.line)\n```\n"
      }
    }
    text += "\n## Options of every command\n\n"
    text += table(
      "option",
      Options.common.map {
        ($0.spellings.joined(separator: ", ") + ($0.value.map { "=\($0)" } ?? ""), $0.help)
      })
    text += "\n## Diagnostics of modules\n\n"
    text += table("id", ModuleState.allCases.map { ($0.rawValue, $0.meaning) })
    text += "\n[diagnostics.md](diagnostics.md) lists the diagnostics of descriptions.\n"
    text += "\n## Exit status\n\n"
    text += table("status", Outcome.Status.allCases.map { (String($0.rawValue), $0.meaning) })
    text += "\n## Environment\n\n"
    text += table("variable", EnvironmentVariable.all.map { ($0.name, $0.help) })
    return text
  }

  private static func table(_ title: String, _ rows: [(String, String)]) -> String {
    "| \(title) | meaning |\n|---|---|\n"
      + rows.map { "| `\($0.0)` | \(cell($0.1)) |\n" }.joined()
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

/// A variable of the environment that the program heeds.
struct EnvironmentVariable {
  let name: String
  let help: String

  static let all = [
    EnvironmentVariable(
      name: "NO_COLOR",
      help: "If set and not empty, disables color unless --color=always is given."),
    EnvironmentVariable(
      name: "FORCE_HYPERLINK",
      help:
        "If set, links to files in colored messages are printed unless it is 0. If unset, they are"
        + " printed on terminals that are known to show them."),
    EnvironmentVariable(
      name: "COLUMNS", help: "Overrides the width of the terminal."),
  ]
}
