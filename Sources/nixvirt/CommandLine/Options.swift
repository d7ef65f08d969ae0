/// The options that commands share.
enum Options {
  static let color = Option(
    name: "color", value: "WHEN", values: .words(["auto", "always", "never"]),
    help: "Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.")
  static let help = Option(name: "help", letter: "h", help: "Print this help.")
  static let output = Option(
    name: "output", letter: "o", value: "FILE", values: .files([]),
    help: "Write the module to FILE instead of the standard output; of a fleet, the modules to that"
      + " folder. A file with the same content is not touched.")
  static let host = Option(
    name: "host", value: "NAME", help: "Of a fleet, this host alone.")
  static let format = Option(
    name: "format", value: "FORMAT", values: .words(["text", "github", "json", "sarif"]),
    help: "How findings are printed: text, github (annotations of a workflow), json, sarif (for"
      + " code hosts and editors).")

  /// What every command takes.
  static let common = [color, help]
}
