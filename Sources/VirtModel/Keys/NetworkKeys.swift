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
    "The network card of the host to put into the bridge: guests are on the LAN. Not a Wi-Fi card,"
      + " which cannot be in a bridge.")
  /// Whether the host gets its own address on the bridge by DHCP.
  public let dhcp = Key(
    "dhcp", .bool, derived: "`true` with an uplink and no `address`",
    "Whether the host gets its own address on the bridge by DHCP.")
  /// The host's own address on the bridge.
  public let address = Key(
    "address", .ipv4Interface, "The host's own address on the bridge, as in `192.168.1.2/24`.")
  /// The VLAN of the uplink.
  public let vlan = Key(
    "vlan", .integer(1...4094), "The VLAN of the uplink that the bridge is on; needs an `uplink`.")
  /// The largest packet, in bytes.
  public let mtu = Key(
    "mtu", .integer(576...65535), "The largest packet of the network, in bytes.")
  /// Whether the host's own configuration makes the bridge.
  public let existing = DefaultedKey(
    "existing", .bool, default: false,
    "Whether the host's own configuration makes the bridge: guests join it, and nothing else of it is"
      + " touched.")
  /// The names of guests.
  public let domain = Key(
    "domain", .hostName, derived: "`<name>.internal`",
    "The domain of guests' names on a network with `nat.dhcp`: they find each other as"
      + " `<guest>.<domain>`.")
  /// The flows that are allowed.
  public let allow = Key<[Located<DescribedSet<AllowKeys>>]>(
    "allow", .list(.described()), derived: "everything within the network",
    "Who may start to talk to whom; answers pass by themselves. Once it is given, nothing else passes."
  )
  /// How guests get out by the host's address.
  public let nat = Key<DescribedSet<NATKeys>>(
    "nat", .described(), "Puts the network behind the host's own address; not with an `uplink`.")

  /// What a network may be.
  public static let shape = ObjectShape(
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
    "The network, as in `192.168.100.0/24`; the host has its first address.")
  /// The addresses that DHCP gives out.
  public let dhcp = Key<DHCPSetting>(
    "dhcp", .dhcp, derived: "the upper half of the subnet",
    "The addresses to give to guests by DHCP, with DNS. With `false` there is no DHCP server.")
  /// Ports of the host that lead to guests.
  public let forwards = Key<[Located<DescribedSet<ForwardKeys>>]>(
    "forwards", .list(.described()), derived: "none", "Ports of the host that lead to guests.")
  /// The interface that leads out.
  public let externalInterface = Key(
    "externalInterface", .interfaceName, derived: "any", "The interface that leads out.")

  /// What it may be.
  public static let shape = ObjectShape(
    title: "`networks.<name>.nat`", noun: "nat",
    [keys.subnet, keys.dhcp, keys.forwards, keys.externalInterface])
}

/// The keys of the addresses that DHCP gives out.
public struct DHCPKeys: KeySet {
  /// The definitions.
  public static let keys = DHCPKeys()

  /// The lowest.
  public let start = Key(
    "start", .ipv4Address, required: "add start = \"192.168.100.50\";",
    "The lowest address to give out.")
  /// The highest.
  public let end = Key(
    "end", .ipv4Address, required: "add end = \"192.168.100.199\";",
    "The highest address to give out.")

  /// What it may be.
  public static let shape = ObjectShape(
    title: "`networks.<name>.nat.dhcp`", noun: "dhcp", [keys.start, keys.end])
}
