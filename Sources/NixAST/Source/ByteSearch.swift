/// Looks for bytes in a text, eight at once.
enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Eight bytes, the first one lowest.
  @inline(__always)
  static func word(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(
        fromByteOffset: offset, as: UInt64.self))
  }

  /// The high bit of each of eight bytes that is the one looked for. Only the lowest bit is sure: the byte
  /// becomes zero, borrows when 1 is taken from it, and the next one may take that for its own.
  @inline(__always)
  static func mask(_ byte: UInt8, _ word: UInt64) -> UInt64 {
    let others = word ^ (ones &* UInt64(byte))
    return (others &- ones) & ~others & highBits
  }

  /// The same for bytes below a limit of at most 128.
  @inline(__always)
  static func mask(below limit: UInt8, _ word: UInt64) -> UInt64 {
    (word &- ones &* UInt64(limit)) & ~word & highBits
  }

  /// The same for bytes that are not themselves in a double-quoted string, and for a few that are.
  @inline(__always)
  static func maskOfSpecialsInString(_ word: UInt64) -> UInt64 {
    mask(below: 14, word) | mask(UInt8(ascii: "\""), word) | mask(UInt8(ascii: "$"), word)
      | mask(UInt8(ascii: "\\"), word)
  }

  /// The offset of the first byte that is not a letter, in a text with padding behind it.
  @inline(__always)
  static func endOfLetters(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var offset = start
    while true {
      let word = word(bytes, at: offset)
      // No sum of seven bits and these has a carry.
      let lower = word & ~highBits | ones &* 0x20
      let fromA = lower &+ ones &* UInt64(0x80 - UInt8(ascii: "a"))
      let beyondZ = lower &+ ones &* UInt64(0x7F - UInt8(ascii: "z"))
      let others = (~fromA | beyondZ | word) & highBits
      if others != 0 { return offset + position(others) }
      offset += 8
    }
  }

  /// How many bytes are before the first one of a mask that is not zero.
  @inline(__always)
  static func position(_ mask: UInt64) -> Int { mask.trailingZeroBitCount / 8 }

  /// The offset of a byte in a range, or the end of the range.
  @inline(__always)
  static func first(
    _ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var offset = start
    while offset + 8 <= end {
      let mask = mask(byte, word(bytes, at: offset))
      if mask != 0 { return offset + position(mask) }
      offset += 8
    }
    while offset < end, bytes[offset] != byte { offset += 1 }
    return offset
  }

  /// The offset of the first of two bytes in a range, or the end of the range.
  @inline(__always)
  static func first(
    _ one: UInt8, _ other: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var offset = start
    while offset + 8 <= end {
      let word = word(bytes, at: offset)
      let mask = mask(one, word) | mask(other, word)
      if mask != 0 { return offset + position(mask) }
      offset += 8
    }
    while offset < end, bytes[offset] != one, bytes[offset] != other { offset += 1 }
    return offset
  }
}
