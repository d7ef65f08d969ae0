import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// Plans of random changes, done in a ``PlanWorld``.
@Suite("Plans are safe")
struct FleetPlanSafetyTests {
  @Test(
    "in any order that the steps allow, with reboots, nothing is there twice and no guest lacks its files",
    arguments: 0..<Effort.count(25, long: 60))
  func safe(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let texts = (old: fleet(&random, isNew: false), new: fleet(&random, isNew: true))
    let (old, new) = (try described(texts.old), try described(texts.new))
    try Self.run(
      FleetPlan(from: old, to: new), from: old, to: new, &random,
      "seed \(seed): \(texts.old) -> \(texts.new)")
  }

  /// Does a plan, in its own order or in another one that its steps allow, with a reboot of every host after
  /// each step.
  static func run(
    _ plan: FleetPlan, from old: Subject, to new: Subject, _ random: inout RandomSource,
    _ comment: String
  ) throws {
    var world = PlanWorld(old, new)
    var waiting = plan.steps
    var done: Set<String> = []
    let isInOrder = Bool.random(using: &random)
    while !waiting.isEmpty {
      let open = waiting.indices.filter { done.isSuperset(of: waiting[$0].after) }
      let place = try #require(isInOrder ? open.first : open.randomElement(using: &random))
      let step = waiting.remove(at: place)
      world.do(step.action)
      world.reboot()
      try #require(world.problems == [], "\(comment), \(step.id) of \(plan.steps.map(\.id))")
      done.insert(step.id)
    }
    #expect(world.running == PlanWorld.described(new), "\(comment)")
  }

  @Test(
    "a host that is switched out of order starts no guest without its files", arguments: 0..<10)
  func outOfOrder(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let old = try described(fleet(&random, isNew: false))
    let new = try described(fleet(&random, isNew: true))
    var world = PlanWorld(old, new)
    let steps = FleetPlan(from: old, to: new).steps
    for step in steps { if case .expect = step.action { world.do(step.action) } }
    for step in steps {
      if case .switchHost = step.action { world.do(step.action, checksAddresses: false) }
    }
    #expect(world.problems.filter { !$0.contains("twice") } == [], "seed \(seed)")
  }

  @Test("steps that wait for an offline host can be left out", arguments: 0..<10)
  func offline(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let old = try described(fleet(&random, isNew: false))
    let new = try described(fleet(&random, isNew: true))
    let host = HostName(checked: "b")
    var world = PlanWorld(old, new)
    let plan = FleetPlan(from: old, to: new, without: [host])
    for step in plan.steps where !step.isBlocked {
      #expect(!step.action.hosts.contains(host))
      world.do(step.action)
      world.reboot()
      #expect(world.problems == [], "seed \(seed), \(step.id)")
    }
  }

  @Test("the random changes have what plans are about")
  func variety() throws {
    var counts: [String: Int] = [:]
    for seed in 0..<12 {
      var random = RandomSource(seed: UInt64(seed))
      let old = try described(fleet(&random, isNew: false))
      let new = try described(fleet(&random, isNew: true))
      for step in FleetPlan(from: old, to: new).steps {
        let kind: String =
          switch step.action {
          case .byHand(.startAnew, _, _): "platform"
          case .hold(_, _, .address), .hold(_, _, .disk): "exchange"
          case .copy: "copy"
          case .move: "move"
          case .retire: "retire"
          default: "other"
          }
        counts[kind, default: 0] += 1
      }
    }
    for kind in ["platform", "exchange", "copy", "move", "retire"] {
      #expect(counts[kind] ?? 0 >= 1, "\(counts)")
    }
  }

  // MARK: - Random fleets

  /// A few hosts with some of a few guests. Hosts have platforms, zones and networks of their own, some
  /// drain, and some get another directory or platform. Guests are in networks of their hosts, with one of a few MAC
  /// addresses, fixed addresses, disks, and PCI devices, and some get another name.
  private func fleet(_ random: inout RandomSource, isNew: Bool) -> String {
    func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }
    func pool(_ values: [String]) -> [String] { values.shuffled(using: &random) }
    var macs = pool((1...4).map { "52:54:00:00:00:0\($0)" })
    var disks = pool((1...3).map { "/dev/disk/by-id/shared-\($0)" })
    // On the LAN, and on VLAN 7. Hosts and guests have them.
    var addresses = [
      "lan": pool((1...5).map { "10.0.0.\($0)/24" }),
      "dmz": pool((1...3).map { "10.0.0.\($0)/24" }),
    ]
    let hosts = ["a", "b", "c", "d"].filter { _ in !chance(6) }
    var networks: [String: [String]] = [:]
    var described: [String: String] = [:]
    for host in hosts {
      var known = ["lan", "dmz", "inner"].filter { $0 == "lan" ? !chance(4) : chance(2) }
      if known.isEmpty { known = ["dmz"] }
      networks[host] = known
      // The host's own networks must not overlap.
      let own = chance(2) ? known.randomElement(using: &random) : nil
      let texts = known.map { network in
        let own = network == own ? addresses[network]?.popLast() : nil
        let address = own.map { "address = \"\($0)\";" } ?? ""
        return switch network {
        case "inner": "inner.nat.subnet = \"10.5.0.0/24\";"
        case "dmz": "dmz = { uplink = \"eno2\"; vlan = 7; \(address) };"
        default: "lan = { uplink = \"eno1\"; \(address) };"
        }
      }
      // Most hosts have the same platform, and keep it.
      let isArm = host == "d" ? chance(2) : chance(isNew ? 12 : 20)
      described[host] =
        "networks = { \(texts.joined(separator: " ")) };"
        + " host = { zone = \"\(chance(2) ? "east" : "west")\";"
        + (isArm ? " system = \"aarch64-linux\";" : "")
        + (chance(3) ? " stateDir = \"/srv/vm\";" : "") + (chance(5) ? " drain = true;" : "")
        + " };"
    }
    var guests: [String: [String]] = [:]
    for guest in 0..<8 where !chance(5) {
      guard let host = hosts.randomElement(using: &random) else { break }
      var cards: [String] = []
      for network in (networks[host] ?? []).shuffled(using: &random).prefix(chance(3) ? 2 : 1) {
        var card = "network = \"\(network)\";"
        if chance(3), let mac = macs.popLast() { card += " mac = \"\(mac)\";" }
        if network == "inner" {
          if chance(3) { card += " address = \"10.5.0.\(guest + 10)\";" }
        } else if chance(3), let address = addresses[network]?.popLast() {
          card += " address = \"\(address)\"; gateway = \"10.0.0.254\";"
        }
        cards.append("{ \(card) }")
      }
      let isRenamed = isNew && chance(4)
      let disk = chance(4) ? disks.popLast() : nil
      guests[host, default: []].append(
        "\(isRenamed ? "n" : "g")\(guest) = { interfaces = [ \(cards.joined(separator: " ")) ];"
          + (isRenamed ? " formerly = \"g\(guest)\";" : "")
          + (disk.map { " disks.d.path = \"\($0)\";" } ?? "")
          + (chance(4) ? " pci = [ \"0000:0\(guest + 1):00.0\" ];" : "") + " };")
    }
    let texts = hosts.map { host in
      "\(host) = { guests = { \(guests[host, default: []].joined(separator: " ")) };"
        + " \(described[host] ?? "") };"
    }
    return "hosts = { \(texts.joined(separator: " ")) };"
  }

  private func described(_ text: String) throws -> Subject {
    let source = SourceText(name: "guests.nix", text: "{ defaults.diskSize = \"9g\"; \(text) }")
    let result = Pipeline.subject(of: source, format: .nix)
    return try #require(
      result.value, "\(result.diagnostics.filter { $0.severity == .error }.map(\.message)): \(text)"
    )
  }
}
