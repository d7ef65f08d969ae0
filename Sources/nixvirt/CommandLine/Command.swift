/// A command of the program. The table of them, in ``Commands``, drives parsing, help and the
/// reference in `docs/commands.md`.
struct Command: Sendable {
  /// Something that is given by its place.
  struct Operand: Sendable {
    let name: String
    let help: String
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
    let operands = operands.map { " [\($0.name)]" }.joined()
    return "nixvirt \(name)\(options.isEmpty ? "" : " [OPTION]...")\(operands)"
  }
}

/// An option of a command.
struct Option: Sendable {
  let name: String
  var letter: Character?
  /// What the help calls its value; nil for an option without one.
  var value: String?
  /// The values that it takes, if these are a few.
  var choices: [String] = []
  let help: String

  /// As the help shows it: `-o, --output FILE`.
  var synopsis: String {
    let long = "--\(name)" + (value.map { "=\($0)" } ?? "")
    return letter.map { "-\($0), \(long)" } ?? "    \(long)"
  }
}

/// The options that commands share.
enum Options {
  static let color = Option(
    name: "color", value: "WHEN", choices: ["auto", "always", "never"],
    help: "Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.")
  static let help = Option(name: "help", letter: "h", help: "Print this help.")
  static let output = Option(
    name: "output", letter: "o", value: "FILE",
    help: "Write the module to FILE instead of the standard output. A file with the same content"
      + " is not touched.")
  static let format = Option(
    name: "format", value: "FORMAT", choices: ["text", "github", "json"],
    help: "How findings are printed: text, github (annotations of a workflow), json.")

  /// What every command takes.
  static let common = [color, help]
}
