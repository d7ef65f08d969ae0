// Every wording of the parser.

extension Diagnostic {
  /// The ids of everything that the parser may find.
  public static let syntaxIDs = [
    "byte-order-mark", "computed-name", "duplicate-attribute", "duplicate-formal", "empty-file",
    "file-too-large", "integer-out-of-range", "invalid-character", "invalid-float", "invalid-utf8",
    "missing-semicolon", "nesting-too-deep", "nul-in-source", "path-trailing-slash", "syntax",
    "too-many-errors", "unclosed",
  ]

  static func byteOrderMark() -> Diagnostic {
    Diagnostic(
      "byte-order-mark", "the file starts with a byte order mark, which Nix refuses",
      at: SourceRange(0..<3), suggestion: "save the file as UTF-8 without a byte order mark")
  }

  // No test has a text of 2 GiB.
  static func fileTooLarge() -> Diagnostic {
    Diagnostic("file-too-large", "the file is larger than 2 GiB", at: nil)
  }

  static func nul(at offset: Int) -> Diagnostic {
    Diagnostic(
      "nul-in-source", "the file contains the character U+0000",
      at: SourceRange(offset..<offset + 1),
      suggestion: "remove it; the file may not be a text"
        + " file at all")
  }

  static func tooManyErrors(at range: SourceRange) -> Diagnostic {
    Diagnostic("too-many-errors", "too many errors; the rest of the file is not read", at: range)
  }

  static func invalidUTF8(at offset: Int) -> Diagnostic {
    Diagnostic(
      "invalid-utf8", "this byte is not part of valid UTF-8", at: SourceRange(offset..<offset + 1),
      suggestion: "save the file as UTF-8")
  }

  static func emptyFile(at offset: Int) -> Diagnostic {
    Diagnostic(
      "empty-file", "the file contains no expression", at: SourceRange(offset..<offset),
      suggestion: "write an attribute set, such as { }")
  }

  static func invalidCharacter(_ scalar: Unicode.Scalar, at range: SourceRange) -> Diagnostic {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
    let isShown = scalar.value > 0x20 && scalar.value < 0x7F
    let suggestion: String? =
      switch scalar {
      case "'": "write strings in double quotes"
      case "&": "the operator is &&"
      case "|": "the operator is ||"
      case "~": "a path in the home directory is ~/name"
      case "$": "an interpolation is ${name}, within a string"
      case "\u{A0}", "\u{B}", "\u{C}": "write a plain space"
      case "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}": "write strings in plain double quotes"
      default: nil
      }
    return Diagnostic(
      "invalid-character",
      isShown
        ? "the character \(scalar) is not allowed here"
        : "the character U+\(padded) is not allowed outside of strings and comments",
      at: range, suggestion: suggestion)
  }

  static func expected(
    _ expected: String, found: String, at range: SourceRange, notes: [Note] = [],
    suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "syntax", "expected \(expected), found \(found)", at: range, notes: notes,
      suggestion: suggestion)
  }

  static func unclosed(
    _ what: String, at range: SourceRange, found: String, notes: [Note] = []
  ) -> Diagnostic {
    Diagnostic("unclosed", "this \(what) is never closed: found \(found)", at: range, notes: notes)
  }

  static func missingSemicolon(after name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "missing-semicolon", "there is no semicolon after \(name)", at: range,
      suggestion: "write ; here")
  }

  static func keywordAsName(
    _ word: String, at range: SourceRange, canBeQuoted: Bool
  ) -> Diagnostic {
    Diagnostic(
      "syntax", "\(word) is a keyword, and cannot be a name here", at: range,
      suggestion: canBeQuoted
        ? "for an attribute, write the name in quotes: \"\(word)\"" : "use another name")
  }

  static func needsParentheses(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "syntax", "\(word) needs parentheses here", at: range,
      suggestion: "put it and everything that belongs to it in parentheses")
  }

  static func comparisonChain(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      "syntax", "a chain of comparisons needs parentheses", at: range,
      notes: [Note("the first comparison is here", at: first)],
      suggestion: "put one of them in parentheses")
  }

  static func mixedPipes(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "syntax", "|> and <| cannot be mixed without parentheses", at: range,
      suggestion: "put one of them in parentheses")
  }

  static func nestingTooDeep(_ limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic("nesting-too-deep", "more than \(limit) levels of nesting", at: range)
  }

  static func chainTooLong(_ limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "nesting-too-deep", "more than \(limit) operators in a row", at: range,
      suggestion: "use a list and a function such as builtins.concatLists")
  }

  static func tooManyBranches(_ limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "nesting-too-deep", "more than \(limit) else if in a row", at: range,
      suggestion: "use an attribute set")
  }

  static func integerOutOfRange(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "integer-out-of-range", "the largest integer is \(Int64.max)", at: range)
  }

  static func invalidFloat(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "invalid-float", "this number is too large or too small for a float of 64 bits", at: range)
  }

  static func trailingSlash(of path: String, at range: SourceRange) -> Diagnostic {
    let isFolder = path.utf8.allSatisfy { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
    return Diagnostic(
      "path-trailing-slash", "a path cannot end with a slash", at: range,
      suggestion: "write \(path)\(isFolder ? "/." : "")")
  }

  static func doubleSlash(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "path-trailing-slash", "a path cannot have two slashes in a row", at: range,
      suggestion: "write one slash; the operator // needs spaces around it")
  }

  static func computedName(in construct: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "computed-name", "a name in \(construct) cannot be computed", at: range)
  }

  static func duplicateAttribute(
    _ path: String, at range: SourceRange, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      "duplicate-attribute", "the attribute \(path) is defined twice", at: range,
      notes: [Note("it was first defined here", at: first)])
  }

  static func duplicateFormal(
    _ name: String, at range: SourceRange, first: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      "duplicate-formal", "the argument \(name) is named twice", at: range,
      notes: [Note("the first one is here", at: first)])
  }
}
