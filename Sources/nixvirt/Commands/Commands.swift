/// The table of commands.
enum Commands {
  static let all: [Command] = [
    initialize, importModule, generate, diff, check, show, reach, names, tryGuest, place, plan,
    formatFiles, json2nix, image, schema, explain, completions, man, help, version,
  ]

  private static let commandOperand = Operand<String>(
    "COMMAND", values: .commands, help: "A command. Without one, help lists all commands.")

  static let help: Command = Command(
    name: "help",
    summary: "Show help for nixvirt or for one command.",
    group: .help,
    operands: [commandOperand.entry],
    examples: [.init("Describe a command", "nixvirt help generate")]
  ) { session throws(Failure) in
    let help = Help(columns: session.terminal.columns)
    // Another name was refused already.
    let command = all.first { $0.name == session.invocation[commandOperand] }
    return Outcome(output: command.map(help.text) ?? help.overview(all))
  }

  static let version = Command(
    name: "version",
    summary: "Print the version.",
    group: .help
  ) { _ throws(Failure) in Outcome(output: "nixvirt \(Tool.version)\n") }

  /// The command that `--help` behind another one stands for.
  static func helpCommand(for command: Command) -> Command {
    Command(name: "help", summary: help.summary, group: .help) { session throws(Failure) in
      let help = Help(columns: session.terminal.columns)
      return Outcome(output: command.name == "help" ? help.overview(all) : help.text(of: command))
    }
  }
}
