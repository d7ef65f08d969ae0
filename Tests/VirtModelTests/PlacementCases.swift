import TestSupport

@testable import VirtModel

typealias Problem = PlacementProblem

/// A case from a seed, with rules of all kinds, and about as much memory as is needed.
struct RandomProblem {
  private(set) var problem = Problem(hosts: [], guests: [])

  init(
    _ seed: Int, hosts: ClosedRange<Int>, guests: ClosedRange<Int>, staying: Bool = false,
    zones: Bool = false
  ) {
    var random = RandomSource(seed: UInt64(seed))
    problem.guests = (0..<Int.random(in: guests, using: &random)).map { _ in
      Problem.Guest(
        memory: .random(in: 1...20, using: &random), cpus: .random(in: 1...6, using: &random))
    }
    let count = Int.random(in: hosts, using: &random)
    let memory = problem.guests.reduce(0) { $0 + $1.memory } / Int64(count)
    problem.hosts = (0..<count).map { _ in
      Problem.Host(
        memory: max(1, memory * .random(in: 9...18, using: &random) / 10),
        cpus: .random(in: 4...16, using: &random))
    }
    guard problem.guests.count > 1 else { return }
    for guest in problem.guests.indices {
      let chance = Int.random(in: 0..<10, using: &random)
      let host = Int.random(in: 0..<count, using: &random)
      if chance == 0 {
        problem.guests[guest].hosts = [host, Int.random(in: 0..<count, using: &random)]
      } else if chance == 1 && staying {
        problem.guests[guest].current = host
      }
      let other = Int.random(in: problem.guests.indices, using: &random)
      guard other != guest else { continue }
      switch Int.random(in: 0..<8, using: &random) {
      case 0: problem.affinity.append(Problem.Pair(guest, other))
      case 1, 2: problem.antiAffinity.append(Problem.Pair(guest, other))
      default: break
      }
    }
    if zones { addZones(&random) }
  }

  /// Two or three zones, some hosts without one, and guests that are not to share one.
  private mutating func addZones(_ random: inout RandomSource) {
    for host in problem.hosts.indices where Int.random(in: 0..<4, using: &random) > 0 {
      problem.hosts[host].zone = Int.random(in: 0..<3, using: &random)
    }
    for guest in problem.guests.indices where Int.random(in: 0..<3, using: &random) == 0 {
      let other = Int.random(in: problem.guests.indices, using: &random)
      if other != guest { problem.zonesApart.append(Problem.Pair(guest, other)) }
    }
  }

  /// Preferences of all kinds.
  static func preferences(
    _ seed: Int, _ problem: PlacementProblem, count: Int
  ) -> [PlacementPreference] {
    var random = RandomSource(seed: UInt64(seed) &+ 77)
    return (0..<count).map { _ in
      let guest = Int.random(in: problem.guests.indices, using: &random)
      let other = Int.random(in: problem.guests.indices, using: &random)
      let pair = Problem.Pair(guest, other)
      let rule: PlacementPreference.Rule
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where other != guest: rule = .together(pair)
      case 1 where other != guest: rule = .apart(pair)
      case 2 where other != guest: rule = .zonesApart(pair)
      default:
        rule = .hosts(guest: guest, [Int.random(in: problem.hosts.indices, using: &random)])
      }
      return PlacementPreference(rule: rule, weight: .random(in: 1...20, using: &random))
    }
  }
}

extension PlacementProblem {
  /// The same guests in another order.
  func taking(_ order: [Int]) -> PlacementProblem {
    var places = Array(repeating: 0, count: guests.count)
    for (place, guest) in order.enumerated() { places[guest] = place }
    func renamed(_ pair: Problem.Pair) -> Problem.Pair {
      Problem.Pair(places[pair.first], places[pair.second])
    }
    return Problem(
      hosts: hosts, guests: order.map { guests[$0] }, affinity: affinity.map(renamed),
      antiAffinity: antiAffinity.map(renamed), zonesApart: zonesApart.map(renamed))
  }

  /// The rules that guests break; of guests that stay they are not counted.
  func brokenRules(_ places: [Int?]) -> [String] {
    var broken: [String] = []
    for (host, resources) in hosts.enumerated() {
      let here = guests.indices.filter { places[$0] == host }
      let memory = here.reduce(0) { $0 + guests[$1].memory }
      if memory > resources.memory && here.contains(where: { guests[$0].current == nil }) {
        broken.append("memory of \(host)")
      }
    }
    for (guest, place) in places.enumerated() where guests[guest].current == nil {
      guard let place else { continue }
      if guests[guest].cpus > hosts[place].cpus { broken.append("cpus of \(guest)") }
      if guests[guest].hosts?.contains(place) == false { broken.append("hosts of \(guest)") }
    }
    func stays(_ pair: Problem.Pair) -> Bool {
      guests[pair.first].current != nil && guests[pair.second].current != nil
    }
    for pair in affinity where !stays(pair) && places[pair.first] != places[pair.second] {
      if places[pair.first] != nil && places[pair.second] != nil { broken.append("\(pair)") }
    }
    for pair in antiAffinity where !stays(pair) && places[pair.first] == places[pair.second] {
      if places[pair.first] != nil { broken.append("\(pair)") }
    }
    for pair in zonesApart where !stays(pair) {
      guard let one = places[pair.first], let other = places[pair.second] else { continue }
      let isSame = one == other || hosts[one].zone != nil && hosts[one].zone == hosts[other].zone
      if isSame { broken.append("zones of \(pair)") }
    }
    return broken
  }
}

/// Tries all placements.
struct ExactSolver {
  private let problem: PlacementProblem
  private var places: [Int?]
  private var best: Double?

  /// All placements that break no rule.
  static func placements(_ problem: PlacementProblem) -> [[Int?]] {
    var found: [[Int?]] = []
    func place(_ guest: Int, _ places: [Int?]) {
      guard guest < problem.guests.count else { return found.append(places) }
      for host in problem.hosts.indices where problem.guests[guest].current ?? host == host {
        var places = places
        places[guest] = host
        if problem.brokenRules(places).isEmpty { place(guest + 1, places) }
      }
    }
    place(0, Array(repeating: nil, count: problem.guests.count))
    return found
  }

  /// How full the fullest host is at least, if everything can be placed.
  static func optimum(_ problem: PlacementProblem) -> Double? {
    var solver = ExactSolver(
      problem: problem, places: Array(repeating: nil, count: problem.guests.count), best: nil)
    solver.place(0)
    return solver.best
  }

  private mutating func place(_ guest: Int) {
    guard guest < problem.guests.count else {
      let load = problem.highestLoad(places)
      if load < best ?? .infinity { best = load }
      return
    }
    for host in problem.hosts.indices where problem.guests[guest].current ?? host == host {
      places[guest] = host
      if problem.brokenRules(places).isEmpty && problem.highestLoad(places) < best ?? .infinity {
        place(guest + 1)
      }
      places[guest] = nil
    }
  }
}

/// Each guest on the first host that can take it.
enum FirstFit {
  /// How full the fullest host is, if everything can be placed.
  static func highestLoad(_ problem: PlacementProblem) -> Double? {
    var places: [Int?] = Array(repeating: nil, count: problem.guests.count)
    for guest in problem.guests.indices {
      let place = problem.hosts.indices.first { host in
        places[guest] = host
        return problem.brokenRules(places).isEmpty
      }
      guard place != nil else { return nil }
    }
    return problem.highestLoad(places)
  }
}

extension PlacementProblem {
  func highestLoad(_ places: [Int?]) -> Double {
    hosts.indices.map { host in
      let here = guests.indices.filter { places[$0] == host }.map { guests[$0] }
      return max(
        Double(here.reduce(0) { $0 + $1.memory }) / Double(hosts[host].memory),
        Double(here.reduce(0) { $0 + $1.cpus }) / Double(hosts[host].cpus))
    }.max() ?? 0
  }
}

extension [Double] {
  var mean: Double { reduce(0, +) / Double(count) }
}
