import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// The way from one description to another.
@Suite("Plans")
struct FleetPlanTests {
  @Test("nothing is to be done where nothing changes")
  func nothing() throws {
    let fleet = try described("hosts.a.guests.web = { }; hosts.b.guests = { };")
    #expect(FleetPlan(from: fleet, to: fleet).isEmpty)
  }

  @Test("a guest that moves is kept off until its files are copied and its host is switched")
  func move() throws {
    let plan = FleetPlan(
      from: try described("hosts.b.guests.web = { }; hosts.a.guests = { };"),
      to: try described("hosts.b.guests = { }; hosts.a.guests.web.memory = \"2g\";"))
    let (a, b) = (try name("a"), try name("b"))
    #expect(plan.guests.map(\.change) == [.moves(from: b, to: a)])
    #expect(plan.guests.map { $0.details.map(\.place) } == [["memory"]])
    #expect(
      told(plan) == [
        "expect/web", "hold/web", "copy/web", "switch/a", "release/web", "switch/b",
      ])
    #expect(plan.steps.map(\.wave) == [1, 2, 3, 4, 5, 3])
    let action2 = FleetPlan.Action.copy(
      try guest("web"), from: b, try path("/var/lib/guests/web"), to: a,
      try path("/var/lib/guests/web"))
    #expect(plan.steps[2].action == action2)
    #expect(plan.steps[4].after == ["switch/a", "copy/web"])
  }

  @Test("hosts that exchange guests can be switched in any order")
  func exchange() throws {
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { }; hosts.b.guests.db = { };"),
      to: try described("hosts.a.guests.db = { }; hosts.b.guests.web = { };"))
    #expect(
      told(plan) == [
        "expect/db", "hold/db", "copy/db", "expect/web", "hold/web", "copy/web", "switch/a",
        "release/db", "switch/b", "release/web",
      ])
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
    #expect(told(plan) == ["switch/b", "switch/a", "switch/d", "switch/c"])
  }

  @Test("hosts that exchange addresses need a third one")
  func exchangedAddresses() throws {
    func fleet(_ a: String, _ b: String) throws -> Subject {
      try described(
        """
        networks.lan.uplink = "eno1"; hosts = {
          a = { networks.lan.address = "10.0.0.\(a)/24"; guests = { }; };
          b = { networks.lan.address = "10.0.0.\(b)/24"; guests = { }; };
        };
        """)
    }
    let plan = FleetPlan(from: try fleet("1", "2"), to: try fleet("2", "1"))
    #expect(told(plan) == ["free/10.0.0.2", "switch/a", "switch/b"])
    let address = try #require(IPv4Address("10.0.0.2"))
    #expect(plan.steps[0].action == .freeAddress(address, of: try name("b")))
    #expect(plan.steps[1].after == ["free/10.0.0.2"])
  }

  @Test("contents go from a file to a path, and back")
  func transfers() throws {
    let plan = FleetPlan(
      from: try described(
        "hosts.a.guests.web.disks = { d.path = \"/srv/d.img\"; e.size = \"1g\"; };"),
      to: try described(
        "hosts.a.guests.web.disks = { d.size = \"1g\"; e.path = \"/srv/e.img\"; };"))
    let works = plan.steps.compactMap { step -> FleetPlan.Work? in
      if case .byHand(let work, _, _) = step.action { work } else { nil }
    }
    #expect(
      works == [
        .transfer(
          disk: "d", from: try path("/srv/d.img"), of: nil,
          to: try path("/var/lib/guests/web/d.qcow2")),
        .transfer(
          disk: "e", from: try path("/var/lib/guests/web/e.qcow2"), of: nil,
          to: try path("/srv/e.img")),
      ])
  }

  @Test(
    "a host that gives a disk up comes before the one that takes it, unless both only read it",
    arguments: [
      ("", ["switch/b", "switch/a"]), ("readOnly = true;", ["switch/a", "switch/b"]),
    ])
  func sharedDisks(keys: String, steps: [String]) throws {
    let disk = "disks.d = { path = \"/srv/d.img\"; \(keys) };"
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { }; hosts.b.guests.db = { \(disk) };"),
      to: try described("hosts.a.guests.web = { \(disk) }; hosts.b.guests.db = { };"))
    #expect(told(plan) == steps)
  }

  @Test("a disk that stays in use on its host is not given up to another host")
  func keptDisk() throws {
    let disk = "disks.d.path = \"/srv/d.img\";"
    let plan = FleetPlan(
      from: try described("hosts.b.guests.db = { \(disk) }; hosts.a.guests.web = { };"),
      to: try described(
        "hosts.b.guests.db = { \(disk) cpus = 2; }; hosts.a.guests.web = { \(disk) };"))
    #expect(told(plan) == ["switch/a", "switch/b"])
  }

  @Test("a guest whose disks all have a path has a directory, and another host needs the disks")
  func paths() throws {
    let disk = "disks.root = { path = \"/dev/vg/web\"; }; tpm = true;"
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { \(disk) }; hosts.b.guests = { };", size: ""),
      to: try described("hosts.a.guests = { }; hosts.b.guests.web = { \(disk) };", size: ""))
    #expect(
      told(plan) == [
        "expect/web", "provide/web", "hold/web", "copy/web", "switch/b", "release/web", "switch/a",
      ])
    let action1 = FleetPlan.Action.provide(["/dev/vg/web"], of: try guest("web"), on: try name("b"))
    #expect(plan.steps[1].action == action1)
  }

  @Test("the files of guests are moved before a host looks for them in another directory")
  func movedDirectory() throws {
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { };"),
      to: try described("hosts.a = { host.stateDir = \"/srv/guests\"; guests.web = { }; };"))
    #expect(
      told(plan) == ["expect/web", "hold/web", "move/web", "switch/a", "release/web"])
    let action2 = FleetPlan.Action.move(
      try guest("web"), on: try name("a"), try path("/var/lib/guests/web"),
      to: try path("/srv/guests/web"))
    #expect(plan.steps[2].action == action2)
  }

  @Test("a guest with another name gets the files of its former name, also from another host")
  func renamed() throws {
    let old = try described("hosts.a.guests.web = { }; hosts.b.guests = { };")
    let here = FleetPlan(
      from: old, to: try described("hosts.a.guests.www.formerly = \"web\"; hosts.b.guests = { };"))
    let (a, web) = (try name("a"), try guest("web"))
    #expect(here.guests.map(\.change) == [.renamed(on: a)])
    #expect(here.guests.map(\.former) == [web])
    #expect(
      told(here) == ["expect/www", "hold/web", "move/www", "switch/a", "release/www"])
    let there = FleetPlan(
      from: old, to: try described("hosts.b.guests.www.formerly = \"web\"; hosts.a.guests = { };"))
    let copy = FleetPlan.Action.copy(
      try guest("www"), from: try name("a"), try path("/var/lib/guests/web"), to: try name("b"),
      try path("/var/lib/guests/www"))
    #expect(there.steps.map(\.action).contains(copy))
  }

  @Test("a disk is converted for another format, and made smaller by hand")
  func disks() throws {
    let plan = FleetPlan(
      from: try described(
        "hosts.a.guests.web.disks = { a.size = \"9g\"; b.size = \"9g\"; c.size = \"9g\"; };"),
      to: try described(
        """
        hosts.a.guests.web.disks = {
          a = { size = "9g"; format = "raw"; };
          b.size = "1g";
          d = { size = "9g"; formerly = "c"; };
        };
        """))
    #expect(
      told(plan) == ["by-hand/web/b", "hold/web", "disk/web/a", "switch/a", "release/web"])
    #expect(plan.guests.flatMap(\.consequences).count == 1, "b is refused unless a person acts")
  }

  @Test(
    "the root disk of one install method is not made that of another",
    arguments: [
      ("none", "store"), ("store", "none"),
    ])
  func rootDisks(old: String, new: String) throws {
    func guest(_ kind: String) throws -> Subject {
      try described("hosts.a.guests.web.install = \"\(kind)\";")
    }
    #expect(told(FleetPlan(from: try guest(old), to: try guest(new))) == ["switch/a"])
  }

  @Test("a guest does not run on a host of another architecture: it starts anew, by hand")
  func architecture() throws {
    let hosts = "hosts.b.host.system = \"aarch64-linux\";"
    let plan = FleetPlan(
      from: try described("\(hosts) hosts.a.guests.web = { }; hosts.b.guests = { };"),
      to: try described("\(hosts) hosts.a.guests = { }; hosts.b.guests.web = { };"))
    #expect(
      told(plan) == [
        "expect/web", "hold/web", "by-hand/web/files", "switch/b", "by-hand/web/root", "switch/a",
      ])
    #expect(plan.steps[4].after == ["switch/b", "by-hand/web/files"])
    let retired = FleetPlan(
      from: try described("\(hosts) hosts.a.guests.web = { }; hosts.b.guests = { };"),
      to: try described("\(hosts) hosts.b.guests.web = { };"))
    #expect(retired.steps.last?.id == "retire/a")
    #expect(retired.steps.last?.after.contains("by-hand/web/files") ?? false)
  }

  @Test("a host that goes waits until its guests' files are copied")
  func retired() throws {
    let plan = FleetPlan(
      from: try described("hosts.a.guests.web = { }; hosts.b.guests = { };"),
      to: try described("hosts.b.guests.web = { };"))
    #expect(
      told(plan) == [
        "expect/web", "hold/web", "copy/web", "switch/b", "release/web", "retire/a",
      ])
    #expect(plan.steps.last?.after.contains("copy/web") ?? false)
  }

  @Test("what needs a host that is offline is blocked, and nothing else")
  func offline() throws {
    let old = try described(
      "hosts.a.guests.web = { }; hosts.b.guests.db = { }; hosts.c.guests = { };")
    let new = try described(
      "hosts.a.guests = { }; hosts.b.guests = { }; hosts.c.guests = { web = { }; db = { }; };")
    let plan = FleetPlan(from: old, to: new, without: [try name("a")])
    #expect(
      plan.steps.filter(\.isBlocked).map(\.id) == [
        "hold/web", "copy/web", "release/web", "switch/a",
      ])
    let away = FleetPlan(from: old, to: new, without: [try name("c")])
    let open = away.steps.filter { !$0.isBlocked }
    #expect(open.isEmpty, "no guest leaves for a host that is offline")
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
    #expect(told(FleetPlan(from: try fleet(80), to: try fleet(81))) == ["switch/a"])
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
    #expect(told(plan) == ["switch/host"])
  }

  private func told(_ plan: FleetPlan) -> [String] { plan.steps.map(\.id) }
  private func name(_ text: String) throws -> HostName { try #require(HostName(text)) }
  private func guest(_ text: String) throws -> GuestName { try #require(GuestName(text)) }
  private func path(_ text: String) throws -> AbsolutePath { try #require(AbsolutePath(text)) }

  private func described(_ text: String, size: String = "defaults.diskSize = \"9g\";") throws
    -> Subject
  {
    let source = SourceText(name: "guests.nix", text: "{ \(size) \(text) }")
    let result = Pipeline.subject(of: source, format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}
