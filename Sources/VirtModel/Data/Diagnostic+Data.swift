import NixAST

// Messages about texts that are not data, or not JSON.

extension Diagnostic {
  static func needsEvaluation(
    _ construct: String, at range: SourceRange?, others: [(construct: String, range: SourceRange?)]
  ) -> Diagnostic {
    let shown = others.prefix(3).map { Note("so does \($0.construct)", at: $0.range) }
    let rest = others.count - shown.count
    // A word without quotes is a variable.
    let quotes =
      construct.hasPrefix("the variable ")
      ? "write it in quotes if it is a string, or " : ""
    return Diagnostic(
      .needsEvaluation,
      "a description is plain data, but \(construct) needs evaluation",
      at: range,
      notes: shown + (rest > 0 ? [Note("and \(rest) more")] : []),
      suggestion:
        quotes
        + "let Nix evaluate it: nix-instantiate --eval --strict --json --read-write-mode guests.nix"
        + " | nixvirt generate -"
    )
  }

  static func unquotedText(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .unquotedText, "\(text) must be in quotes", at: range, suggestion: "write \"\(text)\"")
  }

  static func jsonTrailingComma(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .jsonSyntax, "a comma after the last element is not allowed", at: range,
      suggestion: "remove the comma")
  }

  static func jsonComment(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "JSON has no comments", at: range, suggestion: "remove it")
  }

  static func jsonUnexpected(
    found: String, expected: String, at range: SourceRange?, opened: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .jsonSyntax, "expected \(expected), found \(found)", at: range,
      notes: opened.map { [Note("the bracket that was opened here", at: $0)] } ?? [])
  }

  static func jsonDuplicateKey(
    _ key: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .jsonDuplicateKey, "the key \(quoted(key)) is defined twice", at: range,
      notes: [Note("it was first defined here", at: first)])
  }

  static func jsonLeadingZero(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "JSON numbers cannot have leading zeros", at: range)
  }

  static func jsonNumberOutOfRange(_ text: String, at range: SourceRange?) -> Diagnostic {
    let shown = text.prefix(60) + (text.utf8.count > 60 ? "…" : "")
    return Diagnostic(.jsonNumber, "the number \(shown) is too large", at: range)
  }

  static func jsonTooSmall(_ value: Double, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .jsonNumber, "the number \(value) is too small for Nix, which has no subnormal numbers",
      at: range)
  }

  static func jsonNUL(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "a Nix string cannot contain the character U+0000", at: range)
  }

  static func jsonNotWritten(_ reason: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "cannot be written as Nix: \(reason)", at: range)
  }

  static func jsonInvalidUTF8(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "the string is not valid UTF-8", at: range)
  }

  static func jsonControlCharacter(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .jsonSyntax, "a JSON string cannot contain a raw control character", at: range,
      suggestion: "write it as an escape: \\n for a line break, \\u0009 for a tab")
  }

  static func jsonUnclosedString(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "the string that starts here is never closed", at: range)
  }

  static func jsonUnknownEscape(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .jsonSyntax, "this is not a JSON escape", at: range,
      suggestion: "use one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")
  }

  static func jsonLoneSurrogate(at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonSyntax, "half of a surrogate pair is not a character", at: range)
  }

  static func jsonTooDeep(_ limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(.jsonTooDeep, "more than \(limit) levels of nesting", at: range)
  }

  static func jsonByteOrderMark(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .jsonSyntax, "the file starts with a byte order mark", at: range,
      suggestion: "save the file as UTF-8 without a byte order mark")
  }
}
