import NixAST

/// A guest's network cards.
public enum Interfaces: GuestCapability {
  /// Network cards.
  public static let key = Key<[Located<InterfaceDescription>]>(
    "interfaces", .list(.described()), derived: "one, if there is a network", "The network cards.")
  /// The network of the first network card.
  public static let network = Key(
    "network", .label("the name of a network"),
    derived: "the only network, `lan`, or the first by name",
    "The network of the first network card.")
  /// The MAC address of the first network card.
  public static let mac = Key(
    "mac", .macAddress, derived: "derived from the host and guest names",
    "The MAC address of the first network card.")
  /// The tap interface of the first network card.
  public static let netDevice = Key(
    "netDevice", .interfaceName, derived: "`tap-<name>`",
    "The tap interface of the first network card.")

  static var keys: [any KeyDefinition] { [key, network, mac, netDevice] }
  static var attributes: [ParagraphAttribute] {
    [ParagraphAttribute("interfaces", implies: true), ParagraphAttribute(cloudInitAttribute)]
  }
  static var aliases: [String: String] { ["macAddress": "mac", "tap": "netDevice"] }

  // MARK: - Values

  /// The cards as described: the list, or the short form of one.
  static func cards(_ guest: GuestDescription) -> [Located<InterfaceDescription>]? {
    if let cards = guest[key] { return cards.value }
    var card = InterfaceDescription()
    card.network = guest[network]
    card.mac = guest[mac]
    card.tap = guest[netDevice]
    return card == InterfaceDescription() ? nil : [Located(card)]
  }

  /// Makes the network cards of a guest.
  static func resolve(
    _ guest: DescribedGuest, _ diagnostics: inout Diagnostics
  ) -> [Guest.Interface] {
    let short = [
      ("network", guest.given[network]?.range), ("mac", guest.given[mac]?.range),
      ("netDevice", guest.given[netDevice]?.range),
    ]
    if let list = guest.given[key], let (key, range) = short.first(where: { $0.1 != nil }) {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path) has both interfaces and \(key), the short form of the first interface",
          at: range ?? list.range, other: list.range, suggestion: "move it into the list"))
    }
    let fallback =
      guest.host.networks.isEmpty ? [] : [Located(InterfaceDescription(), at: guest.name.range)]
    let cards = cards(guest.given) ?? fallback
    return cards.enumerated().compactMap { index, card in
      interface(card, index, of: guest, &diagnostics)
    }
  }

  private static func interface(
    _ card: Located<InterfaceDescription>, _ index: Int, of guest: DescribedGuest,
    _ diagnostics: inout Diagnostics
  ) -> Guest.Interface? {
    let networks = guest.host.networks
    guard let fallback = networks.first(where: { $0.description == "lan" }) ?? networks.first else {
      diagnostics.report(.noNetwork(guest.path, at: card.range ?? guest.name.range))
      return nil
    }
    let network = card.value.network ?? Located(fallback)
    guard networks.contains(network.value) else {
      diagnostics.report(
        .unknownNetwork(network.value, known: networks, guest.path, at: network.range))
      return nil
    }
    let name = guest.name.value
    return Guest.Interface(
      network: network.value,
      mac: card.value.mac?.value ?? Derived.mac(guest.origin, guest: name, index: index),
      tap: card.value.tap?.value ?? Derived.tap(guest: name, index: index),
      address: card.value.address?.value, address6: card.value.address6?.value,
      gateway: card.value.gateway?.value, gateway6: card.value.gateway6?.value,
      nameservers: card.value.nameservers?.value.map(\.value) ?? [], model: card.value.model,
      maySpoof: card.value.spoofing)
  }

  // MARK: - Rules

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    guard host.networks.isEmpty, guest.given[key] == nil else { return }
    diagnostics.report(
      Diagnostic(
        .guestWithoutNetwork, "\(guest.name.value) has no network card: the host has no network",
        at: guest.name.range,
        suggestion: "add host.nic = \"<network card>\"; or interfaces = [ ]; if it needs none"))
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for (index, interface) in guest.guest.interfaces.enumerated() {
      var given: InterfaceDescription { card(guest.given, index) }
      claims.add(
        interface.mac.description, .mac, of: guest, at: given.mac?.range,
        key: given.mac == nil ? "\(prefix(guest, index))mac" : nil)
      var tapKey: String { guest.given[key] == nil ? "netDevice" : "tap" }
      claims.add(
        interface.tap.description, .interface, of: guest, at: given.tap?.range,
        key: given.tap == nil ? "\(prefix(guest, index))\(tapKey)" : nil)
      if let address = interface.address {
        claims.add(
          "\(address.address) on \(interface.network)", .address, of: guest,
          at: given.address?.range)
      }
      if let address = interface.address6 {
        claims.add(
          "\(address.address) on \(interface.network)", .address, of: guest,
          at: given.address6?.range)
      }
    }
  }

  /// The description of a network card.
  static func card(_ guest: GuestDescription, _ index: Int) -> InterfaceDescription {
    guard let cards = cards(guest), index < cards.count else { return InterfaceDescription() }
    return cards[index].value
  }

  /// The way to the keys of a network card.
  static func prefix(_ guest: ResolvedGuest, _ index: Int) -> String {
    "\(guest.path)." + (guest.given[key] == nil ? "" : "interfaces[\(index)].")
  }

  // MARK: - Import

  /// Network cards as nixvirt writes them into a module: with a bridge instead of a network.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    // It follows from the interfaces.
    if attribute.name == cloudInitAttribute, importer.isGenerated { return [] }
    guard attribute.key == key.name, case .list(var list)? = attribute.data else { return nil }
    for index in list.elements.indices {
      guard case .attrSet(let set) = list.elements[index].expr else { continue }
      // These follow from the place in the list, and from the network.
      let derived: Set = ["isolated", "mtu", "pci"]
      let entries = ModuleScope.entries(set.bindings).filter { !derived.contains($0.name) }
      let bindings = entries.map { entry in
        guard entry.name == "bridge", case .string(let bridge) = entry.value,
          let name = bridge.text.flatMap(importer.networkName)
        else { return Attrpath(AttrName(entry.name, range: entry.range)) => entry.value }
        return Attrpath("network") => .str(name)
      }
      list.elements[index].expr = .attrSet(AttrSet(bindings, range: set.range))
    }
    return [ImportedKey("interfaces", .list(list))]
  }
}

/// A network card, as described.
public typealias InterfaceDescription = DescribedSet<InterfaceKeys>

/// The keys of a network card.
public struct InterfaceKeys: KeySet {
  /// The definitions.
  public static let keys = InterfaceKeys()

  /// The network.
  public let network = Key(
    "network", .label("the name of a network"),
    derived: "the only network, `lan`, or the first by name", "The network.")
  /// The MAC address.
  public let mac = Key(
    "mac", .macAddress, derived: "derived from the host and guest names", "The MAC address.")
  /// The tap interface on the host.
  public let tap = Key(
    "tap", .interfaceName, derived: "`tap-<name>`, `tap1-<name>`, …",
    "The tap interface on the host.")

  /// Its fixed address.
  public let address = Key(
    "address", .guestAddress,
    "A fixed address. On a network with `nat.dhcp`, DHCP assigns it. Elsewhere NixOS and cloud-init"
      + " configure it, with the prefix length of the host's own address there or with its own, as"
      + " in `192.168.1.20/24`; in other guests, configure it yourself. IPv4 packets from other"
      + " addresses are dropped.")
  /// Its fixed IPv6 address.
  public let address6 = Key(
    "address6", .guestAddress6,
    "A fixed IPv6 address, configured like `address`; the prefix length is 64 by default. Packets from"
      + " other IPv6 addresses are dropped, except from link-local ones. So that the guest configures"
      + " no more of them, a network with `nat.dhcp` assigns IPv6 addresses with DHCPv6 only, and"
      + " elsewhere the guest gets no router advertisements.")
  /// The router.
  public let gateway = Key(
    "gateway", .ipv4Address, derived: "on a NAT network, the host",
    "The router, for an `address` that DHCP does not assign.")
  /// The router of IPv6.
  public let gateway6 = Key(
    "gateway6", .ipv6Router, derived: "on a NAT network, the host",
    "The router, for an `address6` that DHCP does not assign.")
  /// The name servers.
  public let nameservers = Key<[Located<NameServer>]>(
    "nameservers", .list(.nameServer), derived: "none",
    "The DNS servers, for an address that DHCP does not assign.")
  /// The card that the guest sees.
  public let model = DefaultedKey(
    "model", ValueParser<CardModel>.choice, default: .virtio,
    "The card that the guest sees: `e1000e` is for systems without virtio drivers, and slower.")
  /// Whether it may pretend.
  public let spoofing = DefaultedKey(
    "spoofing", .bool, default: false,
    "Whether the guest may use other MAC and IP addresses, answer DHCP and advertise routes."
      + " For routers, and for guests that run guests.")

  /// The keys of a network card, and its form.
  static let shape = ObjectShape(
    title: "`guests.<name>.interfaces`, an element", noun: "an interface",
    [
      keys.network, keys.mac, keys.tap, keys.address, keys.address6, keys.gateway,
      keys.gateway6, keys.nameservers, keys.model, keys.spoofing,
    ])
}
