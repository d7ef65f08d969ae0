import Testing

@testable import VirtModel

@Suite("Explanations of placements")
struct PlacementExplanationTests {
  @Test("every host that is not taken has its reason")
  func reasons() {
    let hosts = [
      Problem.Host(memory: 100, cpus: 8), Problem.Host(memory: 100, cpus: 2),
      Problem.Host(memory: 100, cpus: 8),
      Problem.Host(memory: 100, cpus: 8), Problem.Host(memory: 100, cpus: 8),
      Problem.Host(memory: 100, cpus: 8),
    ]
    var problem = Problem(
      hosts: hosts,
      guests: [
        Problem.Guest(memory: 10, cpus: 4, hosts: [0, 1, 2, 3, 4]),
        Problem.Guest(memory: 10, cpus: 1, current: 2),
        Problem.Guest(memory: 95, cpus: 1, current: 3),
        Problem.Guest(memory: 50, cpus: 1, current: 4),
      ])
    problem.antiAffinity = [Problem.Pair(1, 0)]
    let explanation = Placement(problem).explanation(of: 0)
    #expect(explanation.decision == .chosen(host: 0))
    #expect(explanation.together == [0])
    #expect(
      explanation.reasons == [
        nil, .tooFewCPUs(guest: 0, wanted: 4, available: 2), .antiAffinity(guest: 0, other: 1),
        .tooLittleMemory(wanted: 10, free: 5),
        .fuller(
          load: HostLoad(memory: 0.6, cpus: 0.625), taken: HostLoad(memory: 0.1, cpus: 0.5)),
        .notAllowed(guest: 0),
      ])
  }

  @Test("a guest that fits nowhere has a reason for each host")
  func nowhere() {
    let problem = Problem(hosts: roomy(10, 20), guests: small(8, 17, 5))
    let placement = Placement(problem)
    #expect(placement.hosts == [0, 1, nil])
    let explanation = placement.explanation(of: 2)
    #expect(explanation.decision == .nowhere)
    #expect(
      explanation.reasons
        == [.tooLittleMemory(wanted: 5, free: 2), .tooLittleMemory(wanted: 5, free: 3)])
  }

  @Test("guests that share a host are explained as one")
  func together() {
    var problem = Problem(hosts: roomy(100, 100, 30), guests: small(20, 20, 90))
    problem.affinity = [Problem.Pair(0, 1)]
    problem.guests[1].hosts = [1, 2]
    problem.guests[2].current = 0
    let explanation = Placement(problem).explanation(of: 0)
    #expect(explanation.together == [0, 1])
    #expect(explanation.decision == .onlyChoice(host: 1))
    #expect(
      explanation.reasons
        == [.notAllowed(guest: 1), nil, .tooLittleMemory(wanted: 40, free: 30)])
  }

  @Test("a guest follows one that stays")
  func follows() {
    var problem = Problem(hosts: roomy(100, 100), guests: small(50, 10))
    problem.affinity = [Problem.Pair(1, 0)]
    problem.guests[0].current = 0
    let placement = Placement(problem)
    #expect(placement.explanation(of: 1).decision == .follows(guest: 0, host: 0))
    #expect(placement.explanation(of: 1).reasons == [nil, .follows(guest: 0)])
    #expect(placement.explanation(of: 0).decision == .stays(host: 0))
  }

  @Test("a guest that stays is told that another host would be less full")
  func staying() {
    var problem = Problem(hosts: roomy(100, 200), guests: small(50))
    problem.guests[0].current = 0
    let explanation = Placement(problem).explanation(of: 0)
    #expect(explanation.decision == .stays(host: 0))
    #expect(
      explanation.reasons == [
        nil,
        .lessFull(
          load: HostLoad(memory: 0.25, cpus: 0.001), taken: HostLoad(memory: 0.5, cpus: 0.001)),
      ])
  }
}
