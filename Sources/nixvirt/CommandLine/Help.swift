/// The texts of the help, from the table of commands.
struct Help {
  /// The longest line.
  private let width: Int

  /// The help for a terminal of a number of columns. Lines of much more than 80 read badly, and
  /// those of much less break options apart.
  init(columns: Int) {
    width = min(max(columns, 40), 100)
  }

  func overview(_ commands: [Command]) -> String {
    var text = wrapped(
      "nixvirt turns a description of virtual machines into a NixOS module.", indentation: 0)
    text += "\nUsage: nixvirt COMMAND [OPTION]... [ARGUMENT]...\n"
    let indentation = 4 + (commands.map(\.name.count).max() ?? 0)
    for group in Command.Group.allCases {
      text += "\n\(group.rawValue):\n"
      for command in commands where command.group == group {
        let padding = String(repeating: " ", count: indentation - 2 - command.name.count)
        let lines = wrapped(command.summary, indentation: indentation)
        text += "  \(command.name)\(padding)" + lines.dropFirst(indentation)
      }
    }
    text += "\n"
    text += wrapped(
      "'nixvirt help COMMAND' describes a command, with examples. Guests that run are operated"
        + " with 'nixvirt-guest' on their host.", indentation: 0)
    text += "\n"
    let statuses = Outcome.Status.allCases.map { "\($0.rawValue) \($0.meaning)" }
    text += wrapped("Exit status: \(statuses.joined(separator: ", ")).", indentation: 0)
    return text
  }

  func text(of command: Command) -> String {
    var text = wrapped(command.summary, indentation: 0) + "\nUsage: \(command.synopsis)\n"
    if !command.operands.isEmpty { text += "\n" }
    for operand in command.operands {
      text += entry(operand.name, operand.help)
    }
    text += "\nOptions:\n"
    for option in command.allOptions { text += entry(option.synopsis, option.help) }
    for paragraph in command.details { text += "\n" + wrapped(paragraph, indentation: 0) }
    if !command.examples.isEmpty { text += "\nExamples:\n" }
    for example in command.examples {
      text += wrapped("\(example.purpose):", indentation: 2) + shellLine(example.line)
    }
    return text
  }

  /// A paragraph in lines that fit.
  func paragraph(_ text: String) -> String { wrapped(text, indentation: 0) }

  private func entry(_ name: String, _ help: String) -> String {
    "  \(name)\n" + wrapped(help, indentation: 10)
  }

  /// A command for a shell, in lines that fit.
  private func shellLine(_ line: String) -> String {
    var lines: [String] = []
    var current = "     "
    for word in line.split(separator: " ") {
      // Room for the backslash.
      if current.count + word.count + 3 > width, current.contains(where: { $0 != " " }) {
        lines.append(current + " \\\n")
        current = "         "
      }
      current += " \(word)"
    }
    return lines.joined() + current + "\n"
  }

  /// A text in lines that fit.
  private func wrapped(_ text: String, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, margin.count + line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(line)
    return lines.map { margin + $0 + "\n" }.joined()
  }
}
