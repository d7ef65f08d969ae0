import NixAST
import Testing

@testable import VirtModel

/// A description of several hosts.
@Suite("Fleets")
struct FleetTests {
  @Test("what is said for all hosts counts where a host does not say it itself")
  func merged() throws {
    let fleet = try fleet(
      """
      {
        networks.lan = { uplink = "eno1"; mtu = 9000; };
        defaults = { memory = "2g"; diskSize = "9g"; };
        hosts = {
          alpha = {
            guests.web = { };
          };
          beta = {
            networks.lan.uplink = "enp2s0";
            networks.back = { };
            defaults = { memory = "4g"; cpus = 2; };
            guests = { db = { }; small.memory = "1g"; };
          };
          gamma = { networks.lan = null; };
        };
      }
      """)
    #expect(fleet.machines.map(\.name.description) == ["alpha", "beta", "gamma"])
    let (alpha, beta, gamma) = (
      fleet.machines[0].host, fleet.machines[1].host, fleet.machines[2].host
    )
    #expect(alpha.networks.map(\.uplink?.description) == ["eno1"])
    #expect(beta.networks.map(\.name.description) == ["back", "lan"])
    #expect(beta.networks.last?.uplink?.description == "enp2s0")
    #expect(beta.networks.last?.mtu == 9000)
    #expect(gamma.networks.isEmpty)
    #expect(alpha.guests.map(\.memory.description) == ["2g"])
    #expect(beta.guests.map(\.memory.description) == ["4g", "1g"])
    #expect(beta.guests.map(\.cpus.count) == [2, 2])
    #expect(fleet.guestCount == 3)
  }

  @Test("a host has the name that the fleet calls it by, unless it has another")
  func names() throws {
    let fleet = try fleet("{ hosts = { alpha = { }; beta.host.name = \"b.example.org\"; }; }")
    #expect(fleet.machines.map(\.host.name?.description) == ["alpha", "b.example.org"])
  }

  @Test("a guest that moves to another host keeps its MAC addresses")
  func moves() throws {
    let shared = "networks.lan.uplink = \"eno1\"; defaults.diskSize = \"1g\";"
    let guest = "guests.web.interfaces = [ { } { } ]"
    let before = try fleet("{ \(shared) hosts = { alpha.\(guest); beta = { }; }; }")
    let after = try fleet("{ \(shared) hosts = { alpha = { }; beta.\(guest); }; }")
    let addresses = before.machines[0].host.guests[0].interfaces.map(\.mac)
    #expect(Set(addresses).count == 2)
    #expect(after.machines[1].host.guests[0].interfaces.map(\.mac) == addresses)
  }

  @Test("a host by itself keeps the addresses that it had")
  func single() throws {
    let text = "{ host = { nic = \"eno1\"; name = \"a\"; }; guests.web.diskSize = \"1g\"; }"
    let host = try #require(
      Pipeline.host(of: SourceText(name: "guests.nix", text: text), format: .nix).value)
    #expect(host.guests[0].interfaces[0].mac.description.hasPrefix("52:54:00:"))
  }

  @Test("a module of a fleet is that of the host by itself, but for addresses made from names")
  func modules() throws {
    let host =
      "host.nic = \"eno1\"; guests.web = { diskSize = \"1g\"; mac = \"52:54:00:00:00:01\"; };"
    let fleet = try fleet("{ hosts.alpha = { \(host) }; }")
    let single = Pipeline.module(
      of:
        SourceText(name: "guests.nix", text: "{ \(host) }"), format: .nix, context: ModuleContext())
    #expect(
      Pipeline.module(of: fleet.machines[0].host, context: ModuleContext()).value == single.value)
  }

  @Test("40 bits of a hash keep 100,000 guests apart")
  func apart() throws {
    let addresses = try (0..<100).flatMap { host in
      try (0..<1000).map { guest in
        Derived.mac(.fleet, guest: try #require(GuestName("g\(host)x\(guest)")), index: 0)
      }
    }
    #expect(Set(addresses).count == 100_000)
  }

  @Test("an error that all hosts inherit is told once")
  func once() {
    let hosts = (0..<50).map { "h\($0).guests.g\($0).diskSize = \"1g\";" }.joined()
    let result = described(
      "{ networks.lan.uplink = \"wlan0\"; defaults.cpus = 0; hosts = { \(hosts) }; }")
    #expect(result.diagnostics.map(\.id) == ["wireless-uplink", "out-of-range"])
    #expect(result.diagnostics.last?.message.hasPrefix("defaults.cpus ") == true)
  }

  @Test("files that cannot be looked at are taken for good")
  func unreadFiles() {
    let text = """
      {
        hosts.a.host.memory = "8g";
        guests.g = { image = ./debian.raw; memory = "1g"; userData = ./user-data; };
      }
      """
    let source = SourceText(name: "fleet.nix", text: text)
    let placed = Pipeline.placement(of: source, format: .nix, assignment: Assignment())
    #expect(placed.diagnostics.filter { $0.severity == .error } == [])
    #expect(placed.value != nil)
    let broken = Pipeline.placement(
      of: source, format: .nix, assignment: Assignment(), read: { _ in Array("hello".utf8) })
    #expect(broken.value == nil)
  }

  @Test("one static address on two VLANs is two")
  func vlans() throws {
    func text(_ vlan: Int) -> String {
      """
      { hosts = {
        a.networks.lan = { uplink = "eno1"; vlan = 5; address = "10.0.0.2/24"; };
        b.networks.lan = { uplink = "eno1"; vlan = \(vlan); address = "10.0.0.2/24"; };
      }; }
      """
    }
    #expect(described(text(5)).diagnostics.map(\.id) == ["duplicate-address"])
    #expect(described(text(6)).diagnostics.map(\.id) == [])
  }

  private func described(_ text: String, _ assignment: [String: String] = [:]) -> Checked<Subject> {
    var hosts: [GuestName: HostName] = [:]
    for (guest, host) in assignment {
      if let guest = GuestName(guest) { hosts[guest] = HostName(host) }
    }
    return Pipeline.subject(
      of:
        SourceText(name: "guests.nix", text: text), format: .nix, assignment: Assignment(hosts))
  }

  private func fleet(_ text: String, _ assignment: [String: String] = [:]) throws -> Fleet {
    let result = described(text, assignment)
    guard case .fleet(let fleet)? = result.value else {
      throw Refused(diagnostics: result.diagnostics)
    }
    return fleet
  }

  private struct Refused: Error {
    var diagnostics: [Diagnostic]
  }
}
