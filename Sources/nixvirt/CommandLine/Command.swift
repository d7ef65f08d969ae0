/// A command of the program. The table of them, in ``Commands``, drives parsing, help, completions,
/// the man page and the reference in `docs/commands.md`.
struct Command: Sendable {
  let name: String
  /// What it does, in a line.
  let summary: String
  /// What else there is to know, in paragraphs.
  var details: [String] = []
  var operands: [OperandEntry] = []
  var options: [OptionEntry] = []
  let run: @Sendable (Session) throws(Failure) -> Outcome

  /// How it is called, in a line.
  var synopsis: String {
    let operands = operands.map { " \($0.synopsis)" }.joined()
    return "nixvirt \(name)\(options.isEmpty ? "" : " [OPTION]...")\(operands)"
  }

  /// Its own options, and those of every command.
  var allOptions: [OptionEntry] { options + Options.common }
}
