/// Classes of bytes that are ASCII characters. A byte of another character is in none of them.
package enum ASCII {
  /// `a` to `z`.
  @inlinable @inline(__always)
  package static func isLower(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

  /// `A` to `Z`.
  @inlinable @inline(__always)
  package static func isUpper(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

  /// A letter, upper or lower case.
  @inlinable @inline(__always)
  package static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// `0` to `9`.
  @inlinable @inline(__always)
  package static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// A digit of a hexadecimal number, of any case.
  @inlinable @inline(__always)
  package static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  /// Whether a byte moves a cursor, ends a line, or has another effect than to be shown.
  @inlinable @inline(__always)
  package static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  /// A letter, a digit, or one of `. _ -`.
  @inlinable @inline(__always)
  package static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }
}
