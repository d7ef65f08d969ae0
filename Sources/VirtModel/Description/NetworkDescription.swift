/// A network that guests are in, as described: a bridge on the host, with an uplink, behind NAT, or
/// by itself.
public struct NetworkDescription: Sendable {
  /// The bridge's interface.
  public var bridge: Located<InterfaceName>?
  /// The host's network card in the bridge.
  public var uplink: Located<InterfaceName>?
  /// Whether the host gets its own address on the bridge by DHCP.
  public var dhcp: Located<Bool>?
  /// The host's own address on the bridge.
  public var address: Located<IPv4Interface>?
  /// The VLAN of the uplink.
  public var vlan: Located<Int>?
  /// The largest packet, in bytes.
  public var mtu: Located<Int>?
  /// How guests get out by the host's address.
  public var nat: Located<NATDescription>?

  /// A network of which nothing is said.
  public init() {}
}

/// A network behind the host's own address, as described.
public struct NATDescription: Sendable {
  /// The network; the host has its first address.
  public var subnet: Located<IPv4Subnet>?
  /// The addresses that DHCP gives out.
  public var dhcp: Located<DHCPRange>?
  /// The interface that leads out.
  public var externalInterface: Located<InterfaceName>?

  /// NAT of which nothing is said.
  public init() {}
}

/// The addresses that DHCP gives out, as described.
public struct DHCPRange: Sendable {
  /// The lowest.
  public var start: Located<IPv4Address>?
  /// The highest.
  public var end: Located<IPv4Address>?

  /// A range of which nothing is said.
  public init() {}
}

enum NetworkKeys {
  static let bridge = Key(
    "bridge", .interfaceName, default: "`br-<name>`", "The name of the bridge's interface.")
  static let uplink = Key(
    "uplink", .interfaceName,
    "The network card of the host to put into the bridge: guests are on the LAN. Not a Wi-Fi card,"
      + " which cannot be in a bridge.")
  static let dhcp = Key(
    "dhcp", .bool, default: "`true` with an uplink and no `address`",
    "Whether the host gets its own address on the bridge by DHCP.")
  static let address = Key(
    "address", .ipv4Interface, "The host's own address on the bridge, as in `192.168.1.2/24`.")
  static let vlan = Key(
    "vlan", .integer(1...4094), "The VLAN of the uplink that the bridge is on; needs an `uplink`.")
  static let mtu = Key(
    "mtu", .integer(576...65535), "The largest packet of the network, in bytes.")
  static let nat = Key(
    "nat", .nat, "Puts the network behind the host's own address; not with an `uplink`.")

  static let shape = ObjectShape(
    noun: "a network",
    keys: [bridge.spec, uplink.spec, dhcp.spec, address.spec, vlan.spec, mtu.spec, nat.spec])
}

enum NATKeys {
  static let subnet = Key(
    "subnet", .ipv4Subnet, required: true,
    "The network, as in `192.168.100.0/24`; the host has its first address.")
  static let dhcp = Key(
    "dhcp", .dhcpRange,
    "The addresses to give to guests by DHCP, with DNS. Without it there is no"
      + " DHCP server.")
  static let externalInterface = Key(
    "externalInterface", .interfaceName, default: "any",
    "The interface that leads out.")

  static let shape = ObjectShape(
    noun: "nat", keys: [subnet.spec, dhcp.spec, externalInterface.spec])
}

enum DHCPKeys {
  static let start = Key("start", .ipv4Address, required: true, "The lowest address to give out.")
  static let end = Key("end", .ipv4Address, required: true, "The highest address to give out.")

  static let shape = ObjectShape(noun: "dhcp", keys: [start.spec, end.spec])
}

extension ValueParser where Value == NetworkDescription {
  static var network: ValueParser {
    object(NetworkKeys.shape) { fields, findings in
      var network = NetworkDescription()
      network.bridge = fields.read(NetworkKeys.bridge, &findings)
      network.uplink = fields.read(NetworkKeys.uplink, &findings)
      network.dhcp = fields.read(NetworkKeys.dhcp, &findings)
      network.address = fields.read(NetworkKeys.address, &findings)
      network.vlan = fields.read(NetworkKeys.vlan, &findings)
      network.mtu = fields.read(NetworkKeys.mtu, &findings)
      network.nat = fields.read(NetworkKeys.nat, &findings)
      return network
    }
  }
}

extension ValueParser where Value == NATDescription {
  static var nat: ValueParser {
    object(NATKeys.shape) { fields, findings in
      var nat = NATDescription()
      fields.require(NATKeys.subnet, "add subnet = \"192.168.100.0/24\";", &findings)
      nat.subnet = fields.read(NATKeys.subnet, &findings)
      nat.dhcp = fields.read(NATKeys.dhcp, &findings)
      nat.externalInterface = fields.read(NATKeys.externalInterface, &findings)
      return nat
    }
  }
}

extension ValueParser where Value == DHCPRange {
  static var dhcpRange: ValueParser {
    object(DHCPKeys.shape) { fields, findings in
      var dhcp = DHCPRange()
      fields.require(DHCPKeys.start, "add start = \"192.168.100.50\";", &findings)
      fields.require(DHCPKeys.end, "add end = \"192.168.100.199\";", &findings)
      dhcp.start = fields.read(DHCPKeys.start, &findings)
      dhcp.end = fields.read(DHCPKeys.end, &findings)
      return dhcp
    }
  }
}
