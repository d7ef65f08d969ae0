/// The options and operands that commands share.
enum Options {
  static let color = Option<ColorChoice>(
    "color", value: "WHEN",
    help: "Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.")
  static let help = Flag("help", letter: "h", help: "Print this help.")
  static let output = Option<String>(
    "output", letter: "o", value: "FILE", values: .files([]),
    help: "Write the module to FILE instead of the standard output; of a fleet, the modules to that"
      + " folder. A file with the same content is not touched.")
  static let force = Flag(
    "force", letter: "f",
    help:
      "Replace files that nixvirt did not write, or that are read-only. The description is never"
      + " replaced.")
  static let host = Option<String>("host", value: "NAME", help: "Of a fleet, this host alone.")
  static let format = Option<ReportFormat>(
    "format", value: "FORMAT",
    help: "How diagnostics are printed: text, github (annotations of a workflow), json, sarif (for"
      + " code hosts and editors).")
  static let denyWarnings = Flag(
    "deny-warnings", help: "Exit with 3 if there are warnings, as for errors.")

  /// What every command takes.
  static let common = [color.entry, help.entry]
}

/// The operands that commands share.
enum Operands {
  static let description = Operand<String>(
    "FILE", values: .files(["nix", "json"]),
    help: "The description: Nix data, or JSON in a file whose name ends in .json. Default:"
      + " guests.nix. - is the standard input, in either language.")
  static let module = Operand<String>(
    "MODULE", values: .files(["nix"]),
    help: "The module that is checked in, or the folder of a fleet's. Default: virtual.nix beside"
      + " FILE, or the folder virtual.")
}

/// When messages are coloured.
enum ColorChoice: String, CaseIterable, ArgumentValue {
  case auto, always, never
}

/// How diagnostics are printed, see ``Reporter``.
enum ReportFormat: String, CaseIterable, ArgumentValue {
  case text, github, json, sarif
}
