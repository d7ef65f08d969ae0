import NixAST

/// Digits of hexadecimal numbers.
enum Hexadecimal {
  /// The digit of the lowest four bits, in lower case.
  static func digit(_ number: UInt64) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: number & 0xF)
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
  }

  /// The value of a digit of any case; nil for another byte.
  static func value(of byte: UInt8) -> UInt8? {
    guard ASCII.isHexDigit(byte) else { return nil }
    return ASCII.isDigit(byte) ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
  }
}

/// A number in hexadecimal, with leading zeros.
func hex(_ number: UInt64, digits: Int) -> String {
  let count = max(digits, (64 - number.leadingZeroBitCount + 3) / 4)
  return String(unsafeUninitializedCapacity: count) { text in
    for place in 0..<count {
      text.initializeElement(
        at: place, to: Hexadecimal.digit(number >> UInt64(4 * (count - 1 - place))))
    }
    return count
  }
}
