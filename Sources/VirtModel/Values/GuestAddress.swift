import NixAST

/// A guest's fixed IPv4 address, with or without the length of its network's prefix: `192.168.1.20`,
/// `192.168.1.20/24`.
public struct GuestAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address.
  public let address: IPv4Address
  /// The length of the prefix, 0 to 32, if it is given.
  public let prefixLength: Int?

  /// Reads `192.168.1.20` or `192.168.1.20/24`.
  public init?(_ text: String) {
    if let interface = IPv4Interface(text) {
      address = interface.address
      prefixLength = interface.prefixLength
    } else if let address = IPv4Address(text) {
      self.address = address
      prefixLength = nil
    } else {
      return nil
    }
  }

  /// As it was written.
  public var description: String {
    prefixLength.map { "\(address)/\($0)" } ?? address.description
  }
}

/// A guest's fixed IPv6 address, with or without the length of its network's prefix: `fd00::20`,
/// `fd00::20/64`.
public struct GuestAddress6: Hashable, Sendable, CustomStringConvertible {
  /// The address.
  public let address: IPv6Address
  /// The length of the prefix, 0 to 128, if it is given. Networks of guests have 64 (RFC 4291).
  public let prefixLength: Int?

  /// Reads `fd00::20` or `fd00::20/64`; nil for an address that no card can have as its own.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = IPv6Address(String(parts[0])),
      !address.isSpecial
    else { return nil }
    self.address = address
    guard parts.count == 2 else {
      prefixLength = nil
      return
    }
    guard parts[1].utf8.allSatisfy(ASCII.isDigit), let length = Int(parts[1]), length <= 128,
      String(length).utf8.count == parts[1].utf8.count
    else { return nil }
    prefixLength = length
  }

  /// The network that the address is in.
  public var subnet: IPv6Subnet {
    IPv6Subnet(containing: address, prefixLength: prefixLength ?? 64)
  }

  /// As it was written.
  public var description: String {
    prefixLength.map { "\(address)/\($0)" } ?? address.description
  }
}

extension IPv6Address {
  /// Whether no card is configured with it: `::`, `::1`, link-local and multicast addresses.
  var isSpecial: Bool {
    (high == 0 && low <= 1) || isLinkLocal || high >> 56 == 0xFF
  }

  /// Whether it is in fe80::/10, as the addresses of most routers are.
  var isLinkLocal: Bool { high >> 54 == 0xFE80 >> 6 }
}

/// The address of a name server.
public enum NameServer: Hashable, Sendable, CustomStringConvertible {
  case v4(IPv4Address)
  case v6(IPv6Address)

  /// Reads an address of either kind.
  public init?(_ text: String) {
    if let address = IPv4Address(text) {
      self = .v4(address)
    } else if let address = IPv6Address(text) {
      self = .v6(address)
    } else {
      return nil
    }
  }

  /// The address.
  public var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}
