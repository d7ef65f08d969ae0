/// A command of the program. The table of them, in ``Commands``, drives parsing, help, completions,
/// the man page and the reference in `docs/commands.md`.
struct Command: Sendable {
  let name: String
  /// Its purpose, in a line.
  let summary: String
  /// The heading that the help lists it under.
  let group: Group
  /// Further facts, in paragraphs.
  var details: [String] = []
  var operands: [OperandEntry] = []
  var options: [OptionEntry] = []
  var examples: [Example] = []
  let run: @Sendable (Session) throws(Failure) -> Outcome

  /// The headings of the help, in their order.
  enum Group: String, CaseIterable {
    case start = "Start a description"
    case module = "Generate and check the module"
    case explore = "Explore a description"
    case plan = "Plan changes of hosts"
    case files = "Nix and JSON files"
    case help = "Help"
  }

  /// A command line that somebody may type, and its purpose.
  struct Example {
    /// An imperative without a full stop.
    let purpose: String
    /// The line for a shell.
    let line: String

    init(_ purpose: String, _ line: String) {
      self.purpose = purpose
      self.line = line
    }
  }

  /// How it is called, in a line.
  var synopsis: String {
    let operands = operands.map { " \($0.synopsis)" }.joined()
    return "nixvirt \(name)\(options.isEmpty ? "" : " [OPTION]...")\(operands)"
  }

  /// Its own options, and those of every command.
  var allOptions: [OptionEntry] { options + Options.common }
}
