/// The table of commands.
enum Commands {
  static let all: [Command] = [generate, diff, check, schema, help, version]

  static let help: Command = Command(
    name: "help",
    summary: "Tell what can be done, or how to use a command.",
    operands: [Command.Operand(name: "COMMAND", help: "The command to tell about.")]
  ) { session throws(Failure) in
    guard let name = session.invocation.operand(0) else {
      return Outcome(output: Help.overview(all))
    }
    guard let command = all.first(where: { $0.name == name }) else {
      throw .usage("there is no command '\(name)'", command: nil)
    }
    return Outcome(output: Help.text(of: command))
  }

  static let version = Command(
    name: "version",
    summary: "Print the version."
  ) { _ throws(Failure) in Outcome(output: "nixvirt \(Tool.version)\n") }

  /// The command that `--help` behind another one stands for.
  static func helpCommand(for command: Command) -> Command {
    Command(name: "help", summary: help.summary) { _ throws(Failure) in
      Outcome(output: command.name == "help" ? Help.overview(all) : Help.text(of: command))
    }
  }

  static let descriptionOperand = Command.Operand(
    name: "FILE",
    help: "The description: Nix data, or JSON in a file whose name ends in .json. Default:"
      + " guests.nix. - is the standard input, in either language.")
  static let moduleOperand = Command.Operand(
    name: "MODULE", help: "The module that is checked in. Default: virtual.nix beside FILE.")
}
