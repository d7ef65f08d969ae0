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

  // MARK: - Words

  /// What decided on a host.
  func words(_ decision: PlacementExplanation.Decision) -> String {
    switch decision {
    case .stays: "it was placed there before, and stays where its disk is"
    case .follows(let guest, _): "it is to be on one host with \(guests[guest])"
    case .onlyChoice: "no other host can take it"
    case .chosen: "so the fullest host has as much left as can be"
    case .nowhere: "no host can take it"
    case .conflict: "what is said of it cannot be"
    }
  }

  /// Why a guest is not on a host.
  func words(_ reason: PlacementExplanation.Reason, on host: HostName) -> String {
    switch reason {
    case .notAllowed(let guest):
      openHosts.words(on: host, for: guests[guest], free[guests[guest]] ?? GuestDescription())
    case .follows(let guest): "\(guests[guest]), to be on one host with it, is not there"
    case .tooFewCPUs(let guest, let wanted, let available):
      "has \(available) CPUs, and \(guests[guest]) has \(wanted)"
    case .antiAffinity(let guest, let other):
      "\(guests[other]) is there, and \(guests[guest]) is to be on another host"
    case .tooLittleMemory(let wanted, let free):
      "has \(Self.amount(free)) of memory left, and \(Self.amount(wanted)) are wanted"
    case .fuller(let load, let taken):
      "would be \(Self.percent(load)) full, and the host that it is on is \(Self.percent(taken))"
    case .lessFull(let load, let taken):
      "would be \(Self.percent(load)) full, less than the host that it is on: \(Self.percent(taken))"
    case .possible(let load): "would be \(Self.percent(load)) full"
    }
  }

  /// The finding about a guest that no host can take, with what is to be said of each.
  func noRoom(
    for name: Located<GuestName>, _ index: Int, _ placement: Placement
  ) -> Diagnostic {
    let reasons = zip(hosts, placement.explanation(of: index).reasons)
    var notes = reasons.prefix(8).compactMap { host, reason -> Diagnostic.Note? in
      reason.map { Diagnostic.Note("\(host): \(words($0, on: host))") }
    }
    if hosts.count > 8 { notes.append(Diagnostic.Note("and \(hosts.count - 8) more hosts")) }
    let message =
      placement.completeness == .notFound
      ? "no host was found for \(name.value)" : "no host can take \(name.value)"
    return Diagnostic(.noRoom, message, at: name.place, notes: notes)
  }

  private static func amount(_ bytes: Int64) -> String {
    Size(bytes: bytes)?.readable ?? "nothing"
  }

  private static func percent(_ load: HostLoad) -> String {
    "\(Int(load.highest * 100 + 0.5)) %"
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
  func words(on host: HostName, for name: GuestName, _ guest: GuestDescription) -> String {
    guard let networks = networks[host] else { return "does not say host.memory" }
    if let network = Self.networks(of: guest).subtracting(networks).min() {
      return "has no network \(network)"
    }
    return "not among the hosts of \(name)"
  }

  private static func networks(of guest: GuestDescription) -> Set<Label> {
    Set((Interfaces.cards(guest) ?? []).compactMap(\.value.network?.value))
  }
}
