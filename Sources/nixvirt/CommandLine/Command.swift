/// A command of the program. The table of them, in ``Commands``, drives parsing, help, completions,
/// the man page and the reference in `docs/commands.md`.
struct Command: Sendable {
  /// Something that is given by its place.
  struct Operand: Sendable {
    let name: String
    let help: String
    /// What it may be, for checks and for completions.
    var values = Values.anything
    /// Whether the command does nothing without it.
    var isRequired = false
  }

  let name: String
  /// What it does, in a line.
  let summary: String
  /// What else there is to know, in paragraphs.
  var details: [String] = []
  var operands: [Operand] = []
  var options: [Option] = []
  let run: @Sendable (Session) throws(Failure) -> Outcome

  /// How it is called, in a line.
  var synopsis: String {
    let operands = operands.map { $0.isRequired ? " \($0.name)" : " [\($0.name)]" }.joined()
    return "nixvirt \(name)\(options.isEmpty ? "" : " [OPTION]...")\(operands)"
  }

  /// Its own options, and those of every command.
  var allOptions: [Option] { options + Options.common }
}

/// What a word of the command line may be.
enum Values: Sendable {
  /// Any text.
  case anything
  /// One of a few words.
  case words([String])
  /// The name of a command.
  case commands
  /// A file, by the endings of its name; any file if there are none.
  case files([String])
  /// A folder.
  case folders

  /// The words, if there are just a few.
  var choices: [String] {
    switch self {
    case .words(let words): words
    case .commands: Commands.all.map(\.name)
    case .anything, .files, .folders: []
    }
  }
}

/// An option of a command.
struct Option: Sendable {
  let name: String
  var letter: Character?
  /// What the help calls its value; nil for an option without one.
  var value: String?
  /// What its value may be.
  var values = Values.anything
  let help: String

  /// As the help shows it: `-o, --output=FILE`.
  var synopsis: String {
    let long = "--\(name)" + (value.map { "=\($0)" } ?? "")
    return letter.map { "-\($0), \(long)" } ?? "    \(long)"
  }

  /// The ways to write it, without a value: `-o`, `--output`.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + ["--\(name)"] }
}
