import TestSupport
import Testing

@testable import VirtModel

@Suite("Placement of random guests")
struct PlacementPropertyTests {
  @Test("every placement keeps the rules, and the guests that stay")
  func valid() {
    for seed in 0..<300 {
      let problem = RandomProblem(
        seed, hosts: 1...8, guests: 0...40, staying: true, zones: seed % 2 == 0
      ).problem
      let placement = Placement(problem, limits: .init(searchSteps: 20_000))
      #expect(problem.brokenRules(placement.hosts).isEmpty, "seed \(seed)")
      #expect(
        zip(problem.guests, placement.hosts).allSatisfy { $0.current == nil || $0.current == $1 })
      if placement.completeness == .complete && placement.conflicts.isEmpty {
        #expect(placement.unplaced.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test("adding a guest moves none, once the others have their hosts")
  func adding() {
    for seed in 0..<100 {
      var problem = RandomProblem(seed, hosts: 1...6, guests: 1...25).problem
      let before = Placement(problem, limits: .init(searchSteps: 20_000))
      guard before.completeness == .complete else { continue }
      for guest in problem.guests.indices { problem.guests[guest].current = before.hosts[guest] }
      problem.guests.append(Problem.Guest(memory: 3, cpus: 2))
      problem.antiAffinity.append(Problem.Pair(problem.guests.count - 1, 0))
      let after = Placement(problem, limits: .init(searchSteps: 20_000))
      #expect(Array(after.hosts.dropLast()) == before.hosts, "seed \(seed)")
    }
  }

  @Test("the order of guests that differ in size does not matter")
  func permuted() {
    for seed in 0..<100 {
      var problem = RandomProblem(seed, hosts: 1...6, guests: 1...20).problem
      for guest in problem.guests.indices {
        problem.guests[guest].memory = problem.guests[guest].memory * 1000 + Int64(guest)
      }
      for host in problem.hosts.indices { problem.hosts[host].memory *= 1010 }
      var random = RandomSource(seed: UInt64(seed))
      let order = problem.guests.indices.shuffled(using: &random)
      let shuffled = Placement(problem.taking(order), limits: .init(searchSteps: 20_000))
      let placement = Placement(problem, limits: .init(searchSteps: 20_000))
      #expect(order.map { placement.hosts[$0] } == shuffled.hosts, "seed \(seed)")
    }
  }

  @Test("no guest alone would be on a host less full, and what has none fits nowhere")
  func explained() {
    for seed in 0..<150 {
      let problem = RandomProblem(
        seed, hosts: 1...8, guests: 0...40, staying: true, zones: seed % 2 == 0
      ).problem
      let placement = Placement(problem, limits: .init(searchSteps: 20_000))
      for guest in problem.guests.indices where problem.guests[guest].current == nil {
        let explanation = placement.explanation(of: guest)
        #expect(explanation.reasons.firstIndex { $0 == nil } == placement.hosts[guest])
        if case .conflict = explanation.decision { continue }
        for reason in explanation.reasons {
          switch reason {
          case .lessFull: #expect(placement.completeness != .complete, "seed \(seed): \(guest)")
          case .possible: Issue.record("seed \(seed): \(guest)")
          default: break
          }
        }
      }
    }
  }
}

@Suite("Placement beside an exact solver")
struct PlacementOptimumTests {
  @Test("on small cases a placement is found whenever there is one, and no other is more even")
  func optimum() {
    var solvable = 0
    var impossible = 0
    for seed in 0..<400 {
      let problem = RandomProblem(
        seed, hosts: 1...4, guests: 1...8, staying: true, zones: seed % 3 == 0
      ).problem
      let placement = Placement(problem)
      guard placement.conflicts.isEmpty else { continue }
      if let optimum = ExactSolver.optimum(problem) {
        solvable += 1
        #expect(placement.completeness == .complete, "seed \(seed)")
        #expect(placement.highestLoad == optimum, "seed \(seed)")
      } else {
        impossible += 1
        #expect(placement.completeness == .impossible, "seed \(seed)")
      }
    }
    #expect(min(solvable, impossible) > 100)
  }

  @Test("without any search it comes near, and nearer than first fit")
  func heuristics() {
    var ratios: [Double] = []
    var missed = 0
    var firstFits: [Double] = []
    var missedByFirstFit = 0
    for seed in 0..<400 {
      let problem = RandomProblem(seed, hosts: 2...4, guests: 3...8).problem
      guard let optimum = ExactSolver.optimum(problem) else { continue }
      let placement = Placement(problem, limits: .init(searchedItems: 0))
      if placement.completeness == .complete {
        ratios.append(placement.highestLoad / optimum)
      } else {
        missed += 1
      }
      if let load = FirstFit.highestLoad(problem) {
        firstFits.append(load / optimum)
      } else {
        missedByFirstFit += 1
      }
    }
    // Measured: 267 of 269 found, 1.042 times the optimum on average; by first fit 157, 1.343 times.
    #expect(ratios.mean < 1.05)
    #expect(missed * 100 <= ratios.count)
    #expect(firstFits.mean > 1.3)
    #expect(missedByFirstFit > ratios.count / 3)
  }
}
