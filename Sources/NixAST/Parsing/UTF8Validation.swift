/// Looks for bytes that no text of Nix holds: such that are not UTF-8, and zeros.
enum UTF8Validation {
  /// The offset of the first zero, or of the first byte of a sequence that is not valid.
  static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = 0
    while offset < bytes.count {
      offset += lengthOfASCII(bytes, offset)
      guard offset < bytes.count else { break }
      guard let length = lengthOfScalar(bytes, offset) else { return offset }
      offset += length
    }
    return nil
  }

  /// Whether all bytes are ASCII.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var high: UInt64 = 0
    var offset = 0
    while offset + 8 <= bytes.count {
      high |= raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    for byte in bytes[offset...] { high |= UInt64(byte) }
    return high & 0x8080_8080_8080_8080 == 0
  }

  /// How many bytes of ASCII come next, zero left out.
  private static func lengthOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var offset = start
    // Eight bytes at once: none has its high bit set, and none borrows when 1 is taken from it.
    while offset + 8 <= bytes.count {
      let word = UnsafeRawBufferPointer(bytes).loadUnaligned(
        fromByteOffset: offset, as: UInt64.self)
      guard (word | (word &- 0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0 else { break }
      offset += 8
    }
    while offset < bytes.count, bytes[offset] != 0, bytes[offset] < 0x80 { offset += 1 }
    return offset - start
  }

  /// The length of a scalar of several bytes, by the table of well-formed sequences in the Unicode
  /// Standard (chapter 3.9); nil if there is none.
  private static func lengthOfScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard start + length <= bytes.count, second.contains(bytes[start + 1]) else { return nil }
    for offset in start + 2..<max(start + length, start + 2) where bytes[offset] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }
}
