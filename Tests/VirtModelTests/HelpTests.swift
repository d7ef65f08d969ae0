import NixAST
import Testing
import VirtModel

/// Errors that people make, each with one error that says what to write.
@Suite("Messages that help")
struct HelpTests {
  /// Keys of a guest that has all that it needs besides.
  private static func errors(guest text: String, host: String = "") -> [Diagnostic] {
    errors("{ \(host) guests.alice = { diskSize = \"20g\"; \(text) }; }")
  }

  private static func errors(_ text: String, _ format: DescriptionFormat = .nix) -> [Diagnostic] {
    Pipeline.subject(of: SourceText(name: "guests.nix", text: text), format: format).diagnostics
      .filter { $0.severity == .error }
  }

  @Test(
    "values that are nearly right",
    arguments: [
      ("memory = 1g;", "write \"1g\""), ("memory = 512m;", "write \"512m\""),
      ("memory = 1.5g;", "write \"1.5g\""), ("memory = \"1.5g\";", "write \"1536m\""),
      ("memory = \"1 g\";", "write \"1g\""), ("memory = \"1,5 GiB\";", "write \"1536m\""),
      ("memory = \"0.25t\";", "write \"256g\""), ("memory = \"2gi\";", "write \"2g\""),
      ("memory = 1024;", "write \"1024m\" for mebibytes or \"1024g\" for gibibytes"),
      ("autostart = \"yes\";", "write true"), ("autostart = \"off\";", "write false"),
      ("autostart = \"true\";", "write true without quotes"), ("autostart = 1;", "write true"),
      ("cpuQuota = 250;", "write \"250%\""), ("cpuQuota = \"250\";", "write \"250%\""),
      ("cpuPinning = [ 2 3 ];", "write \"2-3\""), ("cpuPinning = 2;", "write \"2\""),
      ("cpuPinning = [ 0 1 2 5 7 8 ];", "write \"0-2,5,7-8\""),
      ("cpuPinning = [ \"0-3\" 6 ];", "write \"0-3,6\""),
      ("pci = [ \"01:00.0\" ];", "write \"0000:01:00.0\""),
      (
        "image = \"https://example.org/a.qcow2\";",
        "write a set with its hash: { url = \"…\"; hash = \"sha256-…\"; }; nixvirt image"
      ),
      ("userData = \"#cloud-config\\n\";", "write it to a file, and the path of that"),
      ("snapshot = true;", "write { }"),
      (
        "backup = { schedule = \"daily\"; directory = \"/srv/b\"; keep = 5; };",
        "write { count = 5; }"
      ),
      ("image = \"a.qcow2\";", "write ./a.qcow2 for a file in the same directory as"),
      ("vncDisplay = /run/guest;", "write it in quotes: \"/run/guest\""),
      ("install = none;", "write it in quotes if it is a string, or let Nix evaluate it"),
    ])
  func values(text: String, help: String) {
    let errors = Self.errors(guest: text)
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.suggestion?.hasPrefix(help) ?? false, "\(errors)")
  }

  @Test(
    "a subnet in place of a NAT network",
    arguments: [
      ("10.78.0.0/24", "write { subnet = \"10.78.0.0/24\"; }"), ("10.78.0.1/24", nil), ("lan", nil),
    ])
  func subnets(text: String, help: String?) {
    let errors = Self.errors("{ networks.n.nat = \"\(text)\"; guests.a.diskSize = \"5g\"; }")
    #expect(errors.map(\.suggestion) == [help])
  }

  @Test("no help for a value that nobody can guess")
  func unknown() {
    for value in ["lots", "1.5", "1.5.5g", "2x"] {
      #expect(Self.errors(guest: "memory = \"\(value)\";").map(\.suggestion) == [nil], "\(value)")
    }
  }

  @Test(
    "keys of other tools",
    arguments: [
      ("ip = \"192.168.1.5\";", "address ="), ("ports = [ 80 ];", "nat.forwards"),
      ("forwardPorts = [ ];", "nat.forwards"), ("cloudInit = ./u;", "userData = ./user-data.yaml;"),
      ("secureBoot = true;", "firmware = \"uefi\""), ("ram = \"1g\";", "write memory"),
      ("vcpus = 2;", "write cpus"), ("modules = [ ./a.nix ];", "nixos.modules"),
      ("graphics = true;", "write vncDisplay"), ("enable = true;", "write autostart"),
      ("memroy = \"1g\";", "write memory"), ("kernel = 1;", "the keys are"),
    ])
  func keys(text: String, help: String) {
    let errors = Self.errors(guest: text)
    #expect(errors.map(\.id) == ["unknown-key"])
    #expect(errors.first?.suggestion?.contains(help) ?? false, "\(errors)")
  }

  @Test(
    "one mistake is one error",
    arguments: [
      "{ guests.a = { disk = \"20g\"; }; }", "{ guests.a = { diskSize = \"5\"; }; }",
      "{ guests.a = { disks.d.size = \"5\"; diskSize = \"5g\"; }; }",
      "{ guests.a = { disks.d.path = \"sda\"; diskSize = \"5g\"; }; }",
      "{ guests.a = { disks.d.file = \"/dev/sda\"; diskSize = \"5g\"; }; }",
      "{ guests.a = { shares.x.path = \"/srv\"; diskSize = \"5g\"; }; }",
      "{ guests.a = { shares.x.blah = \"/srv\"; diskSize = \"5g\"; }; }",
      "{ networks.n.nat.network = \"10.0.0.0/24\"; guests.a.diskSize = \"5g\"; }",
      "{ vms.a.diskSize = \"5g\"; }", "{ guests = [ { diskSize = \"5g\"; } ]; }",
      "{ host.nic = eno1; guests.a.diskSize = \"5g\"; }",
      "{ networks.n = { uplink = \"eno1\"; address = 192.168.1.2; }; guests.a.diskSize = \"5g\"; }",
      "{ networks.n = { uplink = \"eno1\"; address = 192.168.1.2/24; }; guests.a.diskSize = \"5g\"; }",
    ])
  func once(text: String) {
    let errors = Self.errors(text)
    #expect(errors.count == 1, "\(text): \(errors.map(\.message))")
    #expect(errors.first?.suggestion != nil, "\(text): \(errors.map(\.message))")
  }

  @Test("a list of guests is given names")
  func list() {
    let errors = Self.errors("{ guests = [ { diskSize = \"5g\"; } ]; }")
    #expect(errors.map(\.suggestion) == ["give each a name: guests = { NAME = { … }; };"])
  }

  @Test("JSON has no comma after the last element, and no comments")
  func json() {
    for text in [
      "{\"guests\": {},}", "{\"guests\": {\"a\": {\"pci\": [\"x\", ]}}}", "{\"a\": 1 , }",
    ] {
      let errors = Self.errors(text, .json)
      #expect(errors.map(\.suggestion) == ["remove the comma"], "\(text): \(errors)")
      #expect(
        errors.first.map {
          SourceText(name: "", text: text).text(in: $0.range ?? SourceRange(0..<0))
        } == ",")
    }
    #expect(Self.errors("{ // hosts\n}", .json).map(\.message) == ["JSON has no comments"])
  }

  @Test("amounts of memory are in the unit of the host's")
  func units() {
    let guest = "guests.a = { diskSize = \"5g\"; memory ="
    for (host, guests, message) in [
      (
        "4g", "\(guest) \"2g\"; }; guests.b = { diskSize = \"5g\"; memory = \"2560m\"; };",
        "4.5 GiB of memory, but the host has 4 GiB"
      ),
      ("4096m", "\(guest) \"5000m\"; };", "memory is 5000 MiB, but the host has 4 GiB"),
      ("4g", "\(guest) \"4352m\"; };", "memory is 4.25 GiB, but the host has 4 GiB"),
    ] {
      let errors = Self.errors("{ host.memory = \"\(host)\"; \(guests) }")
      #expect(errors.first?.message.hasSuffix(message) ?? false, "\(errors.map(\.message))")
    }
  }
}
