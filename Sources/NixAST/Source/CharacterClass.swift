/// The character classes of Nix's lexer, on bytes: the language knows ASCII only outside strings
/// and comments.
enum CharacterClass {
  // Each class is a set of bits, one for each ASCII character: those below 64, and the others.

  @inline(__always)
  private static func has(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
    byte < 128 && ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 != 0
  }

  @inline(__always)
  static func startsIdentifier(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || byte == UInt8(ascii: "_")
  }

  /// Letters, digits and `_ - '`.
  @inline(__always)
  static func continuesIdentifier(_ byte: UInt8) -> Bool {
    // Nearly all are letters.
    ASCII.isLetter(byte) || has(byte, 0x03FF_2080_0000_0000, 0x07FF_FFFE_87FF_FFFE)
  }

  /// Letters, digits and `. _ - +`.
  @inline(__always)
  static func isPath(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || has(byte, 0x03FF_6800_0000_0000, 0x07FF_FFFE_87FF_FFFE)
  }

  /// Space, line feed, tab, carriage return.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool { has(byte, 0x0000_0001_0000_2600, 0) }

  /// Bytes after the colon of a URI: those of a path and `% / ? : @ & = $ , ! ~ * '`.
  @inline(__always)
  static func isURI(_ byte: UInt8) -> Bool {
    has(byte, 0xA7FF_FCF2_0000_0000, 0x47FF_FFFE_87FF_FFFF)
  }

  /// What ends a stretch of plain text in a double-quoted string: `" \ $`, a carriage return, and
  /// the zero behind the text.
  @inline(__always)
  static func isSpecialInString(_ byte: UInt8) -> Bool {
    has(byte, 0x0000_0014_0000_2001, 0x0000_0000_1000_0000)
  }
}
