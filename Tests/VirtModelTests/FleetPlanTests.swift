import NixAST
import TestSupport
import Testing
import VirtModel

/// The way from one description to another.
@Suite("Plans")
struct FleetPlanTests {
  @Test("nothing is to be done where nothing changes")
  func nothing() throws {
    let fleet = try described("hosts.a.guests.web = { }; hosts.b.guests = { };")
    #expect(FleetPlan(from: fleet, to: fleet).isEmpty)
  }

  @Test("a host that gives a guest up comes first, and its files are copied in between")
  func move() throws {
    let plan = FleetPlan(
      from: try described("hosts.b.guests.web = { }; hosts.a.guests = { };"),
      to: try described("hosts.b.guests = { }; hosts.a.guests.web.memory = \"1g\";"))
    let (a, b) = (try name("a"), try name("b"))
    #expect(plan.guests.map(\.change) == [.moves(from: b, to: a)])
    #expect(plan.guests.map { $0.details.map(\.place) } == [["memory"]])
    #expect(told(plan) == ["switch b", "copy web", "switch a"])
  }

  @Test("hosts that exchange guests begin with one that is shut down by hand")
  func exchange() throws {
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { }; hosts.b.guests.db = { };"),
      to: try described("hosts.a.guests.db = { }; hosts.b.guests.web = { };"))
    #expect(told(plan) == ["shut db down", "copy db", "switch a", "copy web", "switch b"])
  }

  @Test("a host that gives an address up comes before the one that takes it")
  func addresses() throws {
    let lan = "networks.lan.uplink = \"eno1\";"
    let plan = FleetPlan(
      from: try described(
        """
        \(lan) hosts = {
          b = { networks.lan.address = "10.0.0.1/24"; guests = { }; };
          d.guests.web.mac = "52:54:00:00:00:01";
          a.guests = { };
          c.guests.db = { };
        };
        """),
      to: try described(
        """
        \(lan) hosts = {
          a = { networks.lan.address = "10.0.0.1/24"; guests = { }; };
          c.guests.db.mac = "52:54:00:00:00:01";
          b.guests = { };
          d.guests.web = { };
        };
        """))
    #expect(told(plan) == ["switch b", "switch a", "switch d", "switch c"])
  }

  @Test("disks that are given by their paths are not copied, but wanted on the other host")
  func paths() throws {
    let disk = "disks.root = { path = \"/dev/vg/web\"; };"
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { \(disk) }; hosts.b.guests = { };", size: ""),
      to: try described("hosts.a.guests = { }; hosts.b.guests.web = { \(disk) };", size: ""))
    #expect(told(plan) == ["switch a", "give b /dev/vg/web", "switch b"])
  }

  @Test("the files of guests are moved before a host looks for them in another directory")
  func movedDirectory() throws {
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { };"),
      to: try described("hosts.a = { host.stateDir = \"/srv/guests\"; guests.web = { }; };"))
    #expect(told(plan) == ["move /var/lib/guests to /srv/guests on a", "switch a"])
  }

  @Test("a host whose packet filter changes is switched")
  func filter() throws {
    func fleet(_ port: Int) throws -> Subject {
      try described(
        """
        hosts.a = {
          networks.inside = {
            nat.subnet = "10.9.0.0/24";
            allow = [ { from = "any"; to = "host"; tcp = [ \(port) ]; } ];
          };
          guests.web = { };
        };
        """)
    }
    #expect(told(FleetPlan(from: try fleet(80), to: try fleet(81))) == ["switch a"])
  }

  @Test("descriptions of one host have a plan as well")
  func single() throws {
    let plan = FleetPlan(
      from: try described("guests = { a = { }; b = { }; };"),
      to: try described("guests = { b.cpus = 2; c = { }; };"))
    let host = try name("host")
    #expect(
      plan.guests.map(\.change) == [
        .disappears(from: host), .stays(on: host, .restarts), .appears(on: host),
      ])
    #expect(told(plan) == ["switch host"])
  }

  @Test(
    "whatever changes, nothing is there twice on the way, and all is as described at its end",
    arguments: 0..<200)
  func safe(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let (old, new) = (try described(fleet(&random)), try described(fleet(&random)))
    var world = World(old)
    for step in FleetPlan(from: old, to: new).steps {
      world.do(step, new)
      #expect(world.problems == [], "seed \(seed), \(step)")
    }
    #expect(world == World(new), "seed \(seed)")
  }

  // MARK: - A world to try plans in

  /// What is running where.
  private struct World: Equatable {
    /// The guests of each host, with their MAC addresses; hosts without any are left out.
    var guests: [String: [String: String]] = [:]
    var addresses: [String: String] = [:]
    var problems: [String] = []

    init(_ described: Subject) {
      for machine in machines(described) { take(machine) }
    }

    mutating func take(_ machine: Fleet.Machine) {
      let running = machine.host.guests.map { ($0.name.description, "\($0.interfaces[0].mac)") }
      set(machine.name.description, Dictionary(uniqueKeysWithValues: running))
      for network in machine.host.networks {
        if case .lan(let lan) = network.connection, case .fixed(let address) = lan.address {
          addresses[machine.name.description] = "\(address.address)"
        }
      }
    }

    mutating func set(_ host: String, _ running: [String: String]) {
      guests[host] = running.isEmpty ? nil : running
      addresses[host] = nil
    }

    mutating func `do`(_ step: FleetPlan.Step, _ new: Subject) {
      switch step {
      case .shutDown(let guest, let host): guests["\(host)"]?["\(guest)"] = nil
      case .freeAddress(_, let host): addresses["\(host)"] = nil
      case .copy(let guest, _, _, _, _):
        if guests.values.contains(where: { $0["\(guest)"] != nil }) {
          problems.append("\(guest) is copied while it runs")
        }
      case .provide, .moveFiles: break
      case .switchHost(let host, _):
        if let machine = machines(new).first(where: { $0.name == host }) { take(machine) }
      case .retire(let host, _): set("\(host)", [:])
      }
      let running = guests.values.flatMap { $0 }
      for list in [running.map(\.key), running.map(\.value), Array(addresses.values)]
      where Set(list).count < list.count {
        problems.append("something is there twice: \(list.sorted())")
      }
    }
  }

  /// A few hosts with some of a few guests, which now and then have one of a few MAC addresses.
  private func fleet(_ random: inout RandomSource) -> String {
    let hosts = ["a", "b", "c", "d"].filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
    var guests: [String: [String]] = [:]
    var macs = (1...4).map { "52:54:00:00:00:0\($0)" }
    for guest in 0..<8 where Int.random(in: 0..<5, using: &random) > 0 {
      guard let host = hosts.randomElement(using: &random) else { break }
      let mac = Int.random(in: 0..<3, using: &random) == 0 ? macs.popLast() : nil
      guests[host, default: []]
        .append("g\(guest) = { \(mac.map { "mac = \"\($0)\";" } ?? "") };")
    }
    var addresses = (1...3).map { "10.0.0.\($0)/24" }
    let described = hosts.map { host in
      let address = Int.random(in: 0..<2, using: &random) == 0 ? addresses.popLast() : nil
      return "\(host) = { guests = { \(guests[host, default: []].joined(separator: " ")) };"
        + (address.map { " networks.lan.address = \"\($0)\";" } ?? "") + " };"
    }
    return "networks.lan.uplink = \"eno1\"; hosts = { \(described.joined(separator: " ")) };"
  }

  private func told(_ plan: FleetPlan) -> [String] {
    plan.steps.map { step in
      switch step {
      case .shutDown(let guest, _): "shut \(guest) down"
      case .freeAddress(let address, _): "free \(address)"
      case .copy(let guest, _, _, _, _): "copy \(guest)"
      case .moveFiles(let host, let moved): "move \(moved.from) to \(moved.to) on \(host)"
      case .provide(let paths, _, let host):
        "give \(host) \(paths.map(\.description).joined(separator: " "))"
      case .switchHost(let host, _): "switch \(host)"
      case .retire(let host, _): "retire \(host)"
      }
    }
  }

  private func name(_ text: String) throws -> HostName { try #require(HostName(text)) }

  private func described(_ text: String, size: String = "defaults.diskSize = \"9g\";") throws
    -> Subject
  {
    let source = SourceText(name: "guests.nix", text: "{ \(size) \(text) }")
    let result = Pipeline.subject(of: source, format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}

private func machines(_ described: Subject) -> [Fleet.Machine] {
  if case .fleet(let fleet) = described { fleet.machines } else { [] }
}
