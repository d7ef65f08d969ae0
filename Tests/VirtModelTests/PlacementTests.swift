import Testing

@testable import VirtModel

/// Hosts of some bytes, with more CPUs than their guests have.
func roomy(_ memory: Int64...) -> [Problem.Host] {
  memory.map { Problem.Host(memory: $0, cpus: 1000) }
}

/// Guests of some bytes.
func small(_ memory: Int64...) -> [Problem.Guest] {
  memory.map { Problem.Guest(memory: $0, cpus: 1) }
}

@Suite("Placement")
struct PlacementTests {
  @Test("guests are spread, large ones first, so that the fullest host stays as empty as it can be")
  func spread() {
    let placement = Placement(
      Problem(hosts: roomy(100, 100), guests: small(10, 40, 30, 20)))
    #expect(placement.hosts == [0, 0, 1, 1])
    #expect(placement.highestLoad == 0.5)
    #expect(placement.completeness == .complete)
    #expect(placement.conflicts.isEmpty)
  }

  @Test("what counts is the part of the host: a host twice as large takes twice as much")
  func fractions() {
    let placement = Placement(Problem(hosts: roomy(100, 200), guests: small(20, 20, 20)))
    #expect(placement.hosts == [1, 0, 1])
  }

  @Test("CPUs are spread like memory, and may be overcommitted")
  func cpus() {
    let hosts = [Problem.Host(memory: 100, cpus: 4), Problem.Host(memory: 100, cpus: 4)]
    let guests = [4, 3, 3, 2].map { Problem.Guest(memory: 1, cpus: $0) }
    let placement = Placement(Problem(hosts: hosts, guests: guests))
    #expect(placement.hosts == [0, 1, 1, 0])
    #expect(placement.highestLoad == 1.5)
    #expect(placement.load(0) == HostLoad(memory: 0.02, cpus: 1.5))
  }

  @Test("no guest has more CPUs than its host")
  func cpusOfOne() {
    let hosts = [Problem.Host(memory: 1000, cpus: 2), Problem.Host(memory: 10, cpus: 4)]
    let placement = Placement(
      Problem(
        hosts: hosts,
        guests: [Problem.Guest(memory: 5, cpus: 3), Problem.Guest(memory: 5, cpus: 2)]))
    #expect(placement.hosts == [1, 0])
  }

  @Test("memory is never overcommitted", arguments: [(10, true), (11, false)] as [(Int64, Bool)])
  func memory(last: Int64, fits: Bool) {
    let placement = Placement(Problem(hosts: roomy(30), guests: small(10, 10, last)))
    #expect(placement.completeness == (fits ? .complete : .impossible))
    #expect(placement.unplaced.count == (fits ? 0 : 1))
  }

  @Test("alike hosts and guests are taken in their order")
  func ties() {
    let placement = Placement(
      Problem(hosts: roomy(10, 10, 10), guests: small(1, 1, 1, 1)))
    #expect(placement.hosts == [0, 1, 2, 0])
  }

  @Test("of hosts that would be as full, the first is taken, though the other is smaller")
  func tiesOfSizes() {
    var guests = small(90, 40, 10)
    (guests[0].current, guests[1].current) = (0, 1)
    let placement = Placement(Problem(hosts: roomy(200, 100), guests: guests))
    #expect(placement.hosts == [0, 1, 0])
  }

  @Test("guests with more memory, then with more CPUs, are placed first")
  func order() {
    let guests = [(5, 1), (9, 1), (5, 3), (5, 2)].map { Problem.Guest(memory: $0, cpus: $1) }
    #expect(PlacementItems(Problem(hosts: roomy(10), guests: guests)).order == [1, 2, 3, 0])
  }

  @Test(
    "a placement that is not made more even is as complete as one that is",
    arguments: [true, false])
  func completeness(isThorough: Bool) {
    let limits = Placement.Limits(isThorough: isThorough)
    func completeness(_ guests: Int64...) -> Placement.Completeness {
      let guests = guests.map { Problem.Guest(memory: $0, cpus: 1) }
      return Placement(Problem(hosts: roomy(30), guests: guests), limits: limits).completeness
    }
    #expect(completeness(10, 20) == .complete)
    // One fits on no host at all.
    #expect(completeness(10, 31) == .impossible)
  }

  @Test("guests are only on hosts that are theirs")
  func allowedHosts() {
    var problem = Problem(hosts: roomy(100, 100, 100), guests: small(1, 1, 1))
    problem.guests[0].hosts = [2]
    problem.guests[1].hosts = [2, 1]
    #expect(Placement(problem).hosts == [2, 1, 0])
    problem.guests[1].hosts = []
    #expect(Placement(problem).hosts[1] == nil)
    #expect(Placement(problem).completeness == .impossible)
  }

  @Test("guests that share a host are placed as one")
  func affinity() {
    var problem = Problem(hosts: roomy(60, 50), guests: small(20, 20, 20, 20))
    problem.affinity = [Problem.Pair(0, 3), Problem.Pair(3, 1)]
    #expect(Placement(problem).hosts == [0, 0, 1, 0])
    problem.hosts[0].memory = 59
    #expect(Placement(problem).hosts == [nil, nil, 0, nil])
    problem.guests[1].hosts = [0]
    problem.guests[3].hosts = [1]
    problem.hosts[0].memory = 1000
    #expect(Placement(problem).hosts == [nil, nil, 0, nil])
  }

  @Test("guests that do not share a host are apart, though one host has more room")
  func antiAffinity() {
    var problem = Problem(hosts: roomy(1000, 10, 10), guests: small(10, 10, 10))
    problem.antiAffinity = [Problem.Pair(0, 1), Problem.Pair(1, 2), Problem.Pair(0, 2)]
    #expect(Set(Placement(problem).hosts) == [0, 1, 2])
    problem.guests.append(Problem.Guest(memory: 1, cpus: 1))
    problem.antiAffinity += [Problem.Pair(3, 0), Problem.Pair(3, 1), Problem.Pair(2, 3)]
    let placement = Placement(problem)
    #expect(placement.unplaced.count == 1)
    #expect(placement.completeness == .impossible)
  }

  @Test("where spreading leaves no room, guests are packed")
  func packing() {
    let placement = Placement(Problem(hosts: roomy(6, 6), guests: small(3, 3, 2, 2, 2)))
    #expect(placement.hosts == [0, 0, 1, 1, 1])
  }

  @Test("a search stops after a number of steps, and does not say that there is no placement")
  func steps() {
    // There is enough memory for all, but no host has enough for three of 5.
    let problem = Problem(hosts: roomy(11, 11, 9), guests: small(5, 5, 5, 5, 5, 3, 3))
    #expect(Placement(problem).completeness == .impossible)
    #expect(Placement(problem, limits: .init(searchSteps: 1)).completeness == .notFound)
    #expect(Placement(problem).unplaced.count == 1)
  }

  @Test("sums of sizes that are no number are too much memory, and do not stop the program")
  func hugeSizes() {
    let huge = Int64.max
    var problem = Problem(hosts: roomy(huge, 10), guests: small(huge, huge, huge))
    #expect(Placement(problem).hosts == [0, nil, nil])
    problem.affinity = [Problem.Pair(0, 1)]
    #expect(Placement(problem).hosts == [0, 0, nil])
    for guest in problem.guests.indices { problem.guests[guest].current = 1 }
    #expect(
      Placement(problem).conflicts == [.memory(host: 1, wanted: huge, available: 10)])
    #expect(Placement(problem).explanation(of: 0).decision == .stays(host: 1))
  }

  @Test("without hosts nothing is placed; without guests everything is")
  func nothing() {
    #expect(Placement(Problem(hosts: [], guests: small(1))).completeness == .impossible)
    #expect(Placement(Problem(hosts: [], guests: [])).completeness == .complete)
    #expect(Placement(Problem(hosts: roomy(1), guests: [])).highestLoad == 0)
  }
}

@Suite("Placement beside guests that stay")
struct StayingGuestsTests {
  @Test("guests that have a host stay there, though another is empty")
  func stay() {
    var problem = Problem(hosts: roomy(100, 100), guests: small(40, 40, 10))
    problem.guests[0].current = 0
    problem.guests[1].current = 0
    #expect(Placement(problem).hosts == [0, 0, 1])
  }

  @Test("a guest goes to the one that stays and that it shares a host with, or nowhere")
  func affinity() {
    var problem = Problem(hosts: roomy(100, 100), guests: small(60, 30, 20))
    problem.guests[0].current = 0
    problem.affinity = [Problem.Pair(0, 1)]
    #expect(Placement(problem).hosts == [0, 0, 1])
    problem.affinity = [Problem.Pair(0, 1), Problem.Pair(1, 2)]
    let placement = Placement(problem)
    #expect(placement.hosts == [0, nil, nil])
    #expect(placement.completeness == .impossible)
  }

  @Test("a guest keeps away from one that stays and that it does not share a host with")
  func antiAffinity() {
    var problem = Problem(hosts: roomy(100, 10), guests: small(1, 8))
    problem.guests[0].current = 0
    problem.antiAffinity = [Problem.Pair(1, 0)]
    #expect(Placement(problem).hosts == [0, 1])
  }

  @Test("rules that staying guests break are told, and they stay")
  func conflicts() {
    var problem = Problem(
      hosts: [Problem.Host(memory: 15, cpus: 2), Problem.Host(memory: 100, cpus: 8)],
      guests: small(10, 10, 10, 10))
    for guest in 0..<2 { problem.guests[guest].current = 0 }
    problem.guests[0].cpus = 3
    problem.guests[1].hosts = [1]
    problem.guests[2].current = 1
    problem.antiAffinity = [Problem.Pair(1, 0)]
    problem.affinity = [Problem.Pair(1, 2), Problem.Pair(2, 3)]
    let placement = Placement(problem)
    #expect(
      placement.conflicts == [
        .cpus(guest: 0, host: 0), .hostNotAllowed(guest: 1, host: 0),
        .separated(Problem.Pair(1, 2)),
        .together(Problem.Pair(1, 0), host: 0), .memory(host: 0, wanted: 20, available: 15),
      ])
    // Nothing is right for the last one, which is to be with two guests that are apart.
    #expect(placement.hosts == [0, 0, 1, nil])
    #expect(placement.completeness == .complete)
    #expect(placement.explanation(of: 3).decision == .conflict([.separated(Problem.Pair(1, 2))]))
  }

  @Test("guests that are to share a host and not to are told, and are not placed")
  func contradiction() {
    var problem = Problem(hosts: roomy(100, 100), guests: small(1, 1, 1, 1))
    problem.affinity = [Problem.Pair(0, 1), Problem.Pair(1, 2)]
    problem.antiAffinity = [Problem.Pair(0, 2)]
    let placement = Placement(problem)
    #expect(placement.conflicts == [.contradiction(Problem.Pair(0, 2))])
    #expect(placement.hosts == [nil, nil, nil, 0])
    #expect(
      placement.explanation(of: 1).decision == .conflict([.contradiction(Problem.Pair(0, 2))]))
  }
}
