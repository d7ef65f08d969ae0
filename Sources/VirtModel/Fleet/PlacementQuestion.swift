import NixAST

/// A description as a problem of placement, with the names that its indices stand for.
struct PlacementQuestion {
  /// The hosts, sorted.
  let hosts: [HostName]
  private(set) var problem: PlacementProblem
  /// The preferences of guests.
  private(set) var preferences: [PlacementPreference] = []
  /// The zone of each host.
  private let zones: [Label?]
  /// Guests that must be on different hosts, or in different zones, in both orders.
  private var requiredApart: Set<PlacementProblem.Pair> = []
  private var requiredZones: Set<PlacementProblem.Pair> = []
  /// All guests, sorted.
  let guests: [GuestName]
  let indices: [GuestName: Int]
  /// The guests that leave their host out.
  private let free: [GuestName: GuestDescription]
  private let openHosts: OpenHosts
  /// Resources that guests name and that only one guest of a host can have.
  let shared: [PlacementProblem.Pair: String]

  init(_ description: FleetDescription, _ guests: FleetGuests, _ assignment: Assignment) {
    let machines = description.hosts.sorted { $0.name.value < $1.name.value }
    hosts = machines.map(\.name.value)
    zones = machines.map { $0.content.host.zone?.value }
    let places = Dictionary(
      hosts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    openHosts = OpenHosts(description, machines)
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
      // A guest leaves a host that gives its guests away.
      let current = assignment.hosts[guest.name.value].flatMap { places[$0] }
        .flatMap { machines[$0].content.host.drain ? nil : $0 }
      let open = openHosts.list(for: guest.content)
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
    let resources = SharedResources.conflicts(
      machines.flatMap { $0.content.guests.map { ($0.name.value, $0.content) } }
        + description.guests.map { ($0.name.value, $0.content) })
    var shared: [PlacementProblem.Pair: String] = [:]
    for (first, second, resource) in resources {
      guard let first = indices[first], let second = indices[second] else { continue }
      shared[PlacementProblem.Pair(first, second)] = resource
      shared[PlacementProblem.Pair(second, first)] = resource
    }
    self.shared = shared
    // Guests that stay together are reported where they are checked.
    let apart = shared.keys.filter { $0.first < $0.second }
      .sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    problem = PlacementProblem(
      hosts: machines.map { machine in
        let host = machine.content.host
        return PlacementProblem.Host(
          memory: host.guestMemory ?? Self.plenty, cpus: host.cpus?.value ?? 1 << 20)
      }, guests: all.map(\.guest), affinity: pairs(guests.together),
      antiAffinity: pairs(guests.apart.filter { $0.spread == .host }) + apart,
      zonesApart: pairs(guests.apart.filter { $0.spread == .zone }))
    preferences = guests.preferences.compactMap { preference in
      indices[preference.guest].flatMap { self.preference(preference, of: $0, machines) }
    }
    requiredApart = Self.bothWays(problem.antiAffinity)
    requiredZones = Self.bothWays(problem.zonesApart)
    setZones()
  }

  /// Hosts are alike in more ways where zones do not matter.
  private mutating func setZones() {
    let isUsed =
      !problem.zonesApart.isEmpty
      || preferences.contains { if case .zonesApart = $0.rule { true } else { false } }
    guard isUsed else { return }
    let names = Set(zones.compactMap(\.self)).sorted()
    for index in problem.hosts.indices {
      problem.hosts[index].zone = zones[index].flatMap(names.firstIndex)
    }
  }

  private func preference(
    _ preference: FleetGuests.Preference, of guest: Int,
    _ machines: [Named<HostName, Description>]
  ) -> PlacementPreference? {
    func pair(_ other: GuestName) -> PlacementProblem.Pair? {
      indices[other].map { PlacementProblem.Pair(guest, $0) }
    }
    let rule: PlacementPreference.Rule?
    switch preference.rule {
    case .hosts(let selectors):
      let open = machines.indices.filter { place in
        let tags = machines[place].content.host.tagNames
        return selectors.contains { $0.matches(hosts[place], tags) }
      }
      rule = .hosts(guest: guest, open)
    case .together(let other): rule = pair(other).map { .together($0) }
    case .apart(let other, .host): rule = pair(other).map { .apart($0) }
    case .apart(let other, .zone): rule = pair(other).map { .zonesApart($0) }
    }
    return rule.map { PlacementPreference(rule: $0, weight: preference.weight) }
  }

  /// The resources of a host that does not state them: more than any machine has.
  private static let plenty: Int64 = 1 << 60

  private static func guest(
    _ described: GuestDescription, hosts: [Int]?, current: Int?
  ) -> PlacementProblem.Guest {
    PlacementProblem.Guest(
      memory: (described[Memory.key]?.value ?? RootDiskKeys.kind(of: described).method.usualMemory)
        .bytes,
      cpus: described[CPUs.key].count, hosts: hosts, current: current)
  }

  func index(of guest: GuestName) -> Int? { indices[guest] }

  // MARK: - Answers

  /// The reason for a host, with names.
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
        ?? (isPreferred(guest, host) ? .notNamed(by: guests[guest]) : .prefersOthers(guests[guest]))
    case .follows(let guest): .follows(guests[guest])
    case .tooFewCPUs(let guest, let wanted, let available):
      .tooFewCPUs(guests[guest], wanted: wanted, available: available)
    case .antiAffinity(let guest, let other):
      if let resource = shared[PlacementProblem.Pair(guest, other)] {
        .shares(resource, guests[guest], with: guests[other])
      } else if requiredApart.contains(PlacementProblem.Pair(guest, other)) {
        .apart(guests[guest], from: guests[other])
      } else {
        .prefersApart(guests[guest], from: guests[other])
      }
    case .sameZone(let guest, let other):
      .sameZone(
        guests[guest], with: guests[other],
        isRequired: requiredZones.contains(PlacementProblem.Pair(guest, other)))
    case .tooLittleMemory(let wanted, let free):
      .tooLittleMemory(wanted: Size(bytes: wanted), free: Size(bytes: free))
    case .fuller(let load, let taken): .fuller(load: load.highest, taken: taken.highest)
    case .lessFull(let load, let taken): .lessFull(load: load.highest, taken: taken.highest)
    case .possible(let load): .possible(load: load.highest)
    }
  }

  private static func bothWays(_ pairs: [PlacementProblem.Pair]) -> Set<PlacementProblem.Pair> {
    Set(pairs + pairs.map { PlacementProblem.Pair($0.second, $0.first) })
  }

  /// Whether a host is among those that a guest prefers, if it prefers some.
  private func isPreferred(_ guest: Int, _ host: HostName) -> Bool {
    guard let place = hosts.firstIndex(of: host) else { return true }
    return preferences.allSatisfy { preference in
      guard case .hosts(let subject, let open) = preference.rule, subject == guest else {
        return true
      }
      return open.contains(place)
    }
  }
}
