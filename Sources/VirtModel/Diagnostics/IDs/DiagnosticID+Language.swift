// Diagnostics of the language: Nix, and JSON as data.
extension DiagnosticID {
  static let byteOrderMark = error(
    "byte-order-mark",
    cause: "The file starts with a byte order mark. Nix refuses it.",
    cure: "Save the file as UTF-8 without a byte order mark.")
  static let computedName = error(
    "computed-name",
    cause: "A name is computed in a place where Nix requires a fixed one.",
    cure: "Write the name itself.")
  static let controlCharacter = error(
    "control-character",
    cause: "A text contains a line break or another control character that cannot be passed on.",
    cure: "Remove the character.")
  static let duplicateAttribute = error(
    "duplicate-attribute",
    cause: "An attribute is defined twice. Nix refuses this.",
    cure: "Remove one of the definitions.")
  static let duplicateFormal = error(
    "duplicate-formal",
    cause: "A function has two arguments with the same name. Nix refuses this.",
    cure: "Remove one. A description cannot be a function anyway; see `needs-evaluation`.")
  static let emptyFile = error(
    "empty-file",
    cause: "The file contains no expression.",
    cure: "Write an attribute set.")
  static let fileTooLarge = error(
    "file-too-large",
    cause: "The file is larger than 2 GiB.",
    cure: "Split it.")
  static let integerOutOfRange = error(
    "integer-out-of-range",
    cause: "An integer does not fit into 64 bits.",
    cure: "Write a smaller number.")
  static let internalError = error(
    "internal",
    cause: "nixvirt produced something that cannot be written as Nix. This is a bug.",
    cure: "Report it, together with the description.")
  static let invalidCharacter = error(
    "invalid-character",
    cause: "A character is not allowed here, or looks like another one.",
    cure: """
      Replace the character that the message names. Word processors often change quotes and \
      spaces.
      """)
  static let invalidFloat = error(
    "invalid-float",
    cause: "The number is too large or too small for a float.",
    cure: "Write an integer; no key needs a float.")
  static let invalidUTF8 = error(
    "invalid-utf8",
    cause: "The file is not UTF-8.",
    cure: "Save the file as UTF-8.")
  static let jsonDuplicateKey = error(
    "json-duplicate-key",
    cause: "A JSON object contains a key twice.",
    cure: "Remove one of them.")
  static let jsonNumber = error(
    "json-number",
    cause: "The number is too large.",
    cure: "Write a smaller number.")
  static let jsonSyntax = error(
    "json-syntax",
    cause: "The text is not valid JSON.",
    cure: "Correct it; the message names what was expected.")
  static let jsonTooDeep = error(
    "json-too-deep",
    cause: "The JSON is nested too deeply for a description.",
    cure: "Look for brackets that are not closed.")
  static let missingSemicolon = error(
    "missing-semicolon",
    cause: "A semicolon is missing after a value.",
    cure: "Add it at the place that the message shows.")
  static let needsEvaluation = error(
    "needs-evaluation",
    cause: """
      A description is plain data, but this one contains an expression that Nix must evaluate.
      """,
    cure: "Write the value itself, or let Nix evaluate the description to JSON.")
  static let nestingTooDeep = error(
    "nesting-too-deep",
    cause: "Brackets are nested too deeply.",
    cure: "Look for brackets that are not closed.")
  static let nulInSource = error(
    "nul-in-source",
    cause: "The file contains the character U+0000, so it is probably not a text file.",
    cure: "Remove the character, or check the file name.")
  static let pathTrailingSlash = error(
    "path-trailing-slash",
    cause: "A Nix path ends with a slash. Nix refuses this.",
    cure: "Remove the slash.")
  static let syntax = error(
    "syntax",
    cause: "The text is not valid Nix.",
    cure: "Correct it; the message names what was expected and what was found.")
  static let tooManyErrors = error(
    "too-many-errors",
    cause: "The file has so many errors that it may not be Nix at all.",
    cure: "Fix the first errors, and run the command again.")
  static let unclosed = error(
    "unclosed",
    cause: "A bracket, string or comment is never closed.",
    cure: "Close it; the message shows where it was opened.")

  static let ofLanguage = [
    byteOrderMark, computedName, controlCharacter, duplicateAttribute, duplicateFormal, emptyFile,
    fileTooLarge, integerOutOfRange, internalError, invalidCharacter, invalidFloat, invalidUTF8,
    jsonDuplicateKey, jsonNumber, jsonSyntax, jsonTooDeep, missingSemicolon, needsEvaluation,
    nestingTooDeep, nulInSource, pathTrailingSlash, syntax, tooManyErrors, unclosed,
  ]
}
