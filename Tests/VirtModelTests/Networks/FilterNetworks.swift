@testable import VirtModel

/// Networks of every kind, with guests of every kind on them.
enum FilterNetworks {
  static let lan = network(
    "lan", .lan(port: port("up0")),
    cards: [card("alice", 1, nil, "fd90::10"), card("bob", 2), card("rita", 3, spoof: true)])
  static let home = network(
    "home",
    .nat(
      .init(
        subnet: subnet("10.77.0.0"),
        subnet6: IPv6Subnet("fd77::/64"), external: port("wan0"),
        forwards: [
          .init(transport: .tcp, ports: ports("8080"), address: ip("10.77.0.20"), toPort: 80),
          .init(
            transport: .udp, ports: ports("6000-6009"), address: ip("10.77.0.20"), toPort: 6000),
        ])),
    host: "10.77.0.1", host6: ["fd77::1"],
    cards: [card("carol", 4, "10.77.0.20", "fd77::20"), card("carl", 5)])
  static let shop = network(
    "shop",
    .nat(.init(subnet: subnet("10.78.0.0"), external: port("wan0"))),
    host: "10.78.0.1",
    allow: [
      rule("web", "db", tcp: ["5432"]),
      rule("web", "names", udp: ["53"]),
      rule("any", "web", tcp: ["80"]),
      rule("host", "db", tcp: ["22"], icmp: true),
      rule("db", "any", tcp: ["443"]),
    ],
    cards: [
      card("web", 6, "10.78.0.10"), card("db", 7, "10.78.0.11"), card("names", 8, "10.78.0.12"),
      card("lone", 9, "10.78.0.13"),
    ])
  static let lab = network("lab", .isolated, cards: [card("dave", 10), card("dora", 11)])
  static let bench = network(
    "bench", .isolated, host: "10.9.0.1", cards: [card("erin", 12), card("ed", 13)])
  static let wan = network(
    "wan", .lan(port: port("wan1")), hasHost: false, cards: [card("fiona", 14)])
  static let office = network(
    "office", .lan(port: port("up1")),
    allow: [rule("office", "desk", tcp: ["25", "443"]), rule("mail", "any")],
    cards: [card("mail", 15), card("desk", 16)])
  static let given = network("given", .existing, cards: [card("gina", 17)])
  static let plain = network(
    "plain", .nat(.init(subnet: subnet("10.79.0.0"), external: port("wan0"), isServed: false)),
    host: "10.79.0.1", cards: [card("paul", 18, spoof: true)])
  static let all = [lan, home, shop, plain, lab, bench, wan, office, given]

  private static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a value of these tests is none") }
    return value
  }

  static func ip(_ text: String) -> IPv4Address { known(IPv4Address(text)) }
  static func port(_ text: String) -> InterfaceName { known(InterfaceName(text)) }
  static func ports(_ text: String) -> PortRange { known(PortRange(text)) }

  static func subnet(_ first: String) -> IPv4Subnet {
    IPv4Subnet(containing: ip(first), prefixLength: 24)
  }

  static func card(
    _ guest: String, _ number: UInt32, _ address: String? = nil, _ address6: String? = nil,
    spoof: Bool = false
  ) -> FilteredNetwork.Card {
    FilteredNetwork.Card(
      guest: known(GuestName(guest)), tap: InterfaceName(checked: "tap-\(guest)"),
      mac: MACAddress(suffix: number), address: address.map(ip),
      address6: address6.map { known(IPv6Address($0)) }, maySpoof: spoof)
  }

  static func network(
    _ name: String, _ kind: FilteredNetwork.Kind, hasHost: Bool? = nil, host: String? = nil,
    host6: [String] = [], allow: [AllowRule]? = nil, cards: [FilteredNetwork.Card]
  ) -> FilteredNetwork {
    var isLAN = false
    if case .lan = kind { isLAN = true }
    return FilteredNetwork(
      name: Label(checked: name), bridge: InterfaceName(checked: "br-\(name)"), kind: kind,
      hasHostAddress: hasHost ?? (isLAN || host != nil), hostAddress: host.map(ip),
      hostAddresses6: host6.map { known(IPv6Address($0)) },
      allow: allow, cards: cards)
  }

  static func rule(
    _ from: String, _ to: String, tcp: [String] = [], udp: [String] = [], icmp: Bool = false
  ) -> AllowRule {
    func party(_ name: String) -> Party {
      switch name {
      case "host": .host
      case "any": .any
      case "lan", "home", "shop", "lab", "office": .network(Label(checked: name))
      default: .guest(known(GuestName(name)))
      }
    }
    return AllowRule(
      from: party(from), to: party(to),
      Traffic(tcp: tcp.map(ports), udp: udp.map(ports), icmp: icmp))
  }
}
