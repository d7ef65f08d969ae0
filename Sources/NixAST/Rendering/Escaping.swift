/// Writes text so that Nix reads the same bytes back. "String literal" in the Nix Reference Manual.
enum Escaping {
  /// Text of a double-quoted string.
  static func quoted(_ text: String) -> String {
    let escaped = text.withBytes { quoted($0, beforeInterpolation: false) }
    return escaped.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Text of a double-quoted string; nil if it stands for itself.
  static func quoted(_ text: String.Bytes, beforeInterpolation: Bool) -> [UInt8]? {
    guard text.contains(where: needsCare) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 8)
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): result += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): result += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case UInt8(ascii: "\t"): result += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case UInt8(ascii: "$") where startsInterpolation(text, index, beforeInterpolation):
        result += [UInt8(ascii: "\\"), byte]
      default: result.append(byte)
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

  /// Whether the dollar at an index would start an interpolation.
  private static func startsInterpolation(
    _ text: String.Bytes, _ index: Int, _ beforeInterpolation: Bool
  ) -> Bool {
    index + 1 < text.count ? text[index + 1] == UInt8(ascii: "{") : beforeInterpolation
  }

  /// Text of one line of an indented string; nil if it stands for itself. `isLast` for the end of
  /// the whole string.
  static func indented(
    _ text: String.Bytes, beforeInterpolation: Bool, isLast: Bool
  ) -> [UInt8]? {
    guard text.contains(where: needsCareIndented) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 8)
    var quotes = 0
    func flushQuotes(escapesFollow: Bool) {
      for _ in 0..<quotes / 2 { result += "'''".utf8 }
      if !quotes.isMultiple(of: 2) { result += escapesFollow ? "''\\'".utf8 : "'".utf8 }
      quotes = 0
    }
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "'"): quotes += 1
      case UInt8(ascii: "\r"):
        flushQuotes(escapesFollow: true)
        result += "''\\r".utf8
      case UInt8(ascii: "$") where startsInterpolation(text, index, beforeInterpolation):
        flushQuotes(escapesFollow: true)
        result += "''$".utf8
      default:
        flushQuotes(escapesFollow: false)
        result.append(byte)
      }
    }
    flushQuotes(escapesFollow: isLast)
    return result
  }

  private static func needsCareIndented(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\r")
  }

  /// A float with the dot that Nix wants: `1.0e-07`.
  static func float(_ value: Double) -> String {
    let text = value.description
    guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}
