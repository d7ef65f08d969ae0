import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// No step of a plan may leave guests running that have more memory together than their host, against what
/// docs/operating.md says of `restartOn`, not against the code that makes plans.
@Suite("Plans and memory")
struct MemoryPlanTests {
  private struct Guest {
    var host: String
    var memory: Int
    var stays: Bool
  }

  private static let limit = 12

  /// Guests on two hosts that are full, or nearly.
  private func guests(_ random: inout RandomSource) -> [String: Guest] {
    var free = ["a": Self.limit, "b": Self.limit]
    var guests: [String: Guest] = [:]
    for index in 0..<6 where Int.random(in: 0..<6, using: &random) > 0 {
      let host = Bool.random(using: &random) ? "a" : "b"
      let memory = Int.random(in: 1...6, using: &random)
      guard memory <= free[host, default: 0] else { continue }
      free[host, default: 0] -= memory
      guests["g\(index)"] = Guest(
        host: host, memory: memory, stays: Int.random(in: 0..<3, using: &random) == 0)
    }
    return guests
  }

  private func described(_ guests: [String: Guest]) throws -> Subject {
    let hosts = ["a", "b"].map { host in
      let here = guests.filter { $0.value.host == host }.sorted { $0.key < $1.key }
      let text = here.map { name, guest in
        "\(name) = { memory = \"\(guest.memory)g\";"
          + " restartOn = \"\(guest.stays ? "never" : "description")\"; };"
      }
      return "\(host) = { host.memory = \"\(Self.limit)g\"; guests = { \(text.joined()) }; };"
    }
    let text =
      "{ networks.lan.uplink = \"eno1\"; defaults.diskSize = \"9g\";"
      + " hosts = { \(hosts.joined()) }; }"
    let result = Pipeline.subject(of: SourceText(name: "guests.nix", text: text), format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }

  /// Two hosts that do the steps of a plan.
  private struct World {
    let new: [String: Guest]
    /// For each guest that runs, its host and its memory.
    var running: [String: (host: String, memory: Int)]
    var held: Set<String> = []
    var isSwitched: Set<String> = []

    init(_ old: [String: Guest], _ new: [String: Guest]) {
      self.new = new
      running = old.mapValues { ($0.host, $0.memory) }
    }

    private mutating func start(_ name: String, on host: String) {
      guard let guest = new[name], guest.host == host, isSwitched.contains(host),
        !held.contains("\(name)/\(host)")
      else { return }
      running[name] = (host, guest.memory)
    }

    mutating func `do`(_ action: FleetPlan.Action) {
      switch action {
      case .expect(let guest, let host): held.insert("\(guest)/\(host)")
      case .hold(let guest, let host, _):
        held.insert("\(guest)/\(host)")
        if running["\(guest)"]?.host == "\(host)" { running["\(guest)"] = nil }
      case .switchHost(let host, _):
        isSwitched.insert("\(host)")
        for (name, place) in running where place.host == "\(host)" {
          let stays = new[name]?.host == place.host && new[name]?.stays == true
          if !stays { running[name] = nil }
        }
        for name in new.keys where running[name] == nil { start(name, on: "\(host)") }
      case .restart(let guest, let host):
        running["\(guest)"] = nil
        start("\(guest)", on: "\(host)")
      case .release(let guest, let host):
        held.remove("\(guest)/\(host)")
        if running["\(guest)"] == nil { start("\(guest)", on: "\(host)") }
      case .freeAddress, .copy, .move, .disk, .byHand, .provide, .retire: break
      }
    }

    func memory(of host: String) -> Int {
      running.values.reduce(0) { $0 + ($1.host == host ? $1.memory : 0) }
    }
  }

  @Test("in any order that the steps allow, no host has guests with more memory than it")
  func bounded() throws {
    var ordered = 0
    for seed in 0..<Effort.count(80, long: 300) {
      var random = RandomSource(seed: UInt64(seed))
      let (old, new) = (guests(&random), guests(&random))
      var world = World(old, new)
      var waiting = FleetPlan(from: try described(old), to: try described(new)).steps
      var done: Set<String> = []
      while !waiting.isEmpty {
        let open = waiting.indices.filter { done.isSuperset(of: waiting[$0].after) }
        let place = try #require(seed % 2 == 0 ? open.first : open.randomElement(using: &random))
        let step = waiting.remove(at: place)
        if case .restart = step.action { ordered += 1 }
        world.do(step.action)
        done.insert(step.id)
        for host in ["a", "b"] {
          #expect(world.memory(of: host) <= Self.limit, "seed \(seed), \(step.id), \(host)")
        }
      }
      #expect(Set(world.running.keys) == Set(new.keys), "seed \(seed)")
      #expect(
        world.held.isEmpty
          || world.held.allSatisfy { held in
            new.allSatisfy { held != "\($0.key)/\($0.value.host)" }
          }, "seed \(seed)")
    }
    #expect(ordered > 2, "some guests must restart before others fit")
  }

  @Test("a guest that grows waits for one that shrinks and is not restarted by the switch")
  func order() throws {
    let old = [
      "g1": Guest(host: "a", memory: 8, stays: true),
      "g2": Guest(host: "a", memory: 2, stays: false),
    ]
    var new = old
    new["g1"]?.memory = 4
    new["g2"]?.memory = 8
    let plan = FleetPlan(from: try described(old), to: try described(new))
    #expect(plan.steps.map(\.id) == ["hold/g2", "switch/a", "restart/g1", "release/g2"])
    #expect(plan.steps.last?.after == ["switch/a", "restart/g1"])
    new["g2"]?.memory = 4
    let roomy = FleetPlan(from: try described(old), to: try described(new))
    #expect(roomy.steps.map(\.id) == ["switch/a"], "there is memory for both")
  }
}
