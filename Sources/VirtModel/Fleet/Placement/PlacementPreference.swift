/// A rule that placement keeps if it can, beside those that it must keep.
struct PlacementPreference: Hashable, Sendable {
  /// The subject of the preference.
  enum Rule: Hashable, Sendable {
    /// A guest is on one of these hosts.
    case hosts(guest: Int, [Int])
    /// Two guests share a host.
    case together(PlacementProblem.Pair)
    /// Two guests do not share a host.
    case apart(PlacementProblem.Pair)
    /// Two guests do not share a zone.
    case zonesApart(PlacementProblem.Pair)
  }

  var rule: Rule
  /// How much it counts beside others.
  var weight: Int

  /// The guests that it is about.
  var guests: [Int] {
    switch rule {
    case .hosts(let guest, _): [guest]
    case .together(let pair), .apart(let pair), .zonesApart(let pair): [pair.first, pair.second]
    }
  }
}

extension PlacementProblem {
  /// The problem with preferences as rules that must be kept.
  func requiring(_ preferences: some Sequence<PlacementPreference>) -> PlacementProblem {
    var problem = self
    for preference in preferences {
      switch preference.rule {
      case .hosts(let guest, let hosts):
        let open = Set(hosts)
        problem.guests[guest].hosts =
          (problem.guests[guest].hosts ?? Array(problem.hosts.indices)).filter(open.contains)
      case .together(let pair): problem.affinity.append(pair)
      case .apart(let pair): problem.antiAffinity.append(pair)
      case .zonesApart(let pair): problem.zonesApart.append(pair)
      }
    }
    return problem
  }

  /// Whether guests on hosts keep a preference.
  func keeps(_ preference: PlacementPreference, _ places: [Int?]) -> Bool {
    switch preference.rule {
    case .hosts(let guest, let hosts): places[guest].map(hosts.contains) ?? false
    case .together(let pair): places[pair.first] == places[pair.second]
    case .apart(let pair): places[pair.first] != places[pair.second]
    case .zonesApart(let pair):
      switch (places[pair.first], places[pair.second]) {
      case (let first?, let second?): !shareZone(first, second)
      default: true
      }
    }
  }

  /// Whether two hosts are in one zone; a host without a zone is in one of its own.
  func shareZone(_ one: Int, _ other: Int) -> Bool {
    one == other || hosts[one].zone != nil && hosts[one].zone == hosts[other].zone
  }
}

extension Placement {
  /// Places guests so that the kept preferences weigh as much as possible, and then as any placement does.
  ///
  /// First, preferences are added in the order of their weights as long as a placement keeps them all. If
  /// there are few, other sets of them are tried, too. The number of tries is limited.
  init(
    _ problem: PlacementProblem, preferring preferences: [PlacementPreference],
    limits: Limits = Limits()
  ) {
    let base = Placement(problem, limits: limits)
    // Between guests that stay where they are, nothing can be preferred.
    let open = preferences.filter { preference in
      preference.guests.contains { problem.guests[$0].current == nil }
    }
    guard !open.isEmpty, base.unplaced.isEmpty else {
      self = base
      return
    }
    var search = PreferenceSearch(problem, open, conflicts: base.conflicts.count, limits)
    let kept = search.best()
    let result = Placement(problem.requiring(kept), limits: limits)
    self = kept.isEmpty || !result.unplaced.isEmpty ? base : result
  }
}

/// Looks for the set of preferences that weighs most and that a placement keeps.
private struct PreferenceSearch {
  private let problem: PlacementProblem
  private let preferences: [PlacementPreference]
  private let conflicts: Int
  private let limits: Placement.Limits
  /// Placements that may still be made.
  private var tries: Int
  private var bestKept: [Int] = []
  private var bestWeight = -1

  init(
    _ problem: PlacementProblem, _ preferences: [PlacementPreference], conflicts: Int,
    _ limits: Placement.Limits
  ) {
    self.problem = problem
    self.preferences = preferences.enumerated()
      .sorted { $0.1.weight > $1.1.weight || $0.1.weight == $1.1.weight && $0.0 < $1.0 }
      .map(\.1)
    self.conflicts = conflicts
    // Whether there is a placement is all that is asked.
    var limits = limits
    limits.searchSteps = min(limits.searchSteps, 5_000)
    limits.isThorough = false
    self.limits = limits
    let items = problem.guests.count { $0.current == nil }
    tries = min(400, max(20, 200_000 / max(1, items)))
  }

  private static let fewPreferences = 16

  mutating func best() -> [PlacementPreference] {
    addByWeight()
    let total = preferences.reduce(0) { $0 + $1.weight }
    if bestWeight < total, preferences.count <= Self.fewPreferences {
      tryAll(from: 0, kept: [], weight: 0, rest: total)
    }
    return bestKept.map { preferences[$0] }
  }

  private mutating func isPossible(_ kept: [Int]) -> Bool {
    guard tries > 0 else { return false }
    tries -= 1
    let placement = Placement(
      problem.requiring(kept.map { preferences[$0] }), limits: limits)
    return placement.unplaced.isEmpty && placement.conflicts.count == conflicts
  }

  /// Adds as many as possible at once; where that fails, half of them, until one is left out.
  private mutating func addByWeight() {
    var kept: [Int] = []
    var next = 0
    while next < preferences.count, tries > 0 {
      if isPossible(kept + Array(next..<preferences.count)) {
        kept += next..<preferences.count
        break
      }
      // The first `low` of them are possible, the first `high` are not.
      var (low, high) = (0, preferences.count - next)
      while high - low > 1, tries > 0 {
        let middle = (low + high) / 2
        if isPossible(kept + Array(next..<next + middle)) { low = middle } else { high = middle }
      }
      kept += next..<next + low
      next += high
    }
    bestKept = kept
    bestWeight = kept.reduce(0) { $0 + preferences[$1].weight }
  }

  /// - Parameter rest: the weight of those that are still to be decided on.
  private mutating func tryAll(from index: Int, kept: [Int], weight: Int, rest: Int) {
    if weight > bestWeight {
      bestWeight = weight
      bestKept = kept
    }
    guard index < preferences.count, weight + rest > bestWeight, tries > 0 else { return }
    let own = preferences[index].weight
    if isPossible(kept + [index]) {
      tryAll(from: index + 1, kept: kept + [index], weight: weight + own, rest: rest - own)
    }
    tryAll(from: index + 1, kept: kept, weight: weight, rest: rest - own)
  }
}
