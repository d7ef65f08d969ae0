/// Writes text so that Nix reads the same bytes back. "String literal" in the Nix Reference Manual.
enum Escaping {
  /// The name of an attribute: bare, or in quotes.
  static func name(_ name: String) -> String {
    Identifier.isBareName(name) ? name : "\"\(quoted(name))\""
  }

  /// Text of a double-quoted string.
  static func quoted(_ text: String) -> String {
    var result = Stack<UInt8>(capacity: text.utf8.count + 8)
    _ = text.withBytes { addQuoted($0, beforeInterpolation: false, to: &result) }
    return String(decoding: result.view, as: UTF8.self)
  }

  /// Adds text of a double-quoted string; false if it has a NUL, which cannot be written.
  static func addQuoted(
    _ text: String.Bytes, beforeInterpolation: Bool, to result: inout Stack<UInt8>
  ) -> Bool {
    var isValid = true
    var plain = 0
    var next = 0
    while true {
      let index = plainEnd(text, from: next, ByteSearch.maskOfSpecialsInString, needsCare)
      if index == text.count { break }
      next = index + 1
      let letter: UInt8
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
      case UInt8(ascii: "\r"): letter = UInt8(ascii: "r")
      case UInt8(ascii: "\t"): letter = UInt8(ascii: "t")
      case UInt8(ascii: "$") where !startsInterpolation(text, index, beforeInterpolation): continue
      case 0:
        isValid = false
        continue
      default: letter = byte
      }
      result.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
      result.append(UInt8(ascii: "\\"))
      result.append(letter)
      plain = index + 1
    }
    result.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    return isValid
  }

  /// Whether a byte may have to be escaped: `"`, `\`, `$`, a line break, a tab or a NUL.
  @inline(__always)
  private static func needsCare(_ byte: UInt8) -> Bool {
    let below64: UInt64 = 1 | 1 << 9 | 1 << 10 | 1 << 13 | 1 << 34 | 1 << 36
    return byte < 64 ? below64 >> UInt64(byte) & 1 != 0 : byte == UInt8(ascii: "\\")
  }

  /// The index of the first byte that needs care, or the end. Looks closer at those in a mask of eight only.
  @inline(__always)
  private static func plainEnd(
    _ text: String.Bytes, from start: Int, _ mask: (_ word: UInt64) -> UInt64,
    _ needsCare: (_ byte: UInt8) -> Bool
  ) -> Int {
    var index = start
    while index + 8 <= text.count {
      let mask = mask(ByteSearch.word(text, at: index))
      if mask == 0 {
        index += 8
        continue
      }
      index += ByteSearch.position(mask)
      if needsCare(text[index]) { return index }
      index += 1
    }
    while index < text.count, !needsCare(text[index]) { index += 1 }
    return index
  }

  /// Whether the dollar at an index would start an interpolation.
  private static func startsInterpolation(
    _ text: String.Bytes, _ index: Int, _ beforeInterpolation: Bool
  ) -> Bool {
    index + 1 < text.count ? text[index + 1] == UInt8(ascii: "{") : beforeInterpolation
  }

  /// Adds text of an indented string; false if it has a NUL. `isLast` for the end of the string.
  static func addIndented(
    _ text: String.Bytes, beforeInterpolation: Bool, isLast: Bool, to result: inout Stack<UInt8>
  ) -> Bool {
    var isValid = true
    var plain = 0
    var index = 0
    while true {
      let start = plainEnd(text, from: index, maskOfCareIndented, needsCareIndented)
      if start == text.count { break }
      let byte = text[start]
      index = start + 1
      if byte == 0 {
        isValid = false
        continue
      }
      if byte == UInt8(ascii: "$"), !startsInterpolation(text, start, beforeInterpolation) {
        continue
      }
      result.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<start]))
      switch byte {
      case UInt8(ascii: "'"):
        while index < text.count, text[index] == UInt8(ascii: "'") { index += 1 }
        let isBeforeEscape =
          index == text.count
          ? isLast
          : text[index] == UInt8(ascii: "\r")
            || text[index] == UInt8(ascii: "$")
              && startsInterpolation(text, index, beforeInterpolation)
        addQuotes(index - start, isBeforeEscape: isBeforeEscape, to: &result)
      case UInt8(ascii: "$"): result.append("''$")
      default: result.append("''\\r")
      }
      plain = index
    }
    result.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    return isValid
  }

  /// Adds single quotes: pairs are escaped, and one before an escape or the end.
  private static func addQuotes(
    _ count: Int, isBeforeEscape: Bool, to result: inout Stack<UInt8>
  ) {
    for _ in 0..<count / 2 { result.append("'''") }
    if !count.isMultiple(of: 2) { result.append(isBeforeEscape ? "''\\'" : "'") }
  }

  @inline(__always)
  private static func needsCareIndented(_ byte: UInt8) -> Bool {
    let below64: UInt64 = 1 | 1 << 13 | 1 << 36 | 1 << 39
    return byte < 64 && below64 >> UInt64(byte) & 1 != 0
  }

  @inline(__always)
  private static func maskOfCareIndented(_ word: UInt64) -> UInt64 {
    ByteSearch.mask(below: 14, word) | ByteSearch.mask(UInt8(ascii: "$"), word)
      | ByteSearch.mask(UInt8(ascii: "'"), word)
  }

  /// A float with the dot that Nix wants: `1.0e-07`.
  static func float(_ value: Double) -> String {
    let text = value.description
    guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}
