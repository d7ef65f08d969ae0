import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// Plans of random changes, done in a world that keeps account of files: against docs/fleets.md, not
/// against the code that makes plans.
@Suite("Plans are safe")
struct FleetPlanSafetyTests {
  @Test(
    "in any order that the steps allow, with reboots, nothing is there twice and no guest lacks its files",
    arguments: 0..<60)
  func safe(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let old = try described(fleet(&random, isNew: false))
    let new = try described(fleet(&random, isNew: true))
    var world = World(old, new)
    var waiting = FleetPlan(from: old, to: new).steps
    var done: Set<String> = []
    while !waiting.isEmpty {
      let open = waiting.indices.filter { done.isSuperset(of: waiting[$0].after) }
      let place = try #require(seed % 2 == 0 ? open.first : open.randomElement(using: &random))
      let step = waiting.remove(at: place)
      world.do(step.action)
      world.reboot()
      #expect(world.problems == [], "seed \(seed), \(step.id)")
      done.insert(step.id)
    }
    #expect(world.running == World.described(new), "seed \(seed)")
  }

  @Test(
    "a host that is switched out of order starts no guest without its files", arguments: 0..<20)
  func outOfOrder(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let old = try described(fleet(&random, isNew: false))
    let new = try described(fleet(&random, isNew: true))
    var world = World(old, new)
    let steps = FleetPlan(from: old, to: new).steps
    for step in steps { if case .expect = step.action { world.do(step.action) } }
    for step in steps {
      if case .switchHost = step.action { world.do(step.action, checksAddresses: false) }
    }
    #expect(world.problems.filter { !$0.contains("twice") } == [], "seed \(seed)")
  }

  @Test("steps that wait for an offline host can be left out", arguments: 0..<20)
  func offline(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let old = try described(fleet(&random, isNew: false))
    let new = try described(fleet(&random, isNew: true))
    let host = HostName(checked: "b")
    var world = World(old, new)
    let plan = FleetPlan(from: old, to: new, without: [host])
    for step in plan.steps where !step.isBlocked {
      #expect(!step.action.hosts.contains(host))
      world.do(step.action)
      world.reboot()
      #expect(world.problems == [], "seed \(seed), \(step.id)")
    }
  }

  // MARK: - A world to try plans in

  /// What is on a host.
  private struct Machine {
    var described: Fleet.Machine?
    var isFreed = false
    var held: Set<String> = []
    /// The guests whose files are in a directory: by its path, the name that it had at first.
    var files: [String: String] = [:]
    var running: [String: String] = [:]
  }

  private struct World {
    private var machines: [String: Machine] = [:]
    private let new: [String: Fleet.Machine]
    /// Whose files a guest must have.
    private var identity: [String: String] = [:]
    var problems: [String] = []

    /// The guests that were there at first.
    private var old: Set<String> = []

    init(_ old: Subject, _ new: Subject) {
      self.new = Dictionary(
        Self.machines(new).map { ("\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
      for machine in Self.machines(old) {
        machines["\(machine.name)"] = Machine(described: machine)
        for guest in machine.host.guests { identity["\(guest.name)"] = "\(guest.name)" }
        start("\(machine.name)")
      }
      self.old = Set(identity.keys)
      for guest in Self.machines(new).flatMap(\.host.guests) where identity["\(guest.name)"] == nil
      {
        let former = guest.formerly.map { "\($0)" }
        identity["\(guest.name)"] = former.flatMap { identity[$0] } ?? "\(guest.name)"
      }
    }

    static func machines(_ described: Subject) -> [Fleet.Machine] {
      if case .fleet(let fleet) = described { fleet.machines } else { [] }
    }

    static func described(_ fleet: Subject) -> [String: Set<String>] {
      var result: [String: Set<String>] = [:]
      for machine in machines(fleet) where !machine.host.guests.isEmpty {
        result["\(machine.name)"] = Set(machine.host.guests.map { "\($0.name)" })
      }
      return result
    }

    var running: [String: Set<String>] {
      machines.mapValues { Set($0.running.keys) }.filter { !$0.value.isEmpty }
    }

    /// Starts what a host has, as at boot.
    private mutating func start(_ host: String) {
      guard var machine = machines[host] else { return }
      machine.running = [:]
      for guest in machine.described?.host.guests ?? [] {
        let name = "\(guest.name)"
        if machine.held.contains(name) { continue }
        let directory = "\(machine.described?.host.stateDirectory.description ?? "")/\(name)"
        // Without files, it is installed.
        let files = machine.files[directory] ?? (old.contains(name) ? "blank" : name)
        machine.files[directory] = files
        if files != identity[name] {
          problems.append("\(name) starts on \(host) with the files of: \(files)")
        }
        machine.running[name] = "\(guest.interfaces[0].mac)"
      }
      machines[host] = machine
    }

    mutating func reboot() {
      for host in machines.keys.sorted() { start(host) }
    }

    mutating func `do`(_ action: FleetPlan.Action, checksAddresses: Bool = true) {
      switch action {
      case .expect(let guest, let host):
        machines["\(host)", default: Machine()].held.insert("\(guest)")
      case .hold(let guest, let host, _):
        machines["\(host)"]?.held.insert("\(guest)")
        machines["\(host)"]?.running["\(guest)"] = nil
      case .freeAddress(_, let host): machines["\(host)"]?.isFreed = true
      case .copy(let guest, let source, let from, let target, let to):
        bring(guest, "\(source)", "\(from)", "\(target)", "\(to)")
      case .move(let guest, let host, let from, let to):
        bring(guest, "\(host)", "\(from)", "\(host)", "\(to)")
      case .disk, .byHand, .provide: break
      case .switchHost(let host, _):
        machines["\(host)", default: Machine()].described = new["\(host)"]
        machines["\(host)"]?.isFreed = false
        start("\(host)")
      case .retire(let host, _): retire("\(host)")
      case .restart: break
      case .release(let guest, let host):
        machines["\(host)"]?.held.remove("\(guest)")
        start("\(host)")
      }
      let running = machines.values.flatMap { $0.running }
      let addresses = machines.values.filter { !$0.isFreed }.flatMap {
        $0.described?.addresses ?? []
      }
      for list in [running.map(\.key), running.map(\.value), addresses]
      where checksAddresses && Set(list).count < list.count {
        problems.append("something is there twice: \(list.sorted())")
      }
    }

    private mutating func bring(
      _ guest: GuestName, _ source: String, _ from: String, _ target: String, _ to: String
    ) {
      let former = String(from.split(separator: "/").last ?? "")
      if machines.values.contains(where: {
        $0.running[former] != nil || $0.running["\(guest)"] != nil
      }) {
        problems.append("\(guest) is copied while it runs")
      }
      guard let files = machines[source]?.files[from] else {
        problems.append("\(guest) has no files in \(source):\(from)")
        return
      }
      machines[source]?.files[from] = "an old copy of \(files)"
      machines[target, default: Machine()].files[to] = files
    }

    /// Its disks go with a host.
    private mutating func retire(_ host: String) {
      let needed = Set(new.values.flatMap(\.host.guests).compactMap { identity["\($0.name)"] })
      for owner in (machines[host]?.files ?? [:]).values where needed.contains(owner) {
        problems.append("the files of \(owner) go with \(host)")
      }
      machines[host] = nil
    }
  }

  /// A few hosts with some of a few guests, which now and then have one of a few MAC addresses, a PCI
  /// device, and another directory or name than before. Hosts have zones, and some of them drain.
  private func fleet(_ random: inout RandomSource, isNew: Bool) -> String {
    func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }
    let hosts = ["a", "b", "c", "d"].filter { _ in !chance(6) }
    var guests: [String: [String]] = [:]
    var macs = (1...4).map { "52:54:00:00:00:0\($0)" }
    for guest in 0..<8 where !chance(5) {
      guard let host = hosts.randomElement(using: &random) else { break }
      let mac = chance(3) ? macs.popLast() : nil
      let isRenamed = isNew && chance(4)
      guests[host, default: []]
        .append(
          "\(isRenamed ? "n" : "g")\(guest) = { \(mac.map { "mac = \"\($0)\";" } ?? "")"
            + (isRenamed ? " formerly = \"g\(guest)\";" : "")
            + (chance(4) ? " pci = [ \"0000:0\(guest + 1):00.0\" ];" : "") + " };")
    }
    var addresses = (1...3).map { "10.0.0.\($0)/24" }
    let described = hosts.map { host in
      let address = chance(2) ? addresses.popLast() : nil
      return "\(host) = { guests = { \(guests[host, default: []].joined(separator: " ")) };"
        + " host = { zone = \"\(chance(2) ? "east" : "west")\";"
        + (chance(3) ? " stateDir = \"/srv/vm\";" : "") + (chance(5) ? " drain = true;" : "")
        + " };"
        + (address.map { " networks.lan.address = \"\($0)\";" } ?? "") + " };"
    }
    return "networks.lan.uplink = \"eno1\"; hosts = { \(described.joined(separator: " ")) };"
  }

  private func described(_ text: String) throws -> Subject {
    let source = SourceText(name: "guests.nix", text: "{ defaults.diskSize = \"9g\"; \(text) }")
    let result = Pipeline.subject(of: source, format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}

extension Fleet.Machine {
  /// The host's own addresses on the LAN.
  fileprivate var addresses: [String] {
    host.networks.compactMap { network in
      if case .lan(let lan) = network.connection, case .fixed(let address) = lan.address {
        "\(address.address)"
      } else {
        nil
      }
    }
  }
}
