import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// A host that gives its guests away, in random fleets with platforms, networks, devices, zones and rules: the
/// new places keep the documented rules, and the plan to them is safe.
@Suite("Drains")
struct FleetDrainTests {
  @Test("the guests of a host that drains find valid places, and a safe plan brings them there")
  func drain() throws {
    var counts = (drained: 0, moved: 0, mixed: 0, networks: 0)
    for seed in 0..<130 {
      var random = RandomSource(seed: UInt64(seed))
      var fleet = FleetPropertyTests.Case(seed, guests: 5)
      guard fleet.hosts.count == 3 else { continue }
      // Two hosts of one platform, and one of another in half of the fleets.
      for (index, isArm) in [false, false, seed % 2 == 0].enumerated() {
        fleet.hosts[index].system = isArm ? "aarch64-linux" : "x86_64-linux"
      }
      for index in fleet.guests.indices {
        fleet.guests[index].pinned = nil
        fleet.guests[index].hosts = nil
      }
      // First, everyone has a place, on hosts that have room for more.
      for index in fleet.hosts.indices {
        fleet.hosts[index].drains = false
        fleet.hosts[index].memory += 30
        fleet.hosts[index].cpus = 8
      }
      fleet.old = [:]
      guard let (old, places) = placed(fleet) else { continue }
      fleet.old = places.filter { guest, _ in
        fleet.guests.contains { $0.name == guest && $0.pinned == nil }
      }
      let draining = Int.random(in: 0..<2, using: &random)
      fleet.hosts[draining].drains = true
      guard let (new, homes) = placed(fleet) else { continue }
      counts.drained += 1
      #expect(fleet.broken(homes) == [], "seed \(seed)")
      let plan = FleetPlan(from: old, to: new)
      let moved = homes.filter { places[$0.key] != $0.value }
      // Only its own guests move.
      #expect(
        moved.keys.allSatisfy { places[$0] == fleet.hosts[draining].name }, "seed \(seed)")
      counts.moved += moved.count
      if moved.isEmpty { continue }
      if Set(fleet.hosts.map(\.system)).count > 1 { counts.mixed += 1 }
      if Set(fleet.hosts.map(\.networks)).count > 1 { counts.networks += 1 }
      let anew = plan.steps.filter { $0.id.hasSuffix("/root") }
      #expect(anew.isEmpty, "seed \(seed): no guest goes to a platform that it cannot run on")
      try FleetPlanSafetyTests.run(plan, from: old, to: new, &random, "seed \(seed)")
    }
    #expect(
      min(counts.drained, counts.moved) > 9 && min(counts.mixed, counts.networks) > 3, "\(counts)"
    )
  }

  private func placed(
    _ fleet: FleetPropertyTests.Case
  ) -> (subject: Subject, places: [String: String])? {
    let hosts = fleet.old.compactMap { guest, host in
      GuestName(guest).flatMap { guest in HostName(host).map { (guest, $0) } }
    }
    let result = Pipeline.placement(
      of: SourceText(name: "guests.nix", text: fleet.text), format: .nix,
      assignment: Assignment(Dictionary(uniqueKeysWithValues: hosts)))
    guard let placement = result.value else { return nil }
    var places: [String: String] = [:]
    for machine in placement.fleet.machines {
      for guest in machine.host.guests { places["\(guest.name)"] = "\(machine.name)" }
    }
    return (.fleet(placement.fleet), places)
  }
}
