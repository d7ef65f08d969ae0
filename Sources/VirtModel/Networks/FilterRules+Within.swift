// Rules between the ports of a bridge.
extension FilterRules {
  /// The chain of each port of a network that has its rules.
  var forwardPorts: [String] {
    networks.filter { $0.allow != nil }.flatMap { network in
      var ports = network.cards.map(\.tap)
      if case .lan(let port) = network.kind { ports.insert(port, at: 0) }
      return ports.map { "\(RuleText.name($0)) : jump within-\(network.name)" }
    }
  }

  var hasUDPWithin: Bool {
    networks.contains { network in
      network.rulesWithin.contains { $0.rule.traffic.isEverything || !$0.rule.traffic.udp.isEmpty }
    }
  }

  func withinChain(_ network: FilteredNetwork) -> PacketRules.Chain {
    let within = network.rulesWithin
    var rules: [PacketRules.Rule] = []
    if case .lan(let port) = network.kind { rules += lan(RuleText.name(port)) }
    if !within.isEmpty || rules.isEmpty == false {
      rules.append(
        PacketRules.Rule("Address resolution and error messages.", "ether type arp accept"))
      rules.append(
        PacketRules.Rule(nil, "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept"))
      rules.append(
        PacketRules.Rule(
          nil, "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept"))
      rules.append(
        PacketRules.Rule(
          nil,
          "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }",
          "accept"))
    }
    if within.contains(where: { $0.rule.traffic.isEverything || !$0.rule.traffic.udp.isEmpty }) {
      rules.append(
        PacketRules.Rule(
          "Later fragments are useless if the first one was dropped.",
          "ip frag-off & 0x1fff != 0 accept"))
      rules.append(PacketRules.Rule(nil, "exthdr frag exists frag frag-off != 0 accept"))
      rules.append(
        PacketRules.Rule(
          "Answers by UDP.", "iifname . ip saddr . udp sport . ip daddr . udp dport @asked accept"))
      rules.append(
        PacketRules.Rule(
          nil, "iifname . ip6 saddr . udp sport . ip6 daddr . udp dport @asked6 accept"))
    }
    for each in within { rules += passing(each) }
    rules.append(PacketRules.Rule("Nothing else.", "drop"))
    if !network.isCutOff, network.kind != .existing {
      rules.insert(
        PacketRules.Rule(
          "For the inet table, which sees these frames if br_netfilter is loaded.",
          "meta mark set meta mark | \(Self.bridgedMark)"), at: 0)
    }
    return PacketRules.Chain(
      name: "within-\(network.name)", comment: "Within network \(network.name).", hook: nil,
      rules: rules)
  }

  /// Packets without which guests on a LAN cannot work at all.
  private func lan(_ port: String) -> [PacketRules.Rule] {
    let solicitations =
      "{ nd-router-solicit, mld-listener-query, mld-listener-report, mld-listener-done,"
      + " mld2-listener-report }"
    return [
      PacketRules.Rule(
        "DHCP and router advertisements of the LAN.",
        "oifname \(port) udp sport 68 udp dport"
          + " 67 accept"),
      PacketRules.Rule(nil, "iifname \(port) udp sport 67 udp dport 68 accept"),
      PacketRules.Rule(nil, "oifname \(port) udp sport 546 udp dport 547 accept"),
      PacketRules.Rule(nil, "iifname \(port) udp sport 547 udp dport 546 accept"),
      PacketRules.Rule(nil, "iifname \(port) icmpv6 type nd-router-advert accept"),
      PacketRules.Rule(nil, "icmpv6 type \(solicitations) accept"),
    ]
  }

  private func passing(_ each: RuleWithin) -> [PacketRules.Rule] {
    let there = [each.from.map { "iifname \($0)" }, each.to.map { "oifname \($0)" }]
      .compactMap { $0 }.joined(separator: " ")
    let back = [each.to.map { "iifname \($0)" }, each.from.map { "oifname \($0)" }]
      .compactMap { $0 }.joined(separator: " ")
    let traffic = each.rule.traffic
    if traffic.isEverything, there.isEmpty {
      return [PacketRules.Rule(each.rule.description, "accept")]
    }
    var rules: [PacketRules.Rule] = []
    func add(_ parts: String...) {
      let text = parts.filter { !$0.isEmpty }.joined(separator: " ")
      rules.append(PacketRules.Rule(rules.isEmpty ? each.rule.description : nil, text))
    }
    func remember(_ match: String, _ verdict: String) {
      for (family, set) in [("ip", "asked"), ("ip6", "asked6")] {
        add(
          there, match,
          "update @\(set) { oifname . \(family) daddr . udp dport . \(family) saddr . udp sport }",
          verdict)
      }
    }
    if traffic.isEverything {
      remember("", "accept")
      add(there, "accept")
      add(back, "tcp flags & (syn | ack) != syn accept")
    }
    if !traffic.tcp.isEmpty {
      let ports = RuleText.ports(traffic.tcp)
      add(there, "tcp dport \(ports) accept")
      add(back, "tcp sport \(ports) tcp flags & (syn | ack) != syn accept")
    }
    if !traffic.udp.isEmpty { remember("udp dport \(RuleText.ports(traffic.udp))", "accept") }
    if traffic.isEverything || traffic.icmp {
      if traffic.icmp {
        add(there, "icmp type echo-request accept")
        add(there, "icmpv6 type echo-request accept")
      }
      add(back, "icmp type echo-reply accept")
      add(back, "icmpv6 type echo-reply accept")
    }
    return rules
  }
}

/// A rule about two parties on one bridge, with their ports; nil for all.
struct RuleWithin {
  let rule: AllowRule
  let from: String?
  let to: String?
}

extension FilteredNetwork {
  /// The rules about flows that stay on the bridge.
  var rulesWithin: [RuleWithin] {
    (allow ?? []).compactMap { rule in
      guard let from = ports(of: rule.from), let to = ports(of: rule.to) else { return nil }
      if case .guest(let guest) = rule.from, rule.to == .guest(guest) { return nil }
      // Alone on its bridge, a guest talks to nobody here.
      return RuleWithin(rule: rule, from: from.names, to: to.names)
    }
  }

  /// The ports that a party is at; nil for a party that is not on the bridge.
  private func ports(of party: Party) -> (names: String?, Void)? {
    switch party {
    case .any: return (nil, ())
    case .network(let name): return name == self.name ? (nil, ()) : nil
    case .host: return nil
    case .guest(let guest):
      let cards = cards(of: guest)
      return cards.isEmpty ? nil : (RuleText.names(cards.map(\.tap)), ())
    }
  }
}
