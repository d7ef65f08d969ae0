import NixAST

/// Rules and forwarded ports of networks: what they mention must be there, and the filter must be able
/// to find who is meant.
struct FlowResolution {
  private let guests: [GuestName: Guest]
  private let networks: [Label]
  /// The parties of all hosts of the fleet, if the host is in one.
  private let fleet: Parties

  init(guests: [Guest], networks: [Label], fleet: Parties) {
    self.guests = Dictionary(guests.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.networks = networks
    self.fleet = fleet
  }

  // MARK: - Rules

  /// The rules of a network.
  func rules(
    _ described: NetworkDescription, of network: Network, _ diagnostics: inout Diagnostics
  ) -> [AllowRule]? {
    guard let allow = described.allow else { return nil }
    let path = "networks.\(network.name).allow"
    if described.existing {
      diagnostics.report(
        .conflictingKeys(
          "\(path) cannot be enforced on an existing bridge", at: allow.range,
          other: described.place(of: \.existing),
          suggestion: "remove it, or let nixvirt create the bridge"))
      return nil
    }
    checkAddresses(network, path, at: allow.range, &diagnostics)
    return allow.value.enumerated().compactMap { index, rule in
      self.rule(rule, "\(path)[\(index)]", of: network, &diagnostics)
    }
  }

  private func rule(
    _ described: Located<DescribedSet<AllowKeys>>, _ path: String, of network: Network,
    _ diagnostics: inout Diagnostics
  ) -> AllowRule? {
    guard let from = described.value.from, let to = described.value.to,
      let sender = party(from, "\(path).from", &diagnostics),
      let receiver = party(to, "\(path).to", &diagnostics)
    else { return nil }
    let rule = AllowRule(
      from: sender, to: receiver,
      Traffic(
        tcp: (described.value.tcp?.value ?? []).map(\.value),
        udp: (described.value.udp?.value ?? []).map(\.value), icmp: described.value.icmp))
    checkReceiver(rule, path, of: network, at: to.range, &diagnostics)
    return rule
  }

  /// A LAN has other machines beside the guests: the host knows guests there by their addresses.
  private func checkAddresses(
    _ network: Network, _ path: String, at range: SourceRange?, _ diagnostics: inout Diagnostics
  ) {
    guard network.isLAN, network.hasHostAddress else { return }
    for guest in guests.values.sorted(by: { $0.name < $1.name }) {
      guard guest.interfaces.contains(where: { $0.network == network.name && $0.address == nil })
      else { continue }
      diagnostics.report(
        .missingKey(
          "address on \(network.name), which \(path) needs to identify its packets",
          path: "guests.\(guest.name)", at: range,
          suggestion: "add interfaces = [ { network = \"\(network.name)\"; address = \"…\"; } ];"))
    }
  }

  /// Packets that come by the host are reported by the receiver's address.
  private func checkReceiver(
    _ rule: AllowRule, _ path: String, of network: Network, at range: SourceRange?,
    _ diagnostics: inout Diagnostics
  ) {
    guard case .guest(let name) = rule.to, !network.isCutOff, let guest = guests[name] else {
      return
    }
    let cards = guest.interfaces.filter { $0.network == network.name }
    guard !cards.isEmpty, cards.contains(where: { $0.address == nil }) else { return }
    let isFromElsewhere =
      switch rule.from {
      case .host: true
      case .any: !network.isLAN
      case .network(let other): other != network.name
      case .guest(let other):
        !(guests[other]?.interfaces.contains { $0.network == network.name } ?? false)
      }
    guard isFromElsewhere else { return }
    diagnostics.report(
      .missingKey(
        "address on \(network.name), which the host needs to identify packets to it",
        path: "guests.\(name)", at: range,
        suggestion: "add interfaces = [ { network = \"\(network.name)\"; address = \"…\"; } ];"))
  }

  private func party(
    _ name: Located<PartyName>, _ path: String, _ diagnostics: inout Diagnostics
  ) -> Party? {
    let text = name.value.description
    let guest = GuestName(text).flatMap { guests[$0] }
    let network = Label(text).flatMap { networks.contains($0) ? $0 : nil }
    switch (text, guest, network) {
    case ("host", _, _): return .host
    case ("any", _, _): return .any
    case (_, let guest?, nil): return .guest(guest.name)
    case (_, nil, let network?): return .network(network)
    case (_, _?, _?):
      diagnostics.report(
        .conflictingKeys(
          "\(path): \(text) is both a guest and a network", at: name.range, other: nil,
          suggestion: "give one of them another name"))
    case (_, nil, nil):
      if isElsewhere(text) { return nil }
      let known =
        fleet.guests.union(guests.keys).map(\.description)
        + fleet.networks.union(networks).map(\.description) + ["any", "host"]
      diagnostics.report(
        .unknownName(
          .unknownParty, "guest or network", name.value, known: known.compactMap { PartyName($0) },
          path, at: name.range))
    }
    return nil
  }

  /// Whether a name is that of a guest or a network on another host of the fleet.
  private func isElsewhere(_ name: String) -> Bool {
    GuestName(name).map(fleet.guests.contains) ?? false
      || Label(name).map(fleet.networks.contains) ?? false
  }

  /// Warns of rules that no packet ever needs.
  func warn(
    _ described: NetworkDescription, of network: Network,
    _ diagnostics: inout Diagnostics
  ) {
    guard let allow = described.allow, let rules = network.allow, rules.count == allow.value.count
    else { return }
    for (index, rule) in rules.enumerated() {
      let place = allow.value[index].range ?? allow.range
      let earlier = rules[..<index].firstIndex {
        $0.covers(rule, isMember: { guest, network in isOn(guest, network) })
      }
      if let earlier {
        diagnostics.report(
          Diagnostic(
            .unusedRule, "networks.\(network.name).allow[\(index)] is covered by an earlier rule",
            at: place,
            notes: [.init("\(rules[earlier]), here", at: allow.value[earlier].range)],
            suggestion: "remove it"))
      } else if !Self.canMatch(rule, on: network, isOn: isOn) {
        diagnostics.report(
          Diagnostic(
            .unusedRule,
            "networks.\(network.name).allow[\(index)] never matches: packets from \(rule.from)"
              + " to \(rule.to) do not use \(network.name)",
            at: place, suggestion: "remove it, or move it to the network that they use"))
      }
    }
  }

  private func isOn(_ guest: GuestName, _ network: Label) -> Bool {
    guests[guest]?.interfaces.contains { $0.network == network } ?? false
  }

  private static func canMatch(
    _ rule: AllowRule, on network: Network, isOn: (GuestName, Label) -> Bool
  ) -> Bool {
    if rule.from == rule.to, rule.from != .network(network.name), rule.from != .any { return false }
    func isHere(_ party: Party) -> Bool {
      switch party {
      case .guest(let guest): isOn(guest, network.name)
      case .network(let name): name == network.name
      case .host: false
      case .any: true
      }
    }
    guard isHere(rule.from) || isHere(rule.to) else { return false }
    if rule.from == .host || rule.to == .host { return network.hasHostAddress }
    // Nothing but the bridge itself leads there.
    return !network.isCutOff || (isHere(rule.from) && isHere(rule.to))
  }

  // MARK: - Forwarded ports

  /// The host's ports of displays that other machines can reach.
  private var displays: [UInt16] {
    guests.values.compactMap { guest in
      guard case .tcp(_, let number)? = guest.vncDisplay, guest.vncDisplay?.isLocal == false else {
        return nil
      }
      return UInt16(exactly: 5900 + number)
    }
  }

  /// The forwarded ports of a network behind the host's address. Ports are the host's, so that all
  /// networks share `taken`.
  func forwards(
    _ described: [Located<DescribedSet<ForwardKeys>>], of network: Label, _ path: String,
    taken: inout [(forward: PortForward, range: SourceRange?)],
    _ diagnostics: inout Diagnostics
  ) -> [PortForward] {
    var forwards: [PortForward] = []
    for (index, each) in described.enumerated() {
      guard let port = each.value.port, let to = each.value.to else { continue }
      let path = "\(path)[\(index)]"
      guard let guest = guests[to.value] else {
        if !fleet.guests.contains(to.value) {
          diagnostics.report(
            .unknownGuest(
              to.value, known: Array(fleet.guests.union(guests.keys)), "\(path).to", at: to.range))
        }
        continue
      }
      guard let address = guest.interfaces.first(where: { $0.network == network })?.address?.address
      else {
        diagnostics.report(
          .missingKey(
            "address on \(network) for \(path)", path: "guests.\(to.value)",
            at: to.range,
            suggestion: "add interfaces = [ { network = \"\(network)\"; address = \"…\"; } ];"))
        continue
      }
      let toPort = each.value.toPort?.value ?? Int(port.value.first)
      guard let first = UInt16(exactly: toPort),
        PortRange(toPort, toPort + Int(port.value.last - port.value.first)) != nil
      else {
        diagnostics.report(
          .outOfRange(
            Int64(toPort) + Int64(port.value.last - port.value.first), 1...65535,
            path: DataPath.root.appending("networks").appending(network.description)
              .appending("nat").appending("forwards").appending(index).appending("toPort"),
            at: each.value.toPort?.range ?? port.range))
        continue
      }
      let forward = PortForward(
        transport: each.value.transport?.value ?? .tcp, ports: port.value, address: address,
        toPort: first)
      if forward.transport == .tcp, forward.ports.contains(22) {
        diagnostics.report(
          .conflictingKeys(
            "\(path) takes port 22, which the host itself uses for SSH", at: port.range,
            other: nil, suggestion: "use another port of the host, as in port = 2222; toPort = 22;")
        )
      }
      if forward.transport == .tcp, let display = displays.first(where: forward.ports.contains) {
        diagnostics.report(
          .conflictingKeys(
            "\(path) takes port \(display) of the host, where a guest's display is", at: port.range,
            other: nil, suggestion: "use another port of the host, or another display"))
      }
      if let other = taken.first(where: {
        $0.forward.transport == forward.transport && $0.forward.ports.overlaps(forward.ports)
      }) {
        diagnostics.report(
          .conflictingKeys(
            "\(path) takes \(forward.transport.rawValue) port \(port.value) of the host, which"
              + " already leads to \(other.forward.address)", at: port.range, other: other.range,
            suggestion: "use another port of the host"))
      }
      taken.append((forward, port.range))
      forwards.append(forward)
    }
    return forwards
  }
}

extension Network {
  /// Whether the host neither takes packets from it nor forwards any.
  var isCutOff: Bool {
    switch connection {
    case .lan: !hasHostAddress
    case .nat, .existing: false
    case .isolated: true
    }
  }
}

extension AllowRule {
  /// Whether all packets of another rule's pass by this one.
  func covers(_ other: AllowRule, isMember: (GuestName, Label) -> Bool) -> Bool {
    func covers(_ party: Party, _ other: Party) -> Bool {
      switch (party, other) {
      case (.any, _): true
      case (.network(let network), .guest(let guest)): isMember(guest, network)
      default: party == other
      }
    }
    return covers(from, other.from) && covers(to, other.to) && traffic.covers(other.traffic)
  }
}
