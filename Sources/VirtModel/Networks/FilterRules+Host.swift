// Rules between the host and a network, and the parties as the host sees them.
extension FilterRules {
  var inputRules: [PacketRules.Rule] {
    var rules: [PacketRules.Rule] = []
    let deaf = networks.filter { !$0.isExisting && !$0.hasHostAddress }.map(\.bridge)
    if !deaf.isEmpty {
      rules.append(
        PacketRules.Rule(
          "The host has no address there, and accepts no packets from it.",
          "iifname \(RuleText.names(deaf)) drop"))
    }
    for network in withHostRules {
      rules.append(
        PacketRules.Rule(
          nil, "iifname \(RuleText.name(network.bridge))", ofGuests(network),
          "jump to-host-\(network.name)"))
    }
    return rules
  }

  /// Networks that say what is allowed between them and the host.
  var withHostRules: [FilteredNetwork] {
    networks.filter { $0.allow != nil && $0.hasHostAddress && !$0.isExisting && !$0.cards.isEmpty }
  }

  /// Of a LAN only the guests are bound by rules: between the host and other machines there, nothing
  /// changes.
  func ofGuests(_ network: FilteredNetwork) -> String {
    guard case .lan = network.kind else { return "" }
    return "ether saddr \(RuleText.anyOf(network.cards.map(\.mac.description)))"
  }

  /// The same, for packets to guests; nil where no address of theirs is known.
  func toGuests(_ network: FilteredNetwork) -> String? {
    guard case .lan = network.kind else { return "" }
    let addresses = network.cards.compactMap { $0.address?.description }
    return addresses.isEmpty ? nil : "ip daddr \(RuleText.anyOf(addresses))"
  }

  var outputRules: [PacketRules.Rule] {
    withHostRules.compactMap { network in
      toGuests(network).map {
        PacketRules.Rule(
          nil, "oifname \(RuleText.name(network.bridge))", $0, "jump from-host-\(network.name)")
      }
    }
  }

  /// From a network to the host.
  func toHost(_ network: FilteredNetwork) -> PacketRules.Chain {
    var rules = [
      PacketRules.Rule("Answers.", "ct state established,related return")
    ]
    if network.hasIPv6 {
      rules.append(
        PacketRules.Rule(
          "Address resolution.",
          "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } return"))
    }
    switch network.kind {
    case .nat(let nat) where nat.isServed:
      rules.append(PacketRules.Rule("DHCP and DNS.", "udp dport { 53, 67, 547 } return"))
      rules.append(PacketRules.Rule(nil, "tcp dport 53 return"))
    default: break
    }
    for rule in network.allow ?? [] where rule.to == .host || rule.to == .any {
      guard let from = sender(rule.from, on: network) else { continue }
      rules += passing(rule, from, "")
    }
    rules.append(PacketRules.Rule("Nothing else.", "drop"))
    return PacketRules.Chain(
      name: "to-host-\(network.name)", comment: "From network \(network.name) to the host.",
      hook: nil, rules: rules)
  }

  /// From the host to a network.
  func fromHost(_ network: FilteredNetwork) -> PacketRules.Chain {
    var rules = [
      PacketRules.Rule("Answers.", "ct state established,related return")
    ]
    if network.hasIPv6 {
      rules.append(
        PacketRules.Rule(
          "Address resolution and routers.",
          "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit,"
            + " nd-router-advert } return"))
    }
    if network.nat?.isServed == true {
      rules.append(PacketRules.Rule("Addresses.", "udp dport { 68, 546 } return"))
    }
    for rule in network.allow ?? [] where rule.from == .host || rule.from == .any {
      guard let to = receiver(rule.to, on: network) else { continue }
      rules += passing(rule, "", to)
    }
    rules.append(PacketRules.Rule("Nothing else.", "drop"))
    return PacketRules.Chain(
      name: "from-host-\(network.name)", comment: "From the host to network \(network.name).",
      hook: nil, rules: rules)
  }

  /// First packets of a rule go on to the next chain.
  func passing(_ rule: AllowRule, _ from: String, _ to: String) -> [PacketRules.Rule] {
    // A receiver that is known by its IPv4 address gets no IPv6 packets.
    let isIPv4 = to.contains("ip daddr")
    let matches = rule.traffic.matches.filter { !isIPv4 || !$0.hasPrefix("icmpv6") }
    return matches.enumerated().map { place, match in
      PacketRules.Rule(place == 0 ? rule.description : nil, from, to, match, "return")
    }
  }

  /// How a sender on a network looks to the host: by its MAC address, which the other table checks.
  func sender(_ party: Party, on network: FilteredNetwork) -> String? {
    switch party {
    case .any: return ""
    case .host: return nil
    case .network(let name): return name == network.name ? "" : nil
    case .guest(let guest):
      let cards = network.cards(of: guest).map(\.mac.description)
      return cards.isEmpty ? nil : "ether saddr \(RuleText.anyOf(cards))"
    }
  }

  /// How a receiver on a network looks to the host: by its fixed address.
  func receiver(_ party: Party, on network: FilteredNetwork) -> String? {
    switch party {
    case .any: return ""
    case .host: return nil
    case .network(let name): return name == network.name ? "" : nil
    case .guest(let guest):
      let addresses = network.cards(of: guest).compactMap { $0.address?.description }
      return addresses.isEmpty ? nil : "ip daddr \(RuleText.anyOf(addresses))"
    }
  }

  /// A sender on any network but one.
  func source(_ party: Party, not excluded: FilteredNetwork) -> String? {
    elsewhere(party, not: excluded) { network in
      "iifname \(RuleText.name(network.bridge))" + spaced(sender(party, on: network))
    }
  }

  /// A receiver on any network but one.
  func destination(_ party: Party, not excluded: FilteredNetwork) -> String? {
    elsewhere(party, not: excluded) { network in
      receiver(party, on: network).map {
        "oifname \(RuleText.name(network.bridge))" + spaced($0)
      }
    }
  }

  private func elsewhere(
    _ party: Party, not excluded: FilteredNetwork, _ text: (FilteredNetwork) -> String?
  ) -> String? {
    switch party {
    case .any: return ""
    case .host: return nil
    case .network(let name):
      return networks.first { $0.name == name && $0.name != excluded.name }.flatMap(text)
    case .guest(let guest):
      return networks.first { $0.name != excluded.name && !$0.cards(of: guest).isEmpty }
        .flatMap(text)
    }
  }

  private func spaced(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    return " " + text
  }
}
