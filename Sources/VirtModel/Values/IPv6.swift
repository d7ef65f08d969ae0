import NixAST

/// An IPv6 address: `fd00::1`.
public struct IPv6Address: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The first 64 bits, the network's.
  let high: UInt64
  /// The last 64 bits, the card's.
  let low: UInt64

  /// An address from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads eight groups of hexadecimal digits, or fewer with one `::`. No zone and no embedded IPv4
  /// address.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    let gaps = bytes.indices.dropLast().filter { bytes[$0] == colon && bytes[$0 + 1] == colon }
    guard gaps.count <= 1 else { return nil }
    let groups: [UInt16]
    if let gap = gaps.first {
      guard let head = Self.groups(bytes[..<gap]), let tail = Self.groups(bytes[(gap + 2)...]),
        head.count + tail.count < 8
      else { return nil }
      groups = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    } else {
      guard let all = Self.groups(bytes[...]), all.count == 8 else { return nil }
      groups = all
    }
    high = Self.joined(groups[..<4])
    low = Self.joined(groups[4...])
  }

  /// The link-local address that a card with this MAC address has (RFC 4291, appendix A).
  public init(linkLocalOf mac: MACAddress) {
    self.init(high: 0xFE80 << 48, low: Self.identifier(of: mac))
  }

  /// The interface identifier of a card with this MAC address (modified EUI-64).
  static func identifier(of mac: MACAddress) -> UInt64 {
    let upper = (mac.value >> 24) ^ 0x02_0000
    return upper << 40 | 0xFF_FE00_0000 | mac.value & 0xFF_FFFF
  }

  private static func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
    if bytes.isEmpty { return [] }
    var groups: [UInt16] = []
    for digits in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard (1...4).contains(digits.count),
        digits.allSatisfy(ASCII.isHexDigit),
        let group = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups
  }

  private static func joined(_ groups: ArraySlice<UInt16>) -> UInt64 {
    groups.reduce(0) { $0 << 16 | UInt64($1) }
  }

  /// The address in the form of RFC 5952: lower case, the longest run of zeros as `::`.
  public var description: String {
    let groups = [high, low].flatMap { half in
      [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> $0) }
    }
    var longest = 0..<0
    var start = 0
    while start < groups.count {
      let run = groups[start...].prefix { $0 == 0 }.count
      if run > max(longest.count, 1) { longest = start..<start + run }
      start += max(run, 1)
    }
    func text(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    if longest.isEmpty { return text(0..<8) }
    return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
  }

  /// Orders by number.
  public static func < (left: IPv6Address, right: IPv6Address) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// An IPv6 network: `fd00::/64`, no bit set after the prefix.
public struct IPv6Subnet: Hashable, Sendable, CustomStringConvertible {
  /// The lowest address.
  public let first: IPv6Address
  /// The length of the prefix, 0 to 128.
  public let prefixLength: Int

  /// Reads `fd00::/64`; nil where a bit after the prefix is set.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv6Address(String(parts[0])),
      parts[1].utf8.allSatisfy(ASCII.isDigit), let length = Int(parts[1]), length <= 128,
      String(length).utf8.count == parts[1].utf8.count
    else { return nil }
    self.init(containing: address, prefixLength: length)
    guard first == address else { return nil }
  }

  /// The network of a prefix length that holds an address.
  init(containing address: IPv6Address, prefixLength: Int) {
    let mask = Self.mask(prefixLength)
    first = IPv6Address(high: address.high & mask.high, low: address.low & mask.low)
    self.prefixLength = prefixLength
  }

  /// Whether an address is in it.
  public func contains(_ address: IPv6Address) -> Bool {
    IPv6Subnet(containing: address, prefixLength: prefixLength).first == first
  }

  /// Whether some address is in both.
  public func overlaps(_ other: IPv6Subnet) -> Bool {
    contains(other.first) || other.contains(first)
  }

  /// `fd00::/64`.
  public var description: String { "\(first)/\(prefixLength)" }

  private static func mask(_ length: Int) -> (high: UInt64, low: UInt64) {
    // A shift by 64 or more gives 0.
    (.max << UInt64(64 - min(length, 64)), .max << UInt64(128 - max(length, 64)))
  }
}
