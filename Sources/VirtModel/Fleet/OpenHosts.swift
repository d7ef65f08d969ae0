import NixAST

/// The hosts that a guest may be placed on, by what a description has about guest and host each.
struct OpenHosts {
  private struct Room {
    let name: HostName
    let hasMemory: Bool
    let drains: Bool
    let system: System
    let networks: Set<Label>
    let tags: [Label]

    init(_ machine: Named<HostName, Description>) {
      let host = machine.content.host
      name = machine.name.value
      hasMemory = host.guestMemory != nil
      drains = host.drain
      system = host.system
      networks = machine.content.networkNames
      tags = host.tagNames
    }
  }

  private let rooms: [Room]
  private let system: System
  private let network: FleetDescription.DefaultNetwork

  init(_ description: FleetDescription, _ machines: [Named<HostName, Description>]) {
    rooms = machines.map(Room.init)
    system = description.commonSystem
    network = description.defaultNetwork
  }

  /// The indices of the hosts; nil for all.
  func list(for guest: GuestDescription) -> [Int]? {
    let wanted = Wanted(guest, system)
    let open = rooms.indices.filter { reason(against: rooms[$0], wanted) == nil }
    return open.count == rooms.count ? nil : Array(open)
  }

  /// Why a guest may not be placed on a host; nil if it may.
  func reason(
    on host: HostName, for name: GuestName, _ guest: GuestDescription
  ) -> FleetPlacement.Reason? {
    guard let room = rooms.first(where: { $0.name == host }) else { return nil }
    let reason = reason(against: room, Wanted(guest, system))
    return reason == .notListed ? .notNamed(by: name) : reason
  }

  private struct Wanted {
    let hosts: [NameSelector<HostName>]?
    let system: System
    let networks: Set<Label>
    let lacksNetwork: Bool

    init(_ guest: GuestDescription, _ system: System) {
      hosts = guest[PlacementKeys.hosts].map { $0.value.map(\.value) }
      self.system = guest[SystemKey.key]?.value ?? system
      let cards = Interfaces.cards(guest)
      networks = Set((cards ?? []).compactMap(\.value.network?.value))
      lacksNetwork = cards?.contains { $0.value.network == nil } ?? true
    }
  }

  private func reason(against room: Room, _ wanted: Wanted) -> FleetPlacement.Reason? {
    if room.drains { return .drains }
    if !room.hasMemory { return .unknownMemory }
    if room.system != wanted.system { return .otherSystem(room.system, wanted: wanted.system) }
    if case .ambiguous(let names) = network, wanted.lacksNetwork { return .ambiguousNetwork(names) }
    if let missing = wanted.networks.subtracting(room.networks).min() { return .noNetwork(missing) }
    guard let hosts = wanted.hosts, !hosts.contains(where: { $0.matches(room.name, room.tags) })
    else { return nil }
    // The caller knows which guest leaves it out.
    return .notListed
  }
}

extension Description {
  /// The names of its networks.
  var networkNames: Set<Label> {
    var names = Set(networks.map(\.name.value))
    if host.nic != nil { names.insert(Label(checked: "lan")) }
    return names
  }
}

extension FleetDescription {
  /// The network of guests that name none.
  enum DefaultNetwork: Sendable, Equatable {
    /// No host has a network.
    case none
    /// That of all hosts.
    case one(Label)
    /// Hosts have different ones, and none is described for all of them.
    case ambiguous([Label])

    /// The network that a guest gets where these are all networks.
    static func choice(_ names: some Sequence<Label>) -> Label? {
      let names = names.sorted()
      return names.first { $0.description == "lan" } ?? names.first
    }
  }

  /// The platform of guests that name none.
  var commonSystem: System {
    let systems = Set(hosts.map(\.content.host.system))
    return systems.count == 1 ? systems.first ?? .x86 : .x86
  }

  /// - Parameter shared: the networks that are described for all hosts.
  mutating func setDefaultNetwork(shared: [Label]) {
    if let network = DefaultNetwork.choice(shared) {
      defaultNetwork = .one(network)
    } else {
      let names = Set(hosts.compactMap { DefaultNetwork.choice($0.content.networkNames) })
      defaultNetwork =
        names.count > 1 ? .ambiguous(names.sorted()) : names.first.map { .one($0) } ?? .none
    }
    guard case .one(let network) = defaultNetwork else { return }
    for index in guests.indices {
      guests[index].content.setNetwork(network, at: guests[index].name)
    }
  }
}

extension GuestDescription {
  /// Gives the network cards that name no network this one, so that it is the same on every host.
  fileprivate mutating func setNetwork(_ network: Label, at name: Located<GuestName>) {
    guard var cards = self[Interfaces.key] else {
      if self[Interfaces.network] == nil {
        self[Interfaces.network] = Located(network, at: name.range)
      }
      return
    }
    for index in cards.value.indices where cards.value[index].value.network == nil {
      cards.value[index].value.network = Located(network, at: cards.value[index].range)
    }
    self[Interfaces.key] = cards
  }
}
