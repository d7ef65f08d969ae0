import NixAST
import Testing
import VirtModel

@Suite("Hosts")
struct HostTests {
  @Test("what is left out has its value")
  func defaults() throws {
    let host = try host("{ host.nic = \"eno1\"; guests.alice.diskSize = \"1g\"; }")
    let guest = try #require(host.guests.first)
    #expect(host.accelerator == .kvm)
    #expect(guest.memory.description == "1g")
    #expect(guest.cpus.count == 1)
    #expect(guest.user.description == "guest-alice")
    #expect(guest.interfaces.map(\.tap.description) == ["tap-alice"])
    #expect(guest.shutdownTimeout == .seconds(90))
    #expect(guest.restart == .onFailure)
  }

  @Test(
    "the memory that is left out depends on the kind of guest",
    arguments: [
      ("diskSize = \"9g\";", "1g"), ("image = ./a.img;", "512m"),
      ("install = \"store\"; diskSize = \"9g\";", "512m"),
      ("install = \"none\"; diskSize = \"9g\";", "512m"),
      ("disks.root.path = \"/dev/sdx\";", "512m"),
      ("memory = \"640m\"; diskSize = \"9g\";", "640m"),
    ])
  func memory(guest: String, memory: String) throws {
    let host = try host("{ host.nic = \"eno1\"; guests.alice = { \(guest) }; }")
    #expect(host.guests.first?.memory.description == memory)
  }

  @Test(
    "DHCP assigns the upper half of a subnet, without the host's own address",
    arguments: [
      ("10.0.0.0/24", "10.0.0.1", "10.0.0.128...10.0.0.254"),
      ("10.0.0.0/24", "10.0.0.128", "10.0.0.129...10.0.0.254"),
      ("10.0.0.0/24", "10.0.0.254", "10.0.0.128...10.0.0.253"),
      ("10.0.0.0/24", "10.0.0.200", "10.0.0.201...10.0.0.254"),
      ("10.0.0.0/29", "10.0.0.5", "10.0.0.6...10.0.0.6"),
    ])
  func pool(subnet: String, address: String, pool: String) throws {
    let length = try #require(subnet.split(separator: "/").last)
    let host = try host(
      "{ networks.n = { address = \"\(address)/\(length)\"; nat.subnet = \"\(subnet)\"; }; guests = { }; }"
    )
    guard case .nat(let nat) = host.networks.first?.connection else {
      Issue.record("no NAT")
      return
    }
    #expect(nat.dhcp.map { "\($0.lowerBound)...\($0.upperBound)" } == pool)
  }

  @Test(
    "what would have to be evaluated is named",
    arguments: [
      ("!1", "the operator \"!\""), ("-x", "arithmetic"), ("\"${x}\"", "string interpolation"),
      ("./${x}", "path interpolation"), ("rec { }", "\"rec\""),
    ])
  func evaluated(value: String, words: String) {
    let source = SourceText(name: "guests.nix", text: "{ guests.a.cpus = \(value); }")
    let messages = Pipeline.host(of: source, format: .nix).diagnostics.map(\.message)
    #expect(messages.contains { $0.contains(words) }, "\(messages)")
  }

  @Test("defaults are merged under every guest")
  func merged() throws {
    let host = try host(
      """
      {
        defaults = { memory = "2g"; diskSize = "9g"; cpus = 2; };
        guests = { a = { }; b = { memory = "1g"; cpus = null; }; };
      }
      """)
    #expect(host.guests.map(\.memory.description) == ["2g", "1g"])
    #expect(host.guests.map(\.cpus.count) == [2, 1])
  }

  @Test("adding or removing a guest changes no other guest")
  func stable() throws {
    let few = try host(
      "{ host.nic = \"eno1\"; defaults.diskSize = \"1g\"; guests = { b = { }; d = { }; }; }")
    let more = try host(
      "{ host.nic = \"eno1\"; defaults.diskSize = \"1g\"; guests = { a = { }; b = { }; c = { }; d = { }; e = { }; }; }"
    )
    for guest in few.guests { #expect(more.guests.contains(guest)) }
  }

  @Test("names that are too long for what is made of them are cut, and stay apart")
  func longNames() throws {
    let long = String(repeating: "a", count: 60)
    let host = try host(
      "{ host.nic = \"eno1\"; defaults.diskSize = \"1g\"; guests = { \(long)x = { }; \(long)y = { }; }; }"
    )
    let taps = host.guests.flatMap(\.interfaces).map(\.tap.description)
    #expect(Set(taps).count == 2)
    #expect(taps.allSatisfy { $0.utf8.count <= 15 })
    #expect(Set(host.guests.map(\.user)).count == 2)
    #expect(host.guests.allSatisfy { $0.user.description.utf8.count <= 31 })
  }

  @Test("Nix and JSON make the same host, with diagnostics at the same keys")
  func formats() throws {
    let nix = Pipeline.module(
      of:
        SourceText(name: "a", text: "{ guests.a = { diskSize = \"1g\"; cpus = 2; }; }"),
      format: .nix,
      context: ModuleContext())
    let json = Pipeline.module(
      of:
        SourceText(name: "a", text: #"{"guests": {"a": {"diskSize": "1g", "cpus": 2}}}"#),
      format: .json,
      context: ModuleContext())
    #expect(nix.value != nil)
    #expect(nix.value == json.value)
  }

  @Test("a host is made in Swift by the same rules")
  func inSwift() throws {
    var guest = GuestDescription()
    guest[RootDiskKeys.diskSize] = Size(bytes: 1 << 30).map { Located($0) }
    guest[Interfaces.netDevice] = InterfaceName("tap0").map { Located($0) }
    var description = Description()
    let name = try #require(GuestName("alice"))
    description.guests = [Named(name, guest)]
    #expect(Pipeline.host(of: description).diagnostics.map(\.id) == ["no-network"])
    description.host.nic = InterfaceName("eno1").map { Located($0) }
    let host = try #require(Pipeline.host(of: description).value)
    #expect(host.guests.first?.interfaces.first?.tap.description == "tap0")
  }

  @Test("collisions are found among 10,000 guests")
  func many() throws {
    let guests = (0..<10_000).map { "g\($0) = { };" }.joined(separator: "\n")
    let text =
      "{ host.nic = \"eno1\"; defaults = { diskSize = \"1g\"; mac = \"52:54:00:00:00:01\"; }; guests = {\n\(guests)\n}; }"
    let result = Pipeline.host(of: SourceText(name: "a", text: text), format: .nix)
    // All of them have one address, which `defaults` gives, at one place.
    #expect(result.diagnostics.map(\.id) == ["duplicate-mac"])
  }

  private func host(_ text: String) throws -> Host {
    let result = Pipeline.host(of: SourceText(name: "guests.nix", text: text), format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}
