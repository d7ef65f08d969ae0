// Rules for packets that the host forwards, receives and sends.
extension FilterRules {
  var inetTable: PacketRules.Table {
    var chains: [PacketRules.Chain] = []
    func add(_ name: String, _ type: String, _ rules: [PacketRules.Rule], _ comment: String) {
      guard !rules.isEmpty else { return }
      chains.append(
        PacketRules.Chain(
          name: name, comment: comment,
          hook: "type \(type); policy accept;", rules: rules))
    }
    add(
      "forward", "filter hook forward priority filter - 10", forwardRules,
      "From one network to another. The host's firewall may still refuse what passes here.")
    chains += routed.flatMap { [leaving($0), entering($0)].compactMap { $0 } }
    add(
      "input", "filter hook input priority filter - 10", inputRules, "From networks to the host.")
    chains += withHostRules.map(toHost)
    add(
      "output", "filter hook output priority filter - 10", outputRules,
      "From the host to networks.")
    chains += withHostRules.filter { toGuests($0) != nil }.map(fromHost)
    add(
      "prerouting", "nat hook prerouting priority dstnat", forwardedPorts,
      "Ports of the host that are forwarded to guests.")
    add("local", "nat hook output priority -100", forwardedPorts, "The same for the host itself.")
    add(
      "postrouting", "nat hook postrouting priority srcnat", translation,
      "Outgoing packets get the host's address.")
    return PacketRules.Table(
      family: "inet", name: Self.tableName,
      comment: ["Packets that the host routes, sends or receives."], sets: [],
      chains: chains)
  }

  /// Networks between which the host forwards by rules.
  private var routed: [FilteredNetwork] {
    networks.filter { $0.nat != nil || ($0.allow != nil && !$0.isCutOff && !$0.isExisting) }
  }

  private var forwardRules: [PacketRules.Rule] {
    var rules: [PacketRules.Rule] = []
    let own = networks.filter { !$0.isExisting }
    let free = own.filter { $0.allow == nil || $0.isCutOff }.map(\.bridge)
    if !free.isEmpty {
      let pairs = free.map { "\(RuleText.name($0)) . \(RuleText.name($0))" }
      rules.append(
        PacketRules.Rule(
          "Frames within a bridge, which br_netfilter passes to this table.",
          "iifname . oifname { \(pairs.joined(separator: ", ")) } accept"))
    }
    for network in own where network.allow != nil && !network.isCutOff {
      let bridge = RuleText.name(network.bridge)
      rules.append(
        PacketRules.Rule(
          "The same for frames that the bridge table allowed.",
          "iifname \(bridge) oifname \(bridge)",
          "meta mark & \(Self.bridgedMark) != 0 accept"))
    }
    let cutOff = networks.filter(\.isCutOff).map(\.bridge)
    if !cutOff.isEmpty {
      rules.append(
        PacketRules.Rule(
          "The host does not route packets of this network.",
          "iifname"
            + " \(RuleText.names(cutOff)) drop"))
      rules.append(PacketRules.Rule(nil, "oifname \(RuleText.names(cutOff)) drop"))
    }
    if !routed.isEmpty {
      rules.append(
        PacketRules.Rule("Answers.", "ct state established,related accept"))
    }
    for network in routed where leaving(network) != nil {
      rules.append(
        PacketRules.Rule(
          nil, "iifname \(RuleText.name(network.bridge)) jump out-of-\(network.name)"))
    }
    for network in routed {
      guard let guests = toGuests(network) else { continue }
      rules.append(
        PacketRules.Rule(
          nil, "oifname \(RuleText.name(network.bridge))", guests, "jump into-\(network.name)"))
    }
    return rules
  }

  /// Packets that leave a network through the host.
  private func leaving(_ network: FilteredNetwork) -> PacketRules.Chain? {
    var rules: [PacketRules.Rule] = []
    if let nat = network.nat {
      if nat.subnet6 == nil {
        rules.append(PacketRules.Rule("No IPv6.", "meta nfproto ipv6 drop"))
      }
      if let external = nat.external {
        rules.append(
          PacketRules.Rule(
            "\(external) is the only interface for outgoing packets.",
            "oifname != { \(RuleText.name(external)), \(otherBridges(than: external)) } drop"))
      }
    }
    if let allow = network.allow {
      for rule in allow {
        guard let from = sender(rule.from, on: network), let to = destination(rule.to, not: network)
        else { continue }
        rules += passing(rule, from, to)
      }
      rules.append(PacketRules.Rule("Nothing else.", "drop"))
    }
    guard !rules.isEmpty else { return nil }
    return PacketRules.Chain(
      name: "out-of-\(network.name)", comment: "From network \(network.name) to others.", hook: nil,
      rules: rules)
  }

  /// Bridges that have rules of their own about what enters.
  private func otherBridges(than external: InterfaceName) -> String {
    routed.map(\.bridge).filter { $0 != external }.map(RuleText.name).joined(separator: ", ")
  }

  /// Packets that enter a network through the host.
  private func entering(_ network: FilteredNetwork) -> PacketRules.Chain? {
    guard toGuests(network) != nil else { return nil }
    var rules: [PacketRules.Rule] = []
    if !(network.nat?.forwards.isEmpty ?? true) {
      rules.append(PacketRules.Rule("Forwarded ports.", "ct status dnat return"))
    }
    for rule in network.allow ?? [] {
      guard let from = source(rule.from, not: network), let to = receiver(rule.to, on: network)
      else { continue }
      rules += passing(rule, from, to)
    }
    rules.append(PacketRules.Rule("Nothing else.", "drop"))
    return PacketRules.Chain(
      name: "into-\(network.name)", comment: "Into network \(network.name).", hook: nil,
      rules: rules)
  }

  private var translation: [PacketRules.Rule] {
    let bridges = networks.filter { $0.nat != nil }.map { RuleText.name($0.bridge) }
    var rules: [PacketRules.Rule] = []
    for network in networks {
      guard let nat = network.nat else { continue }
      let bridge = RuleText.name(network.bridge)
      let out =
        nat.external.map { "oifname \(RuleText.name($0))" }
        ?? "oifname != \(RuleText.anyOf(bridges))"
      rules.append(PacketRules.Rule(nil, "ip saddr \(nat.subnet) \(out) masquerade"))
      if let subnet6 = nat.subnet6 {
        rules.append(PacketRules.Rule(nil, "ip6 saddr \(subnet6) \(out) masquerade"))
      }
      if !nat.forwards.isEmpty {
        rules.append(
          PacketRules.Rule(
            "Guests that use a forwarded port of their own network.",
            "ip saddr \(nat.subnet) oifname \(bridge) ct status dnat masquerade"))
      }
    }
    return rules
  }

  /// Addresses of the host whose ports are not forwarded: guests ask the server of their network there.
  private func unforwarded(_ forward: PortForward) -> String {
    let ports: [UInt16] = forward.transport == .udp ? [53, 67] : [53]
    guard ports.contains(where: forward.ports.contains) else { return "127.0.0.0/8" }
    let servers = networks.filter { $0.nat?.isServed ?? false }.compactMap(\.hostAddress)
    return RuleText.anyOf(["127.0.0.0/8"] + servers.map(\.description))
  }

  private var forwardedPorts: [PacketRules.Rule] {
    networks.compactMap(\.nat).flatMap(\.forwards).flatMap { forward in
      let local = "fib daddr type local ip daddr != \(unforwarded(forward))"
      let transport = forward.transport.rawValue
      guard forward.ports.first != forward.ports.last, forward.toPort != forward.ports.first else {
        let port = forward.ports.first == forward.ports.last ? ":\(forward.toPort)" : ""
        return [
          PacketRules.Rule(
            nil, local, "\(transport) dport \(forward.ports)",
            "dnat ip to \(forward.address)\(port)")
        ]
      }
      return (forward.ports.first...forward.ports.last).map { port in
        PacketRules.Rule(
          nil, local, "\(transport) dport \(port)",
          "dnat ip to \(forward.address):\(forward.toPort + (port - forward.ports.first))")
      }
    }
  }
}
