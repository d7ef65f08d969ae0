import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// The addresses of a single host's guests when the host becomes part of a fleet, leaves it, or gets another
/// name.
@Suite("Addresses from one host to a fleet")
struct FleetAddressTests {
  private static let guests = """
    guests = { web = { }; db = { interfaces = [ { } { network = "home"; } ]; }; };
    networks = { lan.uplink = "eno1"; home.nat.subnet = "10.9.0.0/24"; };
    """
  private static let defaults = "defaults.diskSize = \"9g\";"

  @Test(
    "with derivedFrom, a host becomes a fleet and no MAC address, no UUID and no guest changes",
    arguments: [nil, "alpha", "castle.example.org"] as [String?])
  func kept(name: String?) throws {
    let single = try described(
      "\(Self.defaults) \(name.map { "host.name = \"\($0)\";" } ?? "") \(Self.guests)")
    let key = "defaults.derivedFrom = \"\(name ?? "")\";"
    let fleet = try described(
      "\(key) \(Self.defaults) hosts = { alpha = { \(name == "castle.example.org" ? "host.name = \"castle.example.org\";" : "") \(Self.guests) }; beta.guests = { }; };"
    )
    let old = addresses(single)
    #expect(old.count == 2 && Set(old.values.flatMap(\.self)).count == 5)
    #expect(old.values.allSatisfy { $0.dropFirst().allSatisfy { $0.hasPrefix("52:54:00:") } })
    #expect(addresses(fleet) == old)
    let plan = FleetPlan(from: single, to: fleet)
    #expect(plan.guests.isEmpty)
    #expect(plan.addressChanges.isEmpty)
    #expect(plan.steps.map(\.id) == ["switch/beta"])

    // A move changes nothing either, nor does a place at the top.
    let moved = try described(
      "\(key) \(Self.defaults) hosts = { alpha.guests = { }; beta = { \(Self.guests) }; };")
    #expect(addresses(moved) == old)
  }

  @Test(
    "without it, the plan names the key with its value, and moves no guest",
    arguments: [nil, "alpha"] as [String?])
  func changed(name: String?) throws {
    let single = try described(
      "\(Self.defaults) \(name.map { "host.name = \"\($0)\";" } ?? "") \(Self.guests)")
    // The host without a name is the host with most of its guests, whatever it is called.
    for host in name.map({ [$0] }) ?? ["alpha", "zeta"] {
      let fleet = try described(
        "\(Self.defaults) hosts = { \(host) = { \(Self.guests) }; beta.guests.new = { }; }; networks.lan.uplink = \"eno1\";"
      )
      #expect(addresses(fleet)["web"] != addresses(single)["web"])
      let plan = FleetPlan(from: single, to: fleet)
      let change = try #require(plan.addressChanges.first)
      #expect(plan.addressChanges.count == 1)
      #expect(change.origin == .host(name.flatMap { HostName($0) }))
      #expect(change.guests.map(\.description) == ["db", "web"])
      #expect(change.isOfAll)
      #expect(plan.steps.map(\.id) == ["switch/beta", "switch/\(host)"].sorted())
    }
  }

  @Test("hosts of several single descriptions keep their addresses, guest by guest")
  func merged() throws {
    let fleet = try described(
      """
      \(Self.defaults) networks.lan.uplink = "eno1";
      hosts = {
        alpha = { defaults.derivedFrom = "alpha"; guests.web = { }; };
        beta = { defaults.derivedFrom = "beta"; guests.db = { }; };
        gamma.guests.new = { };
      };
      """)
    func single(_ host: String, _ guest: String) throws -> [String]? {
      addresses(
        try described(
          "\(Self.defaults) networks.lan.uplink = \"eno1\"; host.name = \"\(host)\"; guests.\(guest) = { };"
        ))[guest]
    }
    #expect(addresses(fleet)["web"] == (try single("alpha", "web")))
    #expect(addresses(fleet)["db"] == (try single("beta", "db")))
    // A guest of the fleet itself is not concerned.
    let old = try described(
      "\(Self.defaults) networks.lan.uplink = \"eno1\"; hosts.gamma.guests.new = { };")
    #expect(FleetPlan(from: old, to: fleet).addressChanges.isEmpty)
    // The key of a host does not go with a guest: the plan has the guest and its key.
    let moved = try described(
      """
      \(Self.defaults) networks.lan.uplink = "eno1";
      hosts = {
        alpha.guests = { };
        beta = { defaults.derivedFrom = "beta"; guests.db = { }; };
        gamma.guests = { new = { }; web = { }; };
      };
      """)
    let change = try #require(FleetPlan(from: fleet, to: moved).addressChanges.first)
    #expect(change.origin == .host(HostName("alpha")))
    #expect(change.guests.map(\.description) == ["web"])
    #expect(!change.isOfAll)
  }

  @Test("a single host with another name keeps its addresses with the key as well")
  func renamed() throws {
    let old = try described("\(Self.defaults) host.name = \"alpha\"; \(Self.guests)")
    let new = try described("\(Self.defaults) host.name = \"beta\"; \(Self.guests)")
    let kept = try described(
      "\(Self.defaults) defaults.derivedFrom = \"alpha\"; host.name = \"beta\"; \(Self.guests)")
    #expect(addresses(new) != addresses(old))
    #expect(addresses(kept) == addresses(old))
    #expect(
      FleetPlan(from: old, to: new).addressChanges.map(\.origin) == [.host(HostName("alpha"))])
  }

  @Test("a fleet's addresses have no key, and addresses that are given are not mentioned")
  func left() throws {
    let fleet = try described(
      "\(Self.defaults) hosts.alpha = { networks.lan.uplink = \"eno1\"; guests = { a = { }; b.mac = \"52:54:00:00:00:01\"; }; };"
    )
    let single = try described(
      "\(Self.defaults) networks.lan.uplink = \"eno1\"; guests = { a = { }; b = { }; };")
    let change = try #require(FleetPlan(from: fleet, to: single).addressChanges.first)
    #expect(change.origin == .fleet)
    #expect(change.guests.map(\.description) == ["a"])
  }

  @Test(
    "the name of a single host that is repeated in a fleet is warned of, unless the key keeps addresses",
    arguments: [
      ("alpha.host.name = \"alpha\"; alpha.guests.a = { };", true),
      ("alpha.host.name = \"a.example.org\"; alpha.guests.a = { };", false),
      ("alpha.host.name = \"alpha\"; alpha.guests = { };", false),
      (
        "alpha = { host.name = \"alpha\"; defaults.derivedFrom = \"alpha\"; guests.a = { }; };",
        false
      ),
      ("alpha.guests.a = { };", false),
    ])
  func warned(hosts: String, isWarned: Bool) {
    let source = SourceText(
      name: "guests.nix",
      text: "{ \(Self.defaults) networks.lan.uplink = \"eno1\"; hosts = { \(hosts) }; }")
    let own = Pipeline.subject(of: source, format: .nix).diagnostics
      .filter { $0.id == "unused-keys" }
    #expect(own.isEmpty != isWarned)
    #expect(
      own.allSatisfy { $0.suggestion?.contains("defaults.derivedFrom = \"alpha\";") ?? false })
  }

  /// The UUID and the MAC addresses of each guest.
  private func addresses(_ subject: Subject) -> [String: [String]] {
    let hosts =
      switch subject {
      case .fleet(let fleet): fleet.machines.map(\.host)
      case .host(let overview): [overview.host]
      }
    return Dictionary(
      hosts.flatMap(\.guests).map {
        ("\($0.name)", [$0.uuid] + $0.interfaces.map { "\($0.mac)" })
      }, uniquingKeysWith: { first, _ in first })
  }

  private func described(_ text: String) throws -> Subject {
    let result = Pipeline.subject(
      of: SourceText(name: "guests.nix", text: "{ \(text) }"), format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}
