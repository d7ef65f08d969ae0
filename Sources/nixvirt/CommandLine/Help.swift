/// The texts of the help, from the table of commands.
enum Help {
  static func overview(_ commands: [Command]) -> String {
    var text = """
      nixvirt turns a description of virtual machines into a NixOS module.

      Usage: nixvirt COMMAND [OPTION]... [ARGUMENT]...

      Commands:

      """
    let width = commands.map(\.name.count).max() ?? 0
    for command in commands {
      let padding = String(repeating: " ", count: width - command.name.count)
      text += "  \(command.name)\(padding)  \(command.summary)\n"
    }
    text += """

      'nixvirt help COMMAND' tells about one of them.

      Exit status: 0 done, 1 a module differs, 2 wrong usage, 3 invalid description,
      4 a file could not be read or written.

      """
    return text
  }

  static func text(of command: Command) -> String {
    var text = "\(command.summary)\n\nUsage: \(command.synopsis)\n"
    if !command.operands.isEmpty { text += "\n" }
    for operand in command.operands {
      text += entry(operand.name, operand.help)
    }
    text += "\nOptions:\n"
    for option in command.options + Options.common { text += entry(option.synopsis, option.help) }
    for paragraph in command.details { text += "\n" + wrapped(paragraph, indentation: 0) }
    return text
  }

  private static func entry(_ name: String, _ help: String) -> String {
    "  \(name)\n" + wrapped(help, indentation: 10)
  }

  /// A text in lines of at most 80 columns.
  private static func wrapped(_ text: String, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, margin.count + line.count + 1 + word.count > 80 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(line)
    return lines.map { margin + $0 + "\n" }.joined()
  }
}
