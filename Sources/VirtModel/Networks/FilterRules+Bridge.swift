// Rules for packets that guests send.
extension FilterRules {
  var bridgeTable: PacketRules.Table {
    var chains = [prerouting]
    chains += filtered.map(senderChain)
    if !filtered.isEmpty { chains.append(guestChain) }
    let forward = forwardRules
    if !forward.isEmpty {
      chains.append(
        PacketRules.Chain(
          name: "forward", comment: "From one port of a bridge to another.",
          hook: "type filter hook forward priority filter; policy accept;", rules: forward))
      chains += networks.filter { $0.allow != nil }.map(withinChain)
    }
    return PacketRules.Table(
      family: "bridge", name: Self.tableName, comment: ["Frames from guests."], sets: bridgeSets,
      chains: chains)
  }

  private var forwardRules: [PacketRules.Rule] {
    var rules: [PacketRules.Rule] = []
    let fixed = filteredCards.filter { $0.address6 != nil }.map(\.tap)
    if !fixed.isEmpty {
      rules.append(
        PacketRules.Rule(
          "No other IPv6 address for guests with a fixed one.",
          "oifname \(RuleText.names(fixed)) icmpv6 type nd-router-advert drop"))
    }
    if !forwardPorts.isEmpty { rules.append(PacketRules.Rule(nil, "iifname vmap @ports")) }
    return rules
  }

  private var filtered: [FilteredNetwork] {
    networks.filter { network in network.cards.contains { !$0.maySpoof } }
  }

  private var filteredCards: [FilteredNetwork.Card] {
    networks.flatMap(\.cards).filter { !$0.maySpoof }
  }

  private var bridgeSets: [PacketRules.Set] {
    var sets: [PacketRules.Set] = []
    func add(_ set: PacketRules.Set) { if !set.elements.isEmpty { sets.append(set) } }
    add(
      PacketRules.Set(
        name: "senders", comment: "The chain for each guest's network card.",
        type: "ifname : verdict",
        elements: filtered.flatMap { network in
          network.cards.filter { !$0.maySpoof }.map {
            "\(RuleText.name($0.tap)) : jump from-\(network.name)"
          }
        }, keyword: "map"))
    add(
      PacketRules.Set(
        name: "cards", comment: "The MAC address of each card.", type: "ifname . ether_addr",
        elements: filteredCards.map { "\(RuleText.name($0.tap)) . \($0.mac)" }))
    add(
      PacketRules.Set(
        name: "addresses", comment: "The fixed addresses.", type: "ifname . ipv4_addr",
        elements: filteredCards.compactMap { card in
          card.address.map { "\(RuleText.name(card.tap)) . \($0)" }
        }))
    add(
      PacketRules.Set(
        name: "addresses6", comment: "The fixed IPv6 addresses.", type: "ifname . ipv6_addr",
        elements: filteredCards.compactMap { card in
          card.address6.map { "\(RuleText.name(card.tap)) . \($0)" }
        }))
    add(
      PacketRules.Set(
        name: "ports", comment: "The ports of networks with rules.",
        type: "ifname : verdict", elements: forwardPorts, keyword: "map"))
    if hasUDPWithin {
      for (name, type) in [("asked", "ipv4_addr"), ("asked6", "ipv6_addr")] {
        sets.append(
          PacketRules.Set(
            name: name, comment: "UDP requests that may be answered.",
            type: "ifname . \(type) . inet_service . \(type) . inet_service", elements: [],
            properties: ["flags dynamic, timeout", "timeout 3m", "size 65535"]))
      }
    }
    return sets
  }

  private var prerouting: PacketRules.Chain {
    PacketRules.Chain(
      name: "prerouting", comment: "Before br_netfilter (priority 0) and the bridge's own table.",
      hook: "type filter hook prerouting priority filter; policy accept;",
      rules: filtered.isEmpty ? [] : [PacketRules.Rule(nil, "iifname vmap @senders")])
  }

  /// Packets that no guest may send.
  private var guestChain: PacketRules.Chain {
    PacketRules.Chain(
      name: "guest", comment: "On every network.", hook: nil,
      rules: [
        PacketRules.Rule("Only its own MAC address.", "iifname . ether saddr != @cards drop"),
        PacketRules.Rule(nil, "iifname . arp saddr ether != @cards drop"),
        PacketRules.Rule("No VLAN tags, no spanning tree.", "ether type != { ip, ip6, arp } drop"),
        PacketRules.Rule(
          "No router advertisements, also in fragments; no DHCP server.",
          "icmpv6 type { nd-router-advert, nd-redirect } drop"),
        PacketRules.Rule(nil, "ip6 saddr fe80::/10 exthdr frag exists drop"),
        PacketRules.Rule(nil, "udp dport { 68, 546 } drop"),
      ])
  }

  /// Packets that guests of a network may send.
  private func senderChain(_ network: FilteredNetwork) -> PacketRules.Chain {
    let cards = network.cards.filter { !$0.maySpoof }
    var rules = [PacketRules.Rule(nil, "jump guest")]
    let fixed = cards.filter { $0.address != nil }
    if !fixed.isEmpty {
      let taps = RuleText.names(fixed.map(\.tap))
      rules.append(
        PacketRules.Rule(
          "Its fixed address, or none while it asks for it.",
          "iifname \(taps) ip saddr != 0.0.0.0 iifname . ip saddr != @addresses drop"))
      rules.append(
        PacketRules.Rule(
          nil, "iifname \(taps) arp saddr ip != 0.0.0.0 iifname . arp saddr ip != @addresses drop"))
    }
    let allAreFixed = fixed.count == cards.count
    if !allAreFixed { rules += taken(on: network) }
    if let nat = network.nat, !allAreFixed {
      rules.append(
        PacketRules.Rule(
          "Addresses of this network only.", "ip saddr != { 0.0.0.0, \(nat.subnet) } drop"))
    }
    rules += ipv6(on: network)
    return PacketRules.Chain(
      name: "from-\(network.name)", comment: "From guests of network \(network.name).", hook: nil,
      rules: rules)
  }

  /// Addresses that belong to one, and that no other may take.
  private func taken(on network: FilteredNetwork) -> [PacketRules.Rule] {
    let hosts = network.hostAddress.map { [$0.description] } ?? []
    let addresses = hosts + network.cards.compactMap { $0.address?.description }
    guard !addresses.isEmpty else { return [] }
    let taken = RuleText.anyOf(addresses)
    // Without fixed addresses there is no set of them.
    let own = filteredCards.allSatisfy { $0.address == nil }
    return [
      PacketRules.Rule(
        "Neither the host's address nor another guest's.", "ip saddr \(taken)",
        own ? "" : "iifname . ip saddr != @addresses", "drop"),
      PacketRules.Rule(
        nil, "arp saddr ip \(taken)", own ? "" : "iifname . arp saddr ip != @addresses", "drop"),
    ]
  }

  /// Packets that claim the address in their target field: answers, and questions whether another guest
  /// has it (RFC 4862, 5.4), which keep that guest from using it.
  private static let claims = [
    "icmpv6 type nd-neighbor-advert", "ip6 saddr :: icmpv6 type nd-neighbor-solicit",
  ]

  private func ipv6(on network: FilteredNetwork) -> [PacketRules.Rule] {
    var rules: [PacketRules.Rule] = []
    let cards = network.cards.filter { !$0.maySpoof }
    let fixed = cards.filter { $0.address6 != nil }
    if !fixed.isEmpty {
      rules.append(
        PacketRules.Rule(
          "Its fixed IPv6 address, and addresses of the link.",
          "iifname \(RuleText.names(fixed.map(\.tap))) ip6 saddr != { ::, fe80::/10 }",
          "iifname . ip6 saddr != @addresses6 drop"))
    }
    for card in fixed {
      guard let address = card.address6 else { continue }
      for claim in Self.claims {
        rules.append(
          PacketRules.Rule(
            nil, "iifname \(RuleText.name(card.tap)) \(claim)",
            "@th,64,10 != \(RuleText.linkLocalBits) @th,64,128 != \(RuleText.bits(address)) drop"))
      }
    }
    guard fixed.count < cards.count else { return rules }
    if let nat = network.nat {
      let prefixes = ["::", "fe80::/10"] + (nat.subnet6.map { [$0.description] } ?? [])
      rules.append(
        PacketRules.Rule(
          "IPv6 addresses of this network only.",
          "ip6 saddr != { \(prefixes.joined(separator: ", ")) } drop"))
    }
    let hosts = network.hostAddresses6
    if !hosts.isEmpty {
      rules.append(
        PacketRules.Rule(
          "Not the host's IPv6 addresses.",
          "ip6 saddr \(RuleText.anyOf(hosts.map(\.description))) drop"))
      for claim in Self.claims {
        rules.append(
          PacketRules.Rule(
            nil, claim, "@th,64,128 \(RuleText.anyOf(hosts.map(RuleText.bits))) drop"))
      }
    }
    for card in network.cards {
      guard let address = card.address6 else { continue }
      let tap = RuleText.name(card.tap)
      rules.append(
        PacketRules.Rule(
          "The fixed IPv6 address of \(card.guest).",
          "iifname != \(tap) ip6 saddr \(address) drop"))
      for claim in Self.claims {
        rules.append(
          PacketRules.Rule(
            nil, "iifname != \(tap) \(claim) @th,64,128 \(RuleText.bits(address)) drop"))
      }
    }
    return rules
  }
}

extension RuleText {
  /// The first ten bits of fe80::/10.
  static let linkLocalBits = "0x3fa"

  /// An address as a number, for the bits of a packet that nft has no name for.
  static func bits(_ address: IPv6Address) -> String {
    "0x" + hex(address.high, digits: 16) + hex(address.low, digits: 16)
  }
}
