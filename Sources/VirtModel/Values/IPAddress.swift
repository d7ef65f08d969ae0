/// An address of either version.
public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// `192.168.1.2`.
  case v4(IPv4Address)
  /// `fd00::1`.
  case v6(IPv6Address)

  /// Reads either form.
  public init?(_ text: String) {
    if let address = IPv4Address(text) {
      self = .v4(address)
    } else if let address = IPv6Address(text) {
      self = .v6(address)
    } else {
      return nil
    }
  }

  /// The address in its usual form.
  public var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}

/// The address of a guest, with the length of its network's prefix if that is given: `192.168.1.2` or
/// `192.168.1.2/24`.
public struct GuestAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address.
  public let address: IPv4Address
  /// The length of the prefix, 0 to 32; nil if it is not given.
  public let prefixLength: Int?

  /// Reads either form.
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

  /// The form that was read.
  public var description: String { "\(address)" + (prefixLength.map { "/\($0)" } ?? "") }
}
