import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// What `nixvirt place` knows of hosts and guests, against docs/fleets.md.
@Suite("Constraints of placement")
struct FleetConstraintTests {
  @Test("a guest that names no network gets that of all hosts, wherever it is")
  func defaultNetwork() throws {
    let placement = try placed(
      """
      networks.lan.uplink = "eno1";
      hosts = {
        a = { host.memory = "4g"; networks.admin.uplink = "eno3"; };
        b = { host.memory = "64g"; networks = { lan = null; dmz.uplink = "eno2"; }; };
        c = { host.memory = "64g"; networks.lan = null; };
      };
      guests = { db.memory = "1g"; x = { memory = "1g"; interfaces = [ { } ]; }; };
      """)
    #expect(hosts(placement) == ["db": "a", "x": "a"])
    let cards = placement.fleet.machines[0].host.guests.flatMap(\.interfaces)
    #expect(cards.map(\.network.description) == ["lan", "lan"])
  }

  @Test("where hosts have different networks only, a guest must name one")
  func ambiguousNetwork() throws {
    let text = """
      hosts = {
        a = { host.memory = "4g"; networks.lan.uplink = "eno1"; };
        b = { host.memory = "4g"; networks.dmz.uplink = "eno1"; };
      };
      """
    #expect(ids("\(text) guests.web = { };") == ["no-room"])
    #expect(hosts(try placed("\(text) guests.web.network = \"dmz\";")) == ["web": "b"])
    #expect(hosts(try placed("\(text) guests.web.interfaces = [ ];")).count == 1)
  }

  @Test("a guest is placed on a host of its platform")
  func platforms() throws {
    let text = """
      hosts = {
        a.host.memory = "16g";
        b.host = { memory = "64g"; system = "aarch64-linux"; };
      };
      guests = { x = { install = "image"; image = ./amd64.qcow2; }; y.system = "aarch64-linux"; };
      """
    #expect(hosts(try placed(text)) == ["x": "a", "y": "b"])
    let arm = "hosts.b.host = { memory = \"64g\"; system = \"aarch64-linux\"; }; guests.y = { };"
    #expect(hosts(try placed(arm)) == ["y": "b"])
  }

  @Test(
    "guests that name the same thing of a host are on different hosts",
    arguments: [
      "pci = [ \"0000:01:00.0\" ];", "usb = [ \"046d:c52b\" ];", "vncDisplay = \"localhost:1\";",
      "netDevice = \"tap7\";", "disks.d.path = \"/dev/sdb\";",
    ])
  func resources(key: String) throws {
    let placement = try placed(
      """
      networks.lan.uplink = "eno1";
      hosts = { a = { host.memory = "9g"; guests.p = { \(key) }; }; b.host.memory = "9g"; };
      guests = { q = { \(key) }; };
      """)
    #expect(hosts(placement) == ["q": "b"])
    #expect(
      ids(
        """
        networks.lan.uplink = "eno1"; hosts.a = { host.memory = "9g"; guests.p = { \(key) }; };
        guests.q = { \(key) };
        """) == ["no-room"])
  }

  @Test("memory is that of the host without its reserve, times the ratio, for all guests")
  func memory() throws {
    func host(_ keys: String) -> String { "hosts.a.host = { memory = \"10g\"; \(keys) };" }
    let guests = "guests = { p = { memory = \"8g\"; autostart = false; }; q.memory = \"4g\"; };"
    #expect(ids("\(host("")) \(guests)") == ["no-room"])
    #expect(ids("\(host("memoryRatio = \"120%\";")) \(guests)") == [])
    #expect(ids("\(host("memoryRatio = \"120%\"; reserve = \"1g\";")) \(guests)") == ["no-room"])
    let pinned = guests.replacing("guests", with: "hosts.a.guests")
    #expect(ids("\(host("")) \(pinned)") == ["memory-exceeds-host"], "validation counts the same")
    #expect(ids("\(host("memoryRatio = \"120%\";")) \(pinned)") == [])
  }

  @Test("a host that gives its guests away keeps none of the top-level ones, and gets none")
  func drain() throws {
    let text = "hosts = { a.host = { memory = \"64g\"; drain = true; }; b.host.memory = \"9g\"; };"
    let old = ["p": "a", "q": "b"]
    #expect(
      hosts(try placed("\(text) guests = { p = { }; q = { }; r = { }; };", old))
        == ["p": "b", "q": "b", "r": "b"])
    #expect(ids("\(text) guests.p.memory = \"20g\";", old) == ["no-room"])
    // It is told of guests that are described under it, not of a host that is empty.
    let described = "hosts = { a.host.drain = true; a.guests = { GUESTS }; b.guests = { }; };"
    func draining(_ guests: String) -> [String] {
      result(described.replacing("GUESTS", with: guests), Assignment()).diagnostics.map(\.id)
        .filter { $0 == "draining-host" }
    }
    #expect(draining("") == [] && draining("p = { };") == ["draining-host"])
  }

  @Test("a guest that becomes free stays, and one that comes back returns to its files")
  func remembered() throws {
    let hosts = "hosts = { a.host.memory = \"9g\"; b = { host.memory = \"64g\"; };"
    let pinned = try placed(
      "hosts = { a = { host.memory = \"9g\"; guests.db = { }; }; b.host.memory = \"64g\"; };"
        + " guests.web = { };", ["gone": "a"])
    let old = pinned.assignment
    #expect(old.hosts.count == 3)
    #expect(pinned.free.count == 1)
    let free = try placed("\(hosts) }; guests = { db = { }; gone = { }; web = { }; };", old)
    #expect(self.hosts(free) == ["db": "a", "gone": "a", "web": "b"])
  }

  @Test("a conflict of rules is named")
  func conflict() throws {
    let checked = result(
      """
      hosts = { a.host.memory = "9g"; b.host.memory = "9g"; };
      guests = { p.affinity = [ "q" ]; q.antiAffinity = [ "p" ]; };
      """, Assignment())
    #expect(
      checked.diagnostics.first?.message
        == "no host can take p: p and q must be on the same host (affinity or after), and on"
        + " different hosts (antiAffinity)")
  }

  @Test(
    "what cannot be is named: too few hosts, too few zones, too little memory",
    arguments: [
      (
        "a.antiAffinity = [ \"b\" \"c\" ]; b.antiAffinity = [ \"c\" ]; c = { };",
        "a, b and c must be on different hosts (antiAffinity, or a device that they share), but only p"
          + " and q can take them"
      ),
      (
        "a = { spread = \"zone\"; antiAffinity = [ \"b\" ]; }; b = { };",
        "a and b must be in different zones (spread), but the hosts that can take them, p and q, are in"
          + " one zone"
      ),
      (
        "a.memory = \"7g\"; b.memory = \"7g\"; c.memory = \"7g\";",
        "the guests that can only be on p and q need 21 GiB of memory together, but there are 18 GiB"
          + " for them"
      ),
    ])
  func contradictions(guests: String, message: String) throws {
    let checked = result(
      """
      hosts = {
        p.host = { memory = "9g"; zone = "rack"; };
        q.host = { memory = "9g"; zone = "rack"; };
      };
      guests = { \(guests) };
      """, Assignment())
    #expect(
      checked.diagnostics.contains { $0.message.hasSuffix(message) }, "\(checked.diagnostics)")
  }

  @Test("guests are in different zones where they must be, or as far as that is preferred")
  func zones() throws {
    let hosts = """
      hosts = {
        a.host = { memory = "64g"; zone = "east"; };
        b.host = { memory = "64g"; zone = "east"; };
        c.host = { memory = "2g"; zone = "west"; };
      };
      """
    let required = try placed(
      "\(hosts) guests = { p = { spread = \"zone\"; antiAffinity = [ \"q\" ]; }; q = { }; };")
    #expect(Set(self.hosts(required).values).contains("c"))
    let preferred = """
      defaults = { tags = [ "w" ]; prefer = [ { antiAffinity = [ "@w" ]; spread = "zone"; } ]; };
      guests = { p = { }; q = { }; r = { }; };
      """
    let soft = try placed("\(hosts) \(preferred)")
    #expect(self.hosts(soft).values.filter { $0 == "c" }.count >= 1)
    #expect(ids("\(hosts) \(preferred)") == [])
    #expect(
      ids(
        "\(hosts) guests = { p = { spread = \"zone\"; antiAffinity = [ \"q\" ]; }; q = { }; };",
        ["p": "a", "q": "b"]) == ["affinity"])
  }

  @Test("a preference is kept if it can be, and explained")
  func preferences() throws {
    let hosts = """
      hosts = {
        a.host.memory = "64g"; b.host = { memory = "3g"; tags = [ "ssd" ]; };
      };
      """
    let placement = try placed(
      "\(hosts) guests = { p = { memory = \"2g\"; prefer = [ { hosts = [ \"@ssd\" ]; } ]; };"
        + " q = { memory = \"2g\"; prefer = [ { hosts = [ \"@ssd\" ]; weight = 5; } ]; }; };")
    #expect(self.hosts(placement) == ["p": "b", "q": "a"])
    let q = try #require(placement.explanation(of: GuestName("q")!))
    #expect(q.preferences.map(\.wish) == [.hosts([HostName("b")!])])
    #expect(q.preferences.map(\.weight) == [5])
    #expect(q.preferences.map(\.isKept) == [false])
    let p = try #require(placement.explanation(of: GuestName("p")!))
    #expect(p.preferences.map(\.isKept) == [true])
    #expect(p.others.map(\.reason) == [.prefersOthers(GuestName("p")!)])
    let heavier = try placed(
      "\(hosts) guests = { p = { memory = \"2g\"; prefer = [ { hosts = [ \"@ssd\" ]; } ]; };"
        + " q = { memory = \"2g\"; prefer = [ { hosts = [ \"@ssd\" ]; weight = 100; } ]; }; };")
    #expect(self.hosts(heavier) == ["p": "a", "q": "b"])
    let other = try #require(heavier.explanation(of: GuestName("q")!))
    #expect(other.others.map(\.reason) == [.prefersOthers(GuestName("q")!)])
  }

  @Test("a guest is near another one if it prefers that, and in the network of a host's nic")
  func near() throws {
    let near = try placed(
      """
      hosts = { a.host.memory = "64g"; b = { host.memory = "64g"; guests.p.memory = "2g"; }; };
      guests.q = { memory = "2g"; prefer = [ { affinity = [ "p" ]; } ]; };
      """)
    #expect(hosts(near) == ["q": "b"])
    let network = try placed(
      """
      hosts = {
        a.host = { memory = "4g"; nic = "eno1"; };
        b = { host.memory = "64g"; networks.dmz.uplink = "eno2"; };
      };
      guests.p.network = "lan";
      """)
    #expect(hosts(network) == ["p": "a"])
  }

  @Test("the hosts with replicas of a failed host's guests are by name")
  func targets() throws {
    let replicated =
      #"backup = { schedule = "daily"; directory = "/srv/b"; }; replicate.schedule = "hourly";"#
    let placement = try placed(
      """
      hosts = {
        a.guests = {
          p = { \(replicated) replicate.to = "c"; };
          q = { \(replicated) replicate.to = "b"; };
        };
        b = { }; c = { };
      };
      """)
    let failover = Failover(of: try #require(placement.fleet.machine("a")))
    #expect(failover.targets.map(\.host.description) == ["b", "c"])
    #expect(failover.replicas.map(\.guest.description) == ["p", "q"])
  }

  @Test("no guest can write where another host copies a guest's backups to")
  func replicas() {
    func messages(_ share: String) -> [String] {
      result(
        """
        hosts = {
          a.guests.p = {
            backup = { schedule = "daily"; directory = "/srv/b"; };
            replicate = { to = "b"; schedule = "hourly"; };
          };
          b.guests.q.shares.x = \(share);
        };
        """, Assignment()
      ).diagnostics.filter { $0.severity == .error }.map(\.message)
    }
    #expect(
      messages("{ source = \"/srv\"; }") == [
        "guests.p.backup.directory: \"/srv/b\" is in /srv, to which a guest of b can write"
      ])
    #expect(messages("{ source = \"/srv\"; readOnly = true; }") == [])
    #expect(messages("{ source = \"/srv/b/q\"; }") == [])
  }

  @Test("guests and tags that rules name must be there")
  func mentions() {
    func unknown(_ name: String) -> [Diagnostic] {
      result(
        "hosts.a.host.memory = \"64g\"; guests = { p.affinity = [ \"\(name)\" ]; q.tags = [ \"web\" ]; };",
        Assignment()
      ).diagnostics.filter { $0.severity == .error }
    }
    #expect(unknown("q").isEmpty && unknown("@web").isEmpty)
    #expect(unknown("nobody").map(\.id) == ["unknown-guest"])
    #expect(unknown("@data").map(\.id) == ["unknown-guest"])
    #expect(unknown("@data").map(\.suggestion) == ["there are web"])
  }

  @Test("the guests that have no place if a host fails")
  func losses() throws {
    func losses(_ memory: String) throws -> [String: [String]] {
      let placement = try placed(
        """
        hosts = {
          a = { host.memory = "8g"; guests.db.memory = "1g"; };
          b.host.memory = "\(memory)";
        };
        guests.web.memory = "6g";
        """, ["web": "a"])
      return Dictionary(
        uniqueKeysWithValues: placement.losses.map { loss in
          ("\(loss.host)", (loss.homeless + loss.bound).map(\.description))
        })
    }
    #expect(try losses("8g") == ["a": ["db"], "b": []])
    #expect(try losses("4g") == ["a": ["web", "db"], "b": []])
  }

  // MARK: -

  private func result(_ text: String, _ old: Assignment) -> Checked<FleetPlacement> {
    let source = SourceText(name: "guests.nix", text: "{ defaults.diskSize = \"5g\"; \(text) }")
    return Pipeline.placement(of: source, format: .nix, assignment: old)
  }

  private func assignment(_ hosts: [String: String]) -> Assignment {
    var assignment = Assignment()
    for (guest, host) in hosts {
      if let guest = GuestName(guest) { assignment.hosts[guest] = HostName(host) }
    }
    return assignment
  }

  private func placed(_ text: String, _ old: [String: String] = [:]) throws -> FleetPlacement {
    try placed(text, assignment(old))
  }

  private func placed(_ text: String, _ old: Assignment) throws -> FleetPlacement {
    let checked = result(text, old)
    return try #require(checked.value, "\(checked.diagnostics)")
  }

  private func ids(_ text: String, _ old: [String: String] = [:]) -> [String] {
    result(text, assignment(old)).diagnostics.filter { $0.severity == .error }.map(\.id)
  }

  private func hosts(_ placement: FleetPlacement) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: placement.free.compactMap { guest in
        placement.assignment.hosts[guest].map { ("\(guest)", "\($0)") }
      })
  }
}
