import NixAST

/// The address of a network card: six octets, not a multicast address and not all zero. Written
/// `52:54:00:12:34:56`.
public struct MACAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The octets as a number of 48 bits.
  public let value: UInt64

  /// An address from its six octets; nil for a group address and for zero.
  public init?(value: UInt64) {
    guard value != 0, value < 1 << 48, value >> 40 & 1 == 0 else { return nil }
    self.value = value
  }

  /// Reads `52:54:00:12:34:56`, hexadecimal digits of any case.
  public init?(_ text: String) {
    guard text.utf8.count == Self.length else { return nil }
    var value: UInt64 = 0
    for (place, byte) in text.utf8.enumerated() {
      if place % 3 == 2 {
        guard byte == UInt8(ascii: ":") else { return nil }
      } else {
        guard let digit = Hexadecimal.value(of: byte) else { return nil }
        value = value << 4 | UInt64(digit)
      }
    }
    self.init(value: value)
  }

  /// An address of QEMU's own prefix, 52:54:00, which is locally administered.
  init(suffix: UInt32) {
    value = 0x5254_0000_0000 | UInt64(suffix & 0xFF_FFFF)
  }

  /// A locally administered address of 40 bits: more than QEMU's prefix leaves, for as many guests as
  /// a fleet may have.
  init(longSuffix: UInt64) {
    value = 0x5200_0000_0000 | longSuffix & 0xFF_FFFF_FFFF
  }

  /// `52:54:00:12:34:56`.
  public var description: String {
    String(unsafeUninitializedCapacity: Self.length) { text in
      var rest = value
      for place in (0..<Self.length).reversed() {
        if place % 3 == 2 {
          text.initializeElement(at: place, to: UInt8(ascii: ":"))
        } else {
          text.initializeElement(at: place, to: Hexadecimal.digit(rest))
          rest >>= 4
        }
      }
      return Self.length
    }
  }

  private static let length = 17

  /// Orders by number.
  public static func < (left: MACAddress, right: MACAddress) -> Bool { left.value < right.value }
}
