import NixAST

/// A description as a problem of placement, with the names that its indices stand for.
struct PlacementQuestion {
  /// The hosts, sorted.
  let hosts: [HostName]
  private(set) var problem: PlacementProblem
  /// All guests, sorted.
  private let guests: [GuestName]
  private let indices: [GuestName: Int]
  /// The guests that leave their host out.
  private let free: [GuestName: GuestDescription]
  private let openHosts: OpenHosts

  init(_ description: FleetDescription, _ guests: FleetGuests, _ assignment: Assignment) {
    let machines = description.hosts.sorted { $0.name.value < $1.name.value }
    hosts = machines.map(\.name.value)
    let places = Dictionary(
      hosts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    openHosts = OpenHosts(machines)
    free = Dictionary(
      description.guests.map { ($0.name.value, $0.content) },
      uniquingKeysWith: { first, _ in first })

    var all: [(name: GuestName, guest: PlacementProblem.Guest)] = []
    for (place, machine) in machines.enumerated() {
      for guest in machine.content.guests {
        all.append((guest.name.value, Self.guest(guest.content, hosts: nil, current: place)))
      }
    }
    for guest in description.guests {
      let current = assignment.hosts[guest.name.value].flatMap { places[$0] }
      let open = openHosts.list(for: guest.content, places)
      all.append((guest.name.value, Self.guest(guest.content, hosts: open, current: current)))
    }
    all.sort { $0.name < $1.name }
    self.guests = all.map(\.name)
    let indices = Dictionary(
      all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.indices = indices
    func pairs(_ pairs: [FleetGuests.Pair]) -> [PlacementProblem.Pair] {
      pairs.compactMap { pair in
        guard let first = indices[pair.first], let second = indices[pair.second] else { return nil }
        return PlacementProblem.Pair(first, second)
      }
    }
    problem = PlacementProblem(
      hosts: machines.map { machine in
        let host = machine.content.host
        return PlacementProblem.Host(
          memory: host.memory?.value.bytes ?? Self.plenty, cpus: host.cpus?.value ?? 1 << 20)
      }, guests: all.map(\.guest), affinity: pairs(guests.together),
      antiAffinity: pairs(guests.apart))
  }

  /// What a host has that does not say it: more than there is.
  private static let plenty: Int64 = 1 << 60

  private static func guest(
    _ described: GuestDescription, hosts: [Int]?, current: Int?
  ) -> PlacementProblem.Guest {
    PlacementProblem.Guest(
      memory: described[Memory.key].bytes,
      cpus: described[CPUs.key].count, hosts: hosts, current: current)
  }

  func index(of guest: GuestName) -> Int? { indices[guest] }

  // MARK: - Answers

  /// What decided on a host, with names.
  func named(_ decision: PlacementExplanation.Decision) -> FleetPlacement.Decision {
    switch decision {
    case .stays: .stays
    case .follows(let guest, _): .follows(guests[guest])
    case .onlyChoice: .onlyChoice
    case .chosen: .chosen
    case .nowhere: .nowhere
    case .conflict: .conflict
    }
  }

  /// Why a guest is not on a host, with names.
  func named(
    _ reason: PlacementExplanation.Reason, on host: HostName
  ) -> FleetPlacement.Reason {
    switch reason {
    case .notAllowed(let guest):
      openHosts.reason(on: host, for: guests[guest], free[guests[guest]] ?? GuestDescription())
    case .follows(let guest): .follows(guests[guest])
    case .tooFewCPUs(let guest, let wanted, let available):
      .tooFewCPUs(guests[guest], wanted: wanted, available: available)
    case .antiAffinity(let guest, let other): .apart(guests[guest], from: guests[other])
    case .tooLittleMemory(let wanted, let free):
      .tooLittleMemory(wanted: Size(bytes: wanted), free: Size(bytes: free))
    case .fuller(let load, let taken): .fuller(load: load.highest, taken: taken.highest)
    case .lessFull(let load, let taken): .lessFull(load: load.highest, taken: taken.highest)
    case .possible(let load): .possible(load: load.highest)
    }
  }

  /// The finding about a guest that no host can take, with what is to be said of each.
  func noRoom(
    for name: Located<GuestName>, _ index: Int, _ placement: Placement
  ) -> Diagnostic {
    let reasons = zip(hosts, placement.explanation(of: index).reasons)
    var notes = reasons.prefix(8).compactMap { host, reason -> Diagnostic.Note? in
      reason.map { Diagnostic.Note("\(host): \(named($0, on: host).words)") }
    }
    if hosts.count > 8 { notes.append(Diagnostic.Note("and \(hosts.count - 8) more hosts")) }
    let message =
      placement.completeness == .notFound
      ? "found no host for \(name.value)" : "no host can take \(name.value)"
    return Diagnostic(.noRoom, message, at: name.range, notes: notes)
  }
}

/// The hosts that a guest may be placed on: they say how much memory they have, are among those that
/// the guest names, and have its networks.
private struct OpenHosts {
  private var measured: [HostName] = []
  private var networks: [HostName: Set<Label>] = [:]
  private let count: Int

  init(_ machines: [Named<HostName, Description>]) {
    count = machines.count
    for machine in machines where machine.content.host.memory != nil {
      measured.append(machine.name.value)
      var names = Set(machine.content.networks.map(\.name.value))
      if machine.content.host.nic != nil { names.insert(Label(checked: "lan")) }
      networks[machine.name.value] = names
    }
  }

  /// Nil for all hosts.
  func list(for guest: GuestDescription, _ places: [HostName: Int]) -> [Int]? {
    let wanted = Self.networks(of: guest)
    let named = guest[PlacementKeys.hosts]?.value.map(\.value)
    if named == nil, wanted.isEmpty, measured.count == count { return nil }
    return measured.filter { host in
      (named?.contains(host) ?? true) && wanted.isSubset(of: networks[host] ?? [])
    }.compactMap { places[$0] }
  }

  /// Why a guest may not be placed on a host.
  func reason(
    on host: HostName, for name: GuestName, _ guest: GuestDescription
  ) -> FleetPlacement.Reason {
    guard let networks = networks[host] else { return .unknownMemory }
    if let network = Self.networks(of: guest).subtracting(networks).min() {
      return .noNetwork(network)
    }
    return .notNamed(by: name)
  }

  private static func networks(of guest: GuestDescription) -> Set<Label> {
    Set((Interfaces.cards(guest) ?? []).compactMap(\.value.network?.value))
  }
}
