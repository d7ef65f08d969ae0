import TestSupport
import Testing

@testable import VirtModel

/// Preferences and moves against docs/fleets.md, with checkers that try everything.
@Suite("Preferences of placement")
struct PlacementPreferenceTests {
  private static func isKept(
    _ preference: PlacementPreference, _ hosts: [Problem.Host], _ places: [Int?]
  ) -> Bool {
    func zones(_ pair: Problem.Pair) -> [Int?] {
      [pair.first, pair.second].map { guest in places[guest].flatMap { hosts[$0].zone } }
    }
    switch preference.rule {
    case .hosts(let guest, let open): return open.contains(places[guest] ?? -1)
    case .together(let pair): return places[pair.first] == places[pair.second]
    case .apart(let pair): return places[pair.first] != places[pair.second]
    case .zonesApart(let pair):
      let zones = zones(pair)
      return places[pair.first] != places[pair.second] && (zones[0] == nil || zones[0] != zones[1])
    }
  }

  private static func weight(
    _ preferences: [PlacementPreference], _ problem: PlacementProblem, _ places: [Int?]
  ) -> Int {
    preferences.reduce(0) { $0 + (isKept($1, problem.hosts, places) ? $1.weight : 0) }
  }

  @Test("on small cases, no valid placement keeps preferences of a greater weight")
  func optimum() {
    var contested = 0
    for seed in 0..<150 {
      let problem = RandomProblem(
        seed, hosts: 2...3, guests: 2...5, staying: true, zones: seed % 2 == 0
      ).problem
      let preferences = RandomProblem.preferences(seed, problem, count: 1 + seed % 5)
      let placement = Placement(problem, preferring: preferences)
      guard placement.conflicts.isEmpty else { continue }
      let all = ExactSolver.placements(problem)
      let best = all.map { Self.weight(preferences, problem, $0) }.max()
      #expect((best == nil) == !placement.unplaced.isEmpty, "seed \(seed)")
      guard let best else { continue }
      #expect(problem.brokenRules(placement.hosts).isEmpty, "seed \(seed)")
      #expect(Self.weight(preferences, problem, placement.hosts) == best, "seed \(seed)")
      if best < preferences.reduce(0, { $0 + $1.weight }) { contested += 1 }
    }
    #expect(contested > 10, "some preferences exclude each other")
  }

  @Test("two light preferences outweigh one of a middle weight")
  func sums() {
    let problem = Problem(hosts: roomy(100, 100), guests: small(1, 1, 1))
    let preferences = [
      PlacementPreference(rule: .hosts(guest: 0, [0]), weight: 9),
      PlacementPreference(rule: .hosts(guest: 1, [0]), weight: 9),
      PlacementPreference(rule: .apart(Problem.Pair(0, 1)), weight: 9),
      PlacementPreference(rule: .apart(Problem.Pair(1, 0)), weight: 10),
    ]
    let placement = Placement(problem, preferring: preferences)
    #expect(Self.weight(preferences, problem, placement.hosts) == 28)
    #expect(placement.hosts[0] != placement.hosts[1])
  }

  @Test("many preferences are kept as far as one after the other can be")
  func many() {
    var problem = Problem(hosts: roomy(12, 12, 12, 12), guests: [])
    problem.guests = (0..<30).map { _ in Problem.Guest(memory: 1, cpus: 1) }
    let preferences = (0..<30).map { guest in
      PlacementPreference(rule: .hosts(guest: guest, [guest % 2]), weight: 1 + guest)
    }
    let placement = Placement(
      problem, preferring: preferences, limits: .init(searchSteps: 2_000))
    #expect(placement.unplaced.isEmpty)
    #expect(preferences.count { problem.keeps($0, placement.hosts) } == 24)
    #expect(
      preferences.suffix(24).allSatisfy { problem.keeps($0, placement.hosts) }, "heavy ones first")
  }

  @Test("moves keep the rules, stay within their limit, and each of them is an improvement")
  func rebalancing() {
    var moved = 0
    for seed in 0..<200 {
      let problem = RandomProblem(
        seed, hosts: 2...6, guests: 2...20, zones: seed % 2 == 0
      ).problem
      let preferences = RandomProblem.preferences(seed, problem, count: seed % 4)
      var random = RandomSource(seed: UInt64(seed))
      // Where guests are now is anything, valid or not; those that share a host are together.
      let groups = PlacementItems.groups(of: problem)
      let start = groups.map { group in
        var random = RandomSource(seed: UInt64(seed * 1000 + group))
        return Int.random(in: problem.hosts.indices, using: &random)
      }
      let limit = Int.random(in: 1...6, using: &random)
      let result = Rebalancing(problem, preferences, from: start, limit: limit)
      #expect(result.moves.reduce(0) { $0 + $1.guests.count } <= limit, "seed \(seed)")
      moved += result.moves.count
      var places = start
      for move in result.moves {
        let before = places
        for guest in move.guests {
          #expect(places[guest] == move.from)
          places[guest] = move.to
        }
        check(move, problem, preferences, before, places, seed)
      }
      #expect(places == result.places)
      #expect(Set(result.moves.flatMap(\.guests)).count == result.moves.flatMap(\.guests).count)
    }
    #expect(moved > 50)
  }

  /// What the documentation promises of a move.
  private func check(
    _ move: Rebalancing.Move, _ problem: PlacementProblem, _ preferences: [PlacementPreference],
    _ before: [Int], _ after: [Int], _ seed: Int
  ) {
    func broken(_ places: [Int]) -> Set<String> { Set(problem.brokenRules(places.map { $0 })) }
    func loads(_ places: [Int]) -> [Double] {
      problem.hosts.indices.map { host in
        let here = places.indices.filter { places[$0] == host }.map { problem.guests[$0] }
        return max(
          Double(here.reduce(0) { $0 + $1.memory }) / Double(problem.hosts[host].memory),
          Double(here.reduce(0) { $0 + $1.cpus }) / Double(problem.hosts[host].cpus))
      }
    }
    #expect(broken(after).isSubset(of: broken(before)), "seed \(seed): a move breaks no rule")
    let gain =
      Self.weight(preferences, problem, after) - Self.weight(preferences, problem, before)
    switch move.reason {
    case .brokenRule: break
    case .preference(let weight): #expect(gain == weight && gain > 0, "seed \(seed)")
    case .load:
      #expect(gain >= 0, "seed \(seed)")
      let (old, new) = (loads(before), loads(after))
      #expect(max(new[move.from], new[move.to]) <= old[move.from] - 0.0499, "seed \(seed)")
    }
  }

  @Test("a guest that breaks a rule moves first, and guests that must share a host and do not stay")
  func brokenRules() {
    func moves(_ problem: Problem, _ places: [Int]) -> [String] {
      Rebalancing(problem, [], from: places, limit: 5).moves.map {
        "\($0.guests) \($0.from) \($0.to) \($0.reason)"
      }
    }
    let fine = Problem(hosts: roomy(100, 100, 100), guests: small(1, 1))
    #expect(moves(fine, [0, 0]) == [])
    var bound = fine
    bound.guests[0].hosts = [1]
    #expect(moves(bound, [0, 0]) == ["[0] 0 1 brokenRule"])
    bound.affinity = [Problem.Pair(0, 1)]
    #expect(moves(bound, [0, 2]) == [])
    #expect(moves(bound, [0, 0]) == ["[0, 1] 0 1 brokenRule"])
    var apart = fine
    apart.antiAffinity = [Problem.Pair(0, 1)]
    #expect(moves(apart, [0, 0]) == ["[0] 0 1 brokenRule"])
    var zones = fine
    zones.hosts[0].zone = 1
    zones.hosts[1].zone = 1
    zones.hosts[2].zone = 2
    zones.zonesApart = [Problem.Pair(0, 1)]
    #expect(moves(zones, [0, 1]) == ["[0] 0 2 brokenRule"])
    let cpus = Problem(
      hosts: [Problem.Host(memory: 100, cpus: 2), Problem.Host(memory: 100, cpus: 8)],
      guests: [Problem.Guest(memory: 1, cpus: 4)])
    #expect(moves(cpus, [0]) == ["[0] 0 1 brokenRule"])
    // Neither move makes the fuller of the two hosts less full by 5 %.
    #expect(moves(Problem(hosts: roomy(100, 100), guests: small(48, 2)), [0, 0]) == [])
    // The smallest guest that makes enough room.
    let full = Problem(hosts: roomy(10, 100), guests: small(6, 5, 3))
    #expect(moves(full, [0, 0, 0]).first == "[1] 0 1 brokenRule")
  }

  @Test("a reason that is given against a guest is one against every placement")
  func contradictions() {
    var found = 0
    for seed in 0..<300 {
      let problem = RandomProblem(
        seed, hosts: 1...3, guests: 2...6, staying: true, zones: seed % 2 == 0
      ).problem
      let placement = Placement(problem)
      guard placement.conflicts.isEmpty else { continue }
      for guest in placement.unplaced where placement.contradiction(of: guest) != nil {
        found += 1
        #expect(ExactSolver.placements(problem).isEmpty, "seed \(seed)")
      }
    }
    #expect(found > 5)
  }
}
