/// Moves of guests that have hosts, each of which makes the placement better by itself.
///
/// The order of what is better: rules that are broken now, preferences, and how full the fullest host is.
/// A guest moves at most once. Guests that share a host move together.
struct Rebalancing {
  /// Why guests move.
  enum Reason: Hashable, Sendable {
    /// A rule was broken on the old host, or it had too little memory.
    case brokenRule
    /// Preferences of this weight are kept that were not.
    case preference(weight: Int)
    /// The old host was the fullest that could be made less full.
    case load
  }

  /// Guests that go from one host to another.
  struct Move: Sendable {
    let guests: [Int]
    let from: Int
    let to: Int
    let reason: Reason
    /// How full the hosts were, and are after the move.
    let fromLoad: (before: Double, after: Double)
    let toLoad: (before: Double, after: Double)
  }

  /// A host must become less full by so much: a move takes time, and its guest is off.
  static let leastGain = 0.05

  private(set) var moves: [Move] = []
  /// For each guest its host.
  private(set) var places: [Int]

  private let problem: PlacementProblem
  private let preferences: [PlacementPreference]
  private let items: PlacementItems
  private var state: PlacementState
  private var movable: Set<Int> = []
  private var left: Int

  /// - Parameters:
  ///   - places: the present hosts. Guests of which `problem` has a `current` host do not move.
  ///   - limit: how many guests may move.
  init(
    _ problem: PlacementProblem, _ preferences: [PlacementPreference], from places: [Int],
    limit: Int
  ) {
    var problem = problem
    let known = PlacementItems(problem)
    for guest in problem.guests.indices
    where problem.guests[guest].current == nil && known.itemOfGuest[guest] == nil {
      // Its rules conflict: it stays, and takes its part of the host.
      problem.guests[guest].current = places[guest]
    }
    self.problem = problem
    self.preferences = preferences.sorted { $0.weight > $1.weight }
    self.places = places
    items = PlacementItems(problem)
    state = PlacementState(items)
    left = limit
    for (index, item) in items.items.enumerated() {
      guard let first = item.guests.first else { continue }
      state.place(index, on: places[first])
      // Guests that should share a host and do not are moved by hand.
      let isTogether = item.guests.allSatisfy { places[$0] == places[first] }
      if isTogether, item.hosts?.count != 1 || item.hosts != [places[first]] {
        movable.insert(index)
      }
    }
    while left > 0, let move = breaking() ?? preferred() ?? leveling() { apply(move) }
  }

  private mutating func apply(_ move: Candidate) {
    let item = items.items[move.item]
    let from = places[item.guests[0]]
    let before = (state.usage.load(from).highest, state.usage.load(move.host).highest)
    state.take(move.item, from: from)
    state.place(move.item, on: move.host)
    for guest in item.guests { places[guest] = move.host }
    moves.append(
      Move(
        guests: item.guests, from: from, to: move.host, reason: move.reason,
        fromLoad: (before.0, state.usage.load(from).highest),
        toLoad: (before.1, state.usage.load(move.host).highest)))
    movable.remove(move.item)
    left -= item.guests.count
  }

  private struct Candidate {
    let item: Int
    let host: Int
    let reason: Reason
  }

  private func host(of item: Int) -> Int { places[items.items[item].guests[0]] }

  /// The items that may move now, in their order.
  private var candidates: [Int] {
    movable.filter { items.items[$0].guests.count <= left }.sorted()
  }

  // MARK: - Broken rules

  /// An item that must not be where it is, or the smallest one that makes room on a host without enough
  /// memory.
  private mutating func breaking() -> Candidate? {
    let wrong = candidates.filter { isWrong($0) }
    let full = candidates.filter { state.usage.freeMemory(host(of: $0)) < 0 }
    func memory(_ item: Int) -> Int64 { items.items[item].memory }
    let enough = full.filter { memory($0) >= -state.usage.freeMemory(host(of: $0)) }
    let others = full.filter { memory($0) < -state.usage.freeMemory(host(of: $0)) }
    let order =
      wrong + enough.sorted { (memory($0), $0) < (memory($1), $1) }
      + others.sorted { (memory($1), $0) < (memory($0), $1) }
    for item in order {
      if let host = best(for: item) {
        return Candidate(item: item, host: host, reason: .brokenRule)
      }
    }
    return nil
  }

  /// Whether an item breaks a rule where it is, apart from its memory.
  private mutating func isWrong(_ index: Int) -> Bool {
    let item = items.items[index]
    let host = host(of: index)
    if item.hosts?.contains(host) == false || item.excluded.contains(host) { return true }
    if item.cpusOfOne > problem.hosts[host].cpus { return true }
    return item.apart.contains { state.hosts[$0] == host }
      || item.zonesApart.contains { state.hosts[$0].map { state.shareZone($0, host) } ?? false }
  }

  /// The host that stays least full with an item on it, of those that can take it.
  private mutating func best(for item: Int, under limit: Double = .infinity) -> Int? {
    state.lookAt(item)
    let own = host(of: item)
    var best: (host: Int?, load: Double) = (nil, limit)
    for host in items.items[item].hosts ?? Array(problem.hosts.indices) where host != own {
      state.consider(host, for: items.items[item], best: &best)
    }
    return best.host
  }

  // MARK: - Preferences

  private func weight(_ places: [Int], of item: Int) -> Int {
    let guests = Set(items.items[item].guests)
    let hosts = places.map { Optional($0) }
    return preferences.reduce(0) { sum, preference in
      guard !guests.isDisjoint(with: preference.guests) else { return sum }
      return problem.keeps(preference, hosts) ? sum + preference.weight : sum
    }
  }

  private func places(moving item: Int, to host: Int) -> [Int] {
    var places = places
    for guest in items.items[item].guests { places[guest] = host }
    return places
  }

  /// The move that gains the greatest weight of preferences.
  private mutating func preferred() -> Candidate? {
    let hosts = places.map { Optional($0) }
    let broken = preferences.filter { !problem.keeps($0, hosts) }
    if broken.isEmpty { return nil }
    let concerned = Set(broken.flatMap(\.guests).compactMap { items.itemOfGuest[$0] })
    var best: (candidate: Candidate, gain: Int, load: Double)?
    for item in candidates where concerned.contains(item) {
      let own = weight(places, of: item)
      state.lookAt(item)
      for host in items.items[item].hosts ?? Array(problem.hosts.indices)
      where host != self.host(of: item) && state.fits(items.items[item], on: host) {
        let gain = weight(places(moving: item, to: host), of: item) - own
        let load = state.usage.load(host, adding: items.items[item]).highest
        guard gain > 0 else { continue }
        if let known = best, (known.gain, -known.load) >= (gain, -load) { continue }
        best = (Candidate(item: item, host: host, reason: .preference(weight: gain)), gain, load)
      }
    }
    return best?.candidate
  }

  // MARK: - Load

  /// Of the fullest host that can be made less full, the move that makes it and the other host least full.
  private mutating func leveling() -> Candidate? {
    let loads = problem.hosts.indices.map { state.usage.load($0).highest }
    let itemsOnHost = Dictionary(grouping: candidates, by: host(of:))
    for host in problem.hosts.indices.sorted(by: { (loads[$1], $0) < (loads[$0], $1) }) {
      let limit = loads[host] - Self.leastGain
      var best: (candidate: Candidate, load: Double)?
      for item in itemsOnHost[host] ?? [] {
        let own = weight(places, of: item)
        guard let target = self.best(for: item, under: limit),
          weight(places(moving: item, to: target), of: item) >= own
        else { continue }
        let moved = items.items[item]
        let rest = state.usage.load(host, addingMemory: -moved.memory, cpus: -moved.cpus).highest
        let load = max(rest, state.usage.load(target, adding: moved).highest)
        guard load <= limit, load < best?.load ?? .infinity else { continue }
        best = (Candidate(item: item, host: target, reason: .load), load)
      }
      if let best { return best.candidate }
    }
    return nil
  }
}
