/// The options and operands that commands share.
enum Options {
  static let color = Option<ColorChoice>(
    "color", value: "WHEN",
    help: "Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.")
  static let help = Flag("help", letter: "h", help: "Print this help.")
  static let quiet = Flag(
    "quiet", letter: "q", help: "Print no warnings and no notices, only errors.")
  static let verbose = Flag(
    "verbose", letter: "v", help: "Also print which files are read and written.")
  static let output = Option<String>(
    "output", letter: "o", value: "FILE", values: .files([]),
    help: "Write the module to FILE instead of standard output. For a fleet, FILE is the"
      + " directory for the modules. A file that is up to date is not touched.")
  static let force = Flag(
    "force", letter: "f",
    help:
      "Replace files that nixvirt did not write or that are read-only. The description is never"
      + " replaced.")
  static let host = Option<Selection>(
    "host", value: "HOSTS", values: .names([.hosts, .hostTags]),
    help: "Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.")
  static let format = Option<ReportFormat>(
    "format", value: "FORMAT",
    help: "Format of the diagnostics: text, github (annotations in GitHub Actions), json or"
      + " sarif (code scanning, editors).")
  static let denyWarnings = Flag(
    "deny-warnings", help: "Treat warnings as errors: exit with 3 if there are any.")

  /// The options of every command.
  static let common = [quiet.entry, verbose.entry, color.entry, help.entry]
}

/// The operands that commands share.
enum Operands {
  static let description = Operand<String>(
    "FILE", values: .files(["nix", "json"]),
    help: "The description: Nix data, or JSON if the name ends with .json. Default: guests.nix."
      + " Use - for standard input, in either language.")
  static let module = Operand<String>(
    "MODULE", values: .files(["nix"]),
    help: "The committed module, or the directory with the modules of a fleet. Default:"
      + " virtual.nix, or virtual for a fleet, in the directory of FILE.")
}

/// When messages are colored.
enum ColorChoice: String, CaseIterable, ArgumentValue {
  case auto, always, never
}

/// How diagnostics are printed, see ``Reporter``.
enum ReportFormat: String, CaseIterable, ArgumentValue {
  case text, github, json, sarif
}
