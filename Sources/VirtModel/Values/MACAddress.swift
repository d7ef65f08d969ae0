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
    let octets = text.split(separator: ":", omittingEmptySubsequences: false)
    guard octets.count == 6 else { return nil }
    var value: UInt64 = 0
    for octet in octets {
      guard octet.utf8.count == 2, octet.utf8.first != UInt8(ascii: "+"),
        let number = UInt64(octet, radix: 16)
      else { return nil }
      value = value << 8 | number
    }
    self.init(value: value)
  }

  /// An address of QEMU's own prefix, 52:54:00, which is locally administered.
  init(suffix: UInt32) {
    value = 0x5254_0000_0000 | UInt64(suffix & 0xFF_FFFF)
  }

  /// `52:54:00:12:34:56`.
  public var description: String {
    (0..<6).reversed()
      .map { hex(value >> (8 * UInt64($0)) & 0xFF, digits: 2) }
      .joined(separator: ":")
  }

  /// Orders by number.
  public static func < (left: MACAddress, right: MACAddress) -> Bool { left.value < right.value }
}

/// A number in hexadecimal, with leading zeros.
func hex(_ value: UInt64, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
