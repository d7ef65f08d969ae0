/// The table of commands.
enum Commands {
  static let all: [Command] = [
    initialize, generate, diff, check, show, place, plan, importModule, schema, completions, man,
    help, version,
  ]

  static let help: Command = Command(
    name: "help",
    summary: "Tell what can be done, or how to use a command.",
    operands: [
      Command.Operand(name: "COMMAND", help: "The command to tell about.", values: .commands)
    ]
  ) { session throws(Failure) in
    let help = Help(columns: session.terminal.columns)
    // Another name was refused already.
    let command = all.first { $0.name == session.invocation.operand(0) }
    return Outcome(output: command.map(help.text) ?? help.overview(all))
  }

  static let version = Command(
    name: "version",
    summary: "Print the version."
  ) { _ throws(Failure) in Outcome(output: "nixvirt \(Tool.version)\n") }

  /// The command that `--help` behind another one stands for.
  static func helpCommand(for command: Command) -> Command {
    Command(name: "help", summary: help.summary) { session throws(Failure) in
      let help = Help(columns: session.terminal.columns)
      return Outcome(output: command.name == "help" ? help.overview(all) : help.text(of: command))
    }
  }

  static let descriptionOperand = Command.Operand(
    name: "FILE",
    help: "The description: Nix data, or JSON in a file whose name ends in .json. Default:"
      + " guests.nix. - is the standard input, in either language.",
    values: .files(["nix", "json"]))
  static let moduleOperand = Command.Operand(
    name: "MODULE",
    help: "The module that is checked in, or the folder of a fleet's. Default: virtual.nix beside"
      + " FILE, or the folder virtual.",
    values: .files(["nix"]))
}
