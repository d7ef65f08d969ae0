/// A network that guests are in, as described: a bridge on the host, with an uplink, behind NAT, or
/// by itself.
public typealias NetworkDescription = DescribedSet<NetworkKeys>

/// The keys of a network.
public struct NetworkKeys: KeySet {
  /// The definitions.
  public static let keys = NetworkKeys()

  /// The bridge's interface.
  public let bridge = Key(
    "bridge", .interfaceName, derived: "`br-<name>`", "The name of the bridge's interface.")
  /// The host's network card in the bridge.
  public let uplink = Key(
    "uplink", .interfaceName,
    "The host's network card to put into the bridge, so that guests are on the LAN. Not a Wi-Fi"
      + " card: Wi-Fi cards cannot be in a bridge.")
  /// Whether the host gets its own address on the bridge by DHCP.
  public let dhcp = Key(
    "dhcp", .bool, derived: "`true` with an uplink and no `address`",
    "Whether the host gets its own address on the bridge by DHCP.")
  /// The host's own address on the bridge.
  public let address = Key(
    "address", .ipv4Interface, "The host's own address on the bridge, as in `192.168.1.2/24`.")
  /// The VLAN of the uplink.
  public let vlan = Key(
    "vlan", .integer(1...4094), "The VLAN of the uplink that the bridge uses.")
  /// The largest packet, in bytes.
  public let mtu = Key(
    "mtu", .integer(576...65535), "The maximum packet size of the network, in bytes.")
  /// Whether the host's own configuration makes the bridge.
  public let existing = DefaultedKey(
    "existing", .bool, default: false,
    "Whether the host's own configuration creates the bridge: guests join it, and nixvirt"
      + " changes nothing else about it.")
  /// The names of guests.
  public let domain = Key(
    "domain", .hostName, derived: "`<name>.internal`",
    "The DNS domain of a network with `nat.dhcp`: guests find each other as `<guest>.<domain>`.")
  /// The flows that are allowed.
  public let allow = Key<[Located<DescribedSet<AllowKeys>>]>(
    "allow", .list(.described()), derived: "everything within the network",
    "The permitted connections; nothing else passes, except answers."
  )
  /// How guests get out by the host's address.
  public let nat = Key<DescribedSet<NATKeys>>(
    "nat", .described(),
    "Makes this a NAT network: guests reach other networks with the host's"
      + " address.")

  /// The keys of a network, and its form.
  static let shape = ObjectShape(
    title: "`networks.<name>`", noun: "a network",
    [
      keys.bridge, keys.existing, keys.uplink, keys.dhcp, keys.address, keys.vlan, keys.mtu,
      keys.domain, keys.allow, keys.nat,
    ])
}

/// The keys of a network behind the host's own address.
public struct NATKeys: KeySet {
  /// The definitions.
  public static let keys = NATKeys()

  /// The network; the host has its first address.
  public let subnet = Key(
    "subnet", .ipv4Subnet, required: "add subnet = \"192.168.100.0/24\";",
    "The subnet, as in `192.168.100.0/24`. The host gets its first address.")
  /// Whether the network has IPv6.
  public let ipv6 = Key(
    "ipv6", .bool, derived: "`true` with `subnet6`",
    "Whether guests also get IPv6 addresses, from router advertisements and DHCPv6. Outgoing packets"
      + " get the host's address, as with IPv4.")
  /// The IPv6 network.
  public let subnet6 = Key(
    "subnet6", .ipv6Subnet, derived: "a private prefix, derived from the host and network names",
    "The IPv6 network, 64 bits long, as in `fd12:3456:789a::/64`. The host gets its first address.")
  /// The addresses that DHCP gives out.
  public let dhcp = Key<DHCPSetting>(
    "dhcp", .dhcp, derived: "the upper half of the subnet",
    "The addresses that DHCP assigns. `false` turns DHCP and DNS off.")
  /// Ports of the host that are forwarded to guests.
  public let forwards = Key<[Located<DescribedSet<ForwardKeys>>]>(
    "forwards", .list(.described()), derived: "none",
    "Ports of the host that are forwarded to"
      + " guests.")
  /// The interface for outgoing connections.
  public let externalInterface = Key(
    "externalInterface", .interfaceName, derived: "any", "The interface for outgoing connections.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`networks.<name>.nat`", noun: "nat",
    [keys.subnet, keys.ipv6, keys.subnet6, keys.dhcp, keys.forwards, keys.externalInterface])
}

/// The keys of the addresses that DHCP gives out.
public struct DHCPKeys: KeySet {
  /// The definitions.
  public static let keys = DHCPKeys()

  /// The lowest.
  public let start = Key(
    "start", .ipv4Address, required: "add start = \"192.168.100.50\";",
    "The first address.")
  /// The highest.
  public let end = Key(
    "end", .ipv4Address, required: "add end = \"192.168.100.199\";",
    "The last address.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`networks.<name>.nat.dhcp`", noun: "dhcp", [keys.start, keys.end])
}
