import NixAST

/// A description as a problem of placement, with the names that its indices stand for.
struct PlacementQuestion {
  /// The hosts, sorted.
  let hosts: [HostName]
  private(set) var problem: PlacementProblem
  /// All guests, sorted.
  let guests: [GuestName]
  private let indices: [GuestName: Int]
  /// The guests that leave their host out.
  private let free: [GuestName: GuestDescription]
  private let openHosts: OpenHosts
  /// Resources that guests name and that only one guest of a host can have.
  private let shared: [PlacementProblem.Pair: String]

  init(_ description: FleetDescription, _ guests: FleetGuests, _ assignment: Assignment) {
    let machines = description.hosts.sorted { $0.name.value < $1.name.value }
    hosts = machines.map(\.name.value)
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
      antiAffinity: pairs(guests.apart) + apart)
  }

  /// The resources of a host that does not state them: more than any machine has.
  private static let plenty: Int64 = 1 << 60

  private static func guest(
    _ described: GuestDescription, hosts: [Int]?, current: Int?
  ) -> PlacementProblem.Guest {
    PlacementProblem.Guest(
      memory: (described[Memory.key]?.value ?? Memory.usual(RootDiskKeys.kind(of: described)))
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
        ?? .notNamed(by: guests[guest])
    case .follows(let guest): .follows(guests[guest])
    case .tooFewCPUs(let guest, let wanted, let available):
      .tooFewCPUs(guests[guest], wanted: wanted, available: available)
    case .antiAffinity(let guest, let other):
      if let resource = shared[PlacementProblem.Pair(guest, other)] {
        .shares(resource, guests[guest], with: guests[other])
      } else {
        .apart(guests[guest], from: guests[other])
      }
    case .tooLittleMemory(let wanted, let free):
      .tooLittleMemory(wanted: Size(bytes: wanted), free: Size(bytes: free))
    case .fuller(let load, let taken): .fuller(load: load.highest, taken: taken.highest)
    case .lessFull(let load, let taken): .lessFull(load: load.highest, taken: taken.highest)
    case .possible(let load): .possible(load: load.highest)
    }
  }

  /// The diagnostic about a guest that no host can take, with the reason for each host.
  func noRoom(
    for name: Located<GuestName>, _ index: Int, _ placement: Placement
  ) -> Diagnostic {
    let explanation = placement.explanation(of: index)
    if case .conflict(let conflicts) = explanation.decision, let first = conflicts.first {
      return Diagnostic(
        .noRoom, "no host can take \(name.value): \(words(first))", at: name.range)
    }
    let reasons = zip(hosts, explanation.reasons)
    var notes = reasons.prefix(8).compactMap { host, reason -> Diagnostic.Note? in
      reason.map { Diagnostic.Note("\(host): \(named($0, on: host).words)") }
    }
    if hosts.count > 8 { notes.append(Diagnostic.Note("and \(hosts.count - 8) more hosts")) }
    let others = explanation.together.filter { $0 != index }.map { guests[$0].description }
    let group =
      others.isEmpty
      ? ""
      : ", which must be on the same host as \(others.prefix(5).joined(separator: ", "))"
        + (others.count > 5 ? " and \(others.count - 5) more" : "")
    let message =
      placement.completeness == .notFound
      ? "found no host for \(name.value)\(group)" : "no host can take \(name.value)\(group)"
    return Diagnostic(.noRoom, message, at: name.range, notes: notes)
  }

  /// A conflict, as the rest of a sentence.
  private func words(_ conflict: PlacementConflict) -> String {
    switch conflict {
    case .contradiction(let pair):
      let (one, other) = (
        guests[min(pair.first, pair.second)], guests[max(pair.first, pair.second)]
      )
      let together = "\(one) and \(other) must be on the same host (affinity or after)"
      if let resource = shared[pair] { return "\(together), but both have \(resource)" }
      return "\(together), and on different hosts (antiAffinity)"
    case .separated(let pair):
      let places = [pair.first, pair.second].map { guest in
        let host = problem.guests[guest].current.map { hosts[$0].description } ?? "no host"
        return "\(guests[guest]) is on \(host)"
      }
      return "it must be on the same host as \(guests[pair.first]) and \(guests[pair.second]), but"
        + " \(places.joined(separator: " and "))"
    case .memory(let host, _, _): return "the guests of \(hosts[host]) have more memory than it"
    case .cpus(let guest, let host):
      return "\(guests[guest]) has more CPUs than its host \(hosts[host])"
    case .hostNotAllowed(let guest, let host):
      return "\(guests[guest]) is on \(hosts[host]), which is not among its hosts"
    case .together(let pair, let host):
      return "\(guests[pair.first]) and \(guests[pair.second]) must be on different hosts, but both"
        + " are on \(hosts[host])"
    }
  }
}
