/// A network that guests are in: a bridge on the host.
public struct Network: Hashable, Sendable {
  /// Where a network leads.
  public enum Connection: Hashable, Sendable {
    /// The bridge has a network card of the host: guests are on the LAN.
    case lan(LAN)
    /// The host forwards for the guests with its own address.
    case nat(NAT)
    /// Guests reach each other, and the host if it has an address.
    case isolated(address: IPv4Interface?)
    /// A bridge that the host's own configuration makes.
    case existing
  }

  /// A bridge with an uplink.
  public struct LAN: Hashable, Sendable {
    /// The network card of the host.
    public let uplink: InterfaceName
    /// The VLAN, if the bridge is on one.
    public let vlan: Int?
    /// How the host gets its own address on the bridge.
    public let address: HostAddress

    /// The interface that is put into the bridge: the card, or its VLAN, `eno1.20`. Of a card with a
    /// long name the VLAN alone, `vlan20`.
    public var port: InterfaceName {
      guard let vlan else { return uplink }
      return InterfaceName("\(uplink).\(vlan)") ?? InterfaceName(checked: "vlan\(vlan)")
    }
  }

  /// How the host gets its own address on a bridge.
  public enum HostAddress: Hashable, Sendable {
    /// By DHCP.
    case dhcp
    /// It is given.
    case fixed(IPv4Interface)
    /// It has none.
    case none
  }

  /// A network behind the host's own address.
  public struct NAT: Hashable, Sendable {
    /// The network.
    public let subnet: IPv4Subnet
    /// The host's own address in it, the first.
    public let address: IPv4Interface
    /// The addresses that DHCP gives out, if it does.
    public let dhcp: ClosedRange<IPv4Address>?
    /// The network of IPv6, if it has one.
    public let subnet6: IPv6Subnet?
    /// Ports of the host that are forwarded to guests.
    public var forwards: [PortForward]
    /// The interface that leads out; nil for any.
    public var externalInterface: InterfaceName?

    /// The host's own IPv6 address, the first of the network.
    public var address6: IPv6Address? {
      subnet6.map { IPv6Address(high: $0.first.high, low: $0.first.low + 1) }
    }

    /// The IPv6 addresses that DHCP gives out.
    var dhcp6: ClosedRange<IPv6Address>? {
      subnet6.map { subnet in
        let first = IPv6Address(high: subnet.first.high, low: 0x1_0000)
        return first...IPv6Address(high: subnet.first.high, low: 0x1_FFFF)
      }
    }
  }

  /// Its name in the description.
  public let name: Label
  /// The bridge's interface.
  public let bridge: InterfaceName
  /// The largest packet, if it is not the usual one.
  public let mtu: Int?
  /// Where it leads.
  public internal(set) var connection: Connection
  /// The domain of its guests' names.
  public let domain: HostName
  /// The only flows that pass; nil for all that this kind of network has.
  public internal(set) var allow: [AllowRule]?

  /// Whether guests are on the LAN.
  public var isLAN: Bool {
    if case .lan = connection { true } else { false }
  }

  /// Whether the host's own configuration makes the bridge.
  var isExisting: Bool { connection == .existing }

  /// Whether nothing leads out.
  var isIsolated: Bool {
    if case .isolated = connection { true } else { false }
  }

  /// How the host gets its own address on the bridge.
  public var hostAddress: HostAddress {
    switch connection {
    case .lan(let lan): lan.address
    case .nat(let nat): .fixed(nat.address)
    case .isolated(let address): address.map { .fixed($0) } ?? .none
    case .existing: .none
    }
  }
}
