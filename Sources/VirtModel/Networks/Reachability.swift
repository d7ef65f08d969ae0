/// Whether the networks of a host let one party talk to another: the same answer that the filter
/// gives to packets. The host's own firewall, and those of guests, may still refuse.
public struct Reachability: Sendable {
  private let networks: [FilteredNetwork]

  /// The flows of some networks.
  init(_ networks: [FilteredNetwork]) {
    self.networks = networks
  }

  /// Why a packet passes, or does not.
  public enum Reason: Hashable, Sendable {
    /// Both are on a network that does not say what is allowed.
    case sameNetwork(Label)
    /// A rule of a network, by its place in the list.
    case rule(network: Label, place: Int)
    /// The host forwards a port to the guest.
    case forwardedPort(network: Label, PortRange)
    /// A network leads to the host or out, and does not say what is allowed.
    case open(network: Label)
    /// The network needs it: addresses and names.
    case service(network: Label)
    /// The network has rules, and none of them allows this.
    case noRule(network: Label)
    /// A network that is entered only by answers and forwarded ports.
    case behindHost(network: Label)
    /// A network that leads nowhere.
    case isolated(network: Label)
    /// The only way out of a network is another interface.
    case otherWayOut(network: Label, InterfaceName)
    /// One of them has no network card.
    case noNetwork
  }

  /// Whether a packet passes, and why.
  public struct Answer: Hashable, Sendable {
    /// Whether it passes.
    public let passes: Bool
    /// Why.
    public let reason: Reason
  }

  /// Whether the first packet from one party to another passes. `any` is somebody outside.
  public func answer(from: Party, to: Party, _ packet: Packet = .anything) -> Answer {
    var refusal: Reason?
    for path in paths(from, to) {
      let reason = path.answer(packet)
      if reason.passes { return Answer(passes: true, reason: reason) }
      refusal = refusal ?? reason
    }
    return Answer(passes: false, reason: refusal ?? .noNetwork)
  }

  private struct Path {
    let answer: (Packet) -> Reason
  }

  private func networks(of party: Party) -> [FilteredNetwork] {
    networks.filter { network in
      switch party {
      case .guest(let guest): !network.cards(of: guest).isEmpty
      case .network(let name): name == network.name
      case .host, .any: false
      }
    }
  }

  /// The ways from one party to another: on a network that both are on, else by the host.
  private func paths(_ from: Party, _ to: Party) -> [Path] {
    let origins = networks(of: from)
    let targets = networks(of: to)
    switch (from, to) {
    case (.host, .host), (.any, .host), (.host, .any), (.any, .any):
      return [Path { _ in .noNetwork }]
    case (_, .host): return origins.map { network in Path { toHost(network, from, $0) } }
    case (.host, _): return targets.map { network in Path { fromHost(network, to, $0) } }
    case (_, .any): return origins.map { network in Path { leaving(network, from, to, nil, $0) } }
    case (.any, _): return targets.map { network in Path { entering(network, from, to, $0) } }
    default:
      let shared = origins.filter { origin in targets.contains { $0.name == origin.name } }
      let apart = origins.flatMap { origin in
        targets.filter { $0.name != origin.name }.map { (origin, $0) }
      }
      return shared.map { network in Path { within(network, from, to, $0) } }
        + apart.map { origin, target in
          Path { packet in
            let out = leaving(origin, from, to, target, packet)
            return out.passes ? entering(target, from, to, packet) : out
          }
        }
    }
  }

  private func rule(
    _ network: FilteredNetwork, _ from: Party, _ to: Party, _ packet: Packet
  ) -> Reason {
    let place = (network.allow ?? []).firstIndex { rule in
      covers(rule.from, from) && covers(rule.to, to) && rule.traffic.contains(packet)
    }
    return place.map { .rule(network: network.name, place: $0) } ?? .noRule(network: network.name)
  }

  /// Whether a party of a rule includes another one.
  private func covers(_ party: Party, _ other: Party) -> Bool {
    switch (party, other) {
    case (.any, _): true
    case (.network(let name), .guest(let guest)):
      networks.contains { $0.name == name && !$0.cards(of: guest).isEmpty }
    default: party == other
    }
  }

  private func within(
    _ network: FilteredNetwork, _ from: Party, _ to: Party, _ packet: Packet
  ) -> Reason {
    network.allow == nil ? .sameNetwork(network.name) : rule(network, from, to, packet)
  }

  private func toHost(_ network: FilteredNetwork, _ from: Party, _ packet: Packet) -> Reason {
    if network.isExisting { return .open(network: network.name) }
    guard network.hasHostAddress else { return .isolated(network: network.name) }
    guard network.allow != nil else { return .open(network: network.name) }
    if network.nat?.isServed == true, [.udp(53), .udp(67), .udp(547), .tcp(53)].contains(packet) {
      return .service(network: network.name)
    }
    return rule(network, from, .host, packet)
  }

  private func fromHost(_ network: FilteredNetwork, _ to: Party, _ packet: Packet) -> Reason {
    if network.isExisting { return .open(network: network.name) }
    guard network.hasHostAddress else { return .isolated(network: network.name) }
    guard network.allow != nil else { return .open(network: network.name) }
    return rule(network, .host, to, packet)
  }

  private func leaving(
    _ network: FilteredNetwork, _ from: Party, _ to: Party, _ target: FilteredNetwork?,
    _ packet: Packet
  ) -> Reason {
    if network.kind == .isolated || (network.isCutOff && target != nil) {
      return .isolated(network: network.name)
    }
    if let external = network.nat?.external, let target, target.nat == nil,
      target.bridge != external
    {
      return .otherWayOut(network: network.name, external)
    }
    return network.allow == nil ? .open(network: network.name) : rule(network, from, to, packet)
  }

  private func entering(
    _ network: FilteredNetwork, _ from: Party, _ to: Party, _ packet: Packet
  ) -> Reason {
    switch network.kind {
    case .isolated: return .isolated(network: network.name)
    case .existing: return .open(network: network.name)
    case .lan:
      if network.isCutOff, from != .any { return .isolated(network: network.name) }
      return network.allow == nil ? .open(network: network.name) : rule(network, from, to, packet)
    case .nat(let nat):
      if let forward = forward(nat, to, packet, on: network) {
        return .forwardedPort(network: network.name, forward.ports)
      }
      return network.allow == nil
        ? .behindHost(network: network.name) : rule(network, from, to, packet)
    }
  }

  private func forward(
    _ nat: FilteredNetwork.NAT, _ to: Party, _ packet: Packet, on network: FilteredNetwork
  ) -> PortForward? {
    guard case .guest(let guest) = to else { return nil }
    let addresses = network.cards(of: guest).compactMap(\.address)
    return nat.forwards.first { forward in
      guard addresses.contains(forward.address) else { return false }
      return switch packet {
      case .tcp(let port): forward.transport == .tcp && forward.toPorts.contains(port)
      case .udp(let port): forward.transport == .udp && forward.toPorts.contains(port)
      case .anything, .icmp: false
      }
    }
  }
}

extension Reachability.Reason {
  /// Whether it is a reason to pass.
  public var passes: Bool {
    switch self {
    case .sameNetwork, .rule, .forwardedPort, .open, .service: true
    case .noRule, .behindHost, .isolated, .otherWayOut, .noNetwork: false
    }
  }
}
