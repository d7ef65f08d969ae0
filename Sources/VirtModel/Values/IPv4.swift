import NixAST

/// An IPv4 address: `192.168.1.2`.
public struct IPv4Address: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The four octets as a number.
  public let value: UInt32

  /// An address from a number.
  public init(value: UInt32) {
    self.value = value
  }

  /// Reads four decimal octets without leading zeros.
  public init?(_ text: String) {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false)
    guard octets.count == 4 else { return nil }
    var value: UInt32 = 0
    for octet in octets {
      guard octet.utf8.allSatisfy(ASCII.isDigit), let number = UInt8(octet),
        octet.utf8.count == String(number).utf8.count
      else { return nil }
      value = value << 8 | UInt32(number)
    }
    self.value = value
  }

  /// `192.168.1.2`.
  public var description: String {
    [24, 16, 8, 0].map { String(value >> $0 & 0xFF) }.joined(separator: ".")
  }

  /// Orders by number.
  public static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.value < right.value }
}

/// An address with the length of its network's prefix: `192.168.1.2/24`.
public struct IPv4Interface: Hashable, Sendable, CustomStringConvertible {
  /// The address.
  public let address: IPv4Address
  /// The length of the prefix, 0 to 32.
  public let prefixLength: Int

  init(_ address: IPv4Address, _ prefixLength: Int) {
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Reads `192.168.1.2/24`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(String(parts[0])),
      parts[1].utf8.allSatisfy(ASCII.isDigit), let length = Int(parts[1]), length <= 32,
      String(length).utf8.count == parts[1].utf8.count
    else { return nil }
    self.address = address
    prefixLength = length
  }

  /// The network that the address is in.
  public var subnet: IPv4Subnet { IPv4Subnet(containing: address, prefixLength: prefixLength) }

  /// `192.168.1.2/24`.
  public var description: String { "\(address)/\(prefixLength)" }
}

/// An IPv4 network: `192.168.100.0/24`, no bit set behind the prefix.
public struct IPv4Subnet: Hashable, Sendable, CustomStringConvertible {
  /// The lowest address.
  public let first: IPv4Address
  /// The length of the prefix, 0 to 32.
  public let prefixLength: Int

  /// The network of a prefix length that holds an address.
  init(containing address: IPv4Address, prefixLength: Int) {
    let mask: UInt32 = prefixLength == 0 ? 0 : .max << (32 - UInt32(prefixLength))
    first = IPv4Address(value: address.value & mask)
    self.prefixLength = prefixLength
  }

  /// Reads `192.168.100.0/24`; nil where a bit after the prefix is set.
  init?(text: String) {
    guard let interface = IPv4Interface(text), interface.address == interface.subnet.first else {
      return nil
    }
    self = interface.subnet
  }

  /// The highest address.
  public var last: IPv4Address {
    IPv4Address(value: first.value | (prefixLength == 32 ? 0 : .max >> UInt32(prefixLength)))
  }

  /// Whether an address is in it.
  public func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }

  /// Whether some address is in both.
  public func overlaps(_ other: IPv4Subnet) -> Bool {
    contains(other.first) || other.contains(first)
  }

  /// `192.168.100.0/24`.
  public var description: String { "\(first)/\(prefixLength)" }

  /// The use that all or a part of it has already (RFC 6890); nil for addresses that machines can have.
  var otherUse: String? {
    if prefixLength < 8 { return "it is a large part of the whole Internet" }
    switch first.value >> 24 {
    case 0: return "0.0.0.0/8 means this network, and no machine can have an address in it"
    case 127: return "127.0.0.0/8 is the loopback of each machine"
    case 224...: return "224.0.0.0/3 is for multicast and the future"
    default: break
    }
    return overlaps(Self.linkLocal) ? "169.254.0.0/16 is for addresses of a link" : nil
  }

  private static let linkLocal = IPv4Subnet(
    containing: IPv4Address(value: 169 << 24 | 254 << 16), prefixLength: 16)
}
