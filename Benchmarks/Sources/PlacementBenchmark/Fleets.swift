/// The same numbers in every run (SplitMix64).
struct Numbers: RandomNumberGenerator {
  var state: UInt64 = 8

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension PlacementProblem {
  /// Guests of 1 to 32 GiB and 1 to 8 CPUs, on hosts of six kinds whose memory they fill to a part.
  static func fleet(hosts count: Int, guests: Int, filled: Double) -> PlacementProblem {
    var numbers = Numbers()
    let guests = (0..<guests).map { _ in
      Guest(
        memory: 1 << Int64.random(in: 30...35, using: &numbers),
        cpus: 1 << Int.random(in: 0...3, using: &numbers))
    }
    let wanted = guests.reduce(0.0) { $0 + Double($1.memory) }
    let unit = wanted / filled / Double(count) / 2
    return PlacementProblem(
      hosts: (0..<count).map {
        Host(memory: Int64(unit * Double($0 % 3 + 1)), cpus: $0.isMultiple(of: 2) ? 32 : 64)
      }, guests: guests)
  }

  /// Of every twenty guests three apart from each other, two together, and one on one of five hosts.
  func withRules() -> PlacementProblem {
    var numbers = Numbers()
    var problem = self
    for guest in stride(from: 0, to: guests.count - 5, by: 20) {
      problem.antiAffinity += [
        Pair(guest, guest + 1), Pair(guest + 1, guest + 2), Pair(guest, guest + 2),
      ]
      problem.affinity.append(Pair(guest + 3, guest + 4))
      problem.guests[guest + 5].hosts = (0..<5).map { _ in
        .random(in: hosts.indices, using: &numbers)
      }
    }
    return problem
  }
}

/// Each guest on the first host that can take it, whatever the other rules are.
func firstFit(_ problem: PlacementProblem) -> (usage: HostUsage, unplaced: Int) {
  var usage = HostUsage(of: problem.hosts)
  var unplaced = 0
  for guest in problem.guests {
    let host = problem.hosts.indices.first {
      usage.freeMemory($0) >= guest.memory && problem.hosts[$0].cpus >= guest.cpus
    }
    if let host {
      usage.add(memory: guest.memory, cpus: guest.cpus, to: host)
    } else {
      unplaced += 1
    }
  }
  return (usage, unplaced)
}
