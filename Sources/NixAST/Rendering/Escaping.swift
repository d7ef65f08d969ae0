/// Writes text so that Nix reads the same bytes back. "String literal" in the Nix Reference Manual.
enum Escaping {
  /// Text of a double-quoted string.
  static func quoted(_ text: String, beforeInterpolation: Bool) -> String {
    guard text.utf8.contains(where: needsCare) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 8)
    for (scalar, next) in text.unicodeScalars.withNext {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "$" where next == "{" || next == nil && beforeInterpolation: result += "\\$"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func needsCare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: "\t"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  /// Text of one line of an indented string. `isLast` for the end of the whole string.
  static func indented(_ text: String, beforeInterpolation: Bool, isLast: Bool) -> String {
    guard text.utf8.contains(where: needsCareIndented) else { return text }
    var result = ""
    var quotes = 0
    func flushQuotes(escapesFollow: Bool) {
      result += String(repeating: "'''", count: quotes / 2)
      if !quotes.isMultiple(of: 2) { result += escapesFollow ? "''\\'" : "'" }
      quotes = 0
    }
    for (scalar, next) in text.unicodeScalars.withNext {
      if scalar == "'" {
        quotes += 1
        continue
      }
      let isEscapedDollar =
        scalar == "$" && (next == "{" || next == nil && beforeInterpolation)
      flushQuotes(escapesFollow: isEscapedDollar || scalar == "\r")
      switch scalar {
      case "\r": result += "''\\r"
      case "$" where isEscapedDollar: result += "''$"
      default: result.unicodeScalars.append(scalar)
      }
    }
    flushQuotes(escapesFollow: isLast)
    return result
  }

  private static func needsCareIndented(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\r")
  }

  /// A name of an attribute: bare where it can be, else in quotes.
  static func name(_ name: String, isQuoted: Bool) -> String {
    isQuoted || !isBare(name) ? "\"\(quoted(name, beforeInterpolation: false))\"" : name
  }

  /// Whether a name can stand without quotes.
  static func isBare(_ name: String) -> Bool {
    Identifier.hasIdentifierForm(name) && name != "or" && !Identifier.keywords.contains(name)
  }

  /// A float with the dot that Nix wants: `1.0e-07`.
  static func float(_ value: Double) -> String {
    let text = value.description
    guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}

extension String.UnicodeScalarView {
  /// Each scalar with the one behind it.
  fileprivate var withNext: Zip2Sequence<Self, [Unicode.Scalar?]> {
    zip(self, dropFirst().map(Optional.some) + [nil])
  }
}
