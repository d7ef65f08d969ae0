/// A network, as the filter needs it: its bridge, where it leads, who is on it.
struct FilteredNetwork: Hashable, Sendable {
  /// Where a network leads, as far as the filter goes.
  enum Kind: Hashable, Sendable {
    /// A port of the bridge is a network card of the host, or its VLAN.
    case lan(port: InterfaceName)
    /// The host forwards, with its own address.
    case nat(NAT)
    /// No way out.
    case isolated
    /// A bridge of the host's own configuration, which is left alone.
    case existing
  }

  /// A network behind the host's own address.
  struct NAT: Hashable, Sendable {
    /// The network.
    let subnet: IPv4Subnet
    /// The network of IPv6, if it has one.
    let subnet6: IPv6Subnet?
    /// The interface that leads out; nil for any.
    let external: InterfaceName?
    /// Whether the host gives addresses and names.
    let isServed: Bool
    /// Ports of the host that are forwarded to guests.
    let forwards: [PortForward]

    /// A network behind the host's own address.
    init(
      subnet: IPv4Subnet, subnet6: IPv6Subnet? = nil, external: InterfaceName? = nil,
      isServed: Bool = true, forwards: [PortForward] = []
    ) {
      self.subnet = subnet
      self.subnet6 = subnet6
      self.external = external
      self.isServed = isServed
      self.forwards = forwards
    }
  }

  /// A guest's network card.
  struct Card: Hashable, Sendable {
    /// The guest.
    let guest: GuestName
    /// The tap on the host.
    let tap: InterfaceName
    /// The guest's own MAC address.
    let mac: MACAddress
    /// Its address, if it is fixed.
    let address: IPv4Address?
    /// Its IPv6 address, if it is fixed.
    let address6: IPv6Address?
    /// Whether it may send from other addresses, answer DHCP and advertise routes.
    let maySpoof: Bool

    /// A network card.
    init(
      guest: GuestName, tap: InterfaceName, mac: MACAddress, address: IPv4Address? = nil,
      address6: IPv6Address? = nil, maySpoof: Bool = false
    ) {
      self.guest = guest
      self.tap = tap
      self.mac = mac
      self.address = address
      self.address6 = address6
      self.maySpoof = maySpoof
    }
  }

  /// Its name in the description.
  let name: Label
  /// The bridge's interface.
  let bridge: InterfaceName
  /// Where it leads.
  let kind: Kind
  /// Whether the host has an address on it, or asks for one.
  let hasHostAddress: Bool
  /// The host's own address there, as far as it is known.
  let hostAddress: IPv4Address?
  /// The host's own IPv6 addresses there, as far as they are known.
  let hostAddresses6: [IPv6Address]
  /// The only flows that pass; nil for all that the kind of network has.
  let allow: [AllowRule]?
  /// The guests' cards.
  let cards: [Card]

  /// A network.
  init(
    name: Label, bridge: InterfaceName, kind: Kind, hasHostAddress: Bool,
    hostAddress: IPv4Address? = nil, hostAddresses6: [IPv6Address] = [],
    allow: [AllowRule]? = nil, cards: [Card]
  ) {
    self.name = name
    self.bridge = bridge
    self.kind = kind
    self.hasHostAddress = hasHostAddress
    self.hostAddress = hostAddress
    self.hostAddresses6 = hostAddresses6
    self.allow = allow
    self.cards = cards
  }

  var isExisting: Bool { kind == .existing }

  var nat: NAT? { if case .nat(let nat) = kind { nat } else { nil } }

  /// Whether the host neither takes packets from it nor forwards any.
  var isCutOff: Bool {
    switch kind {
    case .lan: !hasHostAddress
    case .nat, .existing: false
    case .isolated: true
    }
  }

  /// Whether the host speaks IPv6 there.
  var hasIPv6: Bool {
    switch kind {
    case .lan: true
    case .nat(let nat): nat.subnet6 != nil
    case .isolated, .existing: !hostAddresses6.isEmpty
    }
  }

  /// The cards of a guest.
  func cards(of guest: GuestName) -> [Card] { cards.filter { $0.guest == guest } }
}
