import Foundation
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

private let ssh = ExternalTool.find("ssh")
private let python = ExternalTool.find("python3")

/// The inventory for Ansible and the configuration for SSH, as the programs read them.
@Suite("Show: access to guests")
struct ShowAccessTests {
  /// Names that are words of YAML, addresses of each kind, and the same address on two hosts.
  static let fleet = """
    {
      networks = {
        lan.uplink = "eno1";
        back-end.nat.subnet = "10.78.0.0/24";
        back_end = { };
      };
      defaults.diskSize = "10g";
      hosts = {
        alpha.guests = {
          on.interfaces = [ { network = "back-end"; address = "10.78.0.10"; } ];
          web.interfaces = [
            { network = "back-end"; address = "10.78.0.11"; }
            { network = "lan"; address = "192.168.1.20/24"; }
          ];
          null = { network = "back-end"; };
        };
        "beta.example.org".guests = {
          true.interfaces = [ { network = "back-end"; address = "10.78.0.10"; } ];
          six.interfaces = [ { network = "lan"; address6 = "2001:db8::20"; } ];
          named = { network = "lan"; };
          disc = { install = "none"; network = "lan"; };
          lonely = { network = "back_end"; };
          none.interfaces = [ ];
          alpha = { network = "lan"; };
        };
      };
    }
    """

  /// Guest, address, user, host in between.
  static let expected: [(String, String, String?, String?)] = [
    ("on", "10.78.0.10", "root", "alpha"),
    ("web", "192.168.1.20", "root", nil),
    ("null", "null.back-end.internal", "root", "alpha"),
    ("true", "10.78.0.10", "root", "beta.example.org"),
    ("six", "2001:db8::20", "root", nil),
    ("named", "named", "root", nil),
    ("disc", "disc", nil, nil),
  ]

  @Test("ssh reads the configuration", .enabled(if: ssh != nil, "ssh is not installed"))
  func configuration() throws {
    let place = try Workplace()
    let text = ShowFormat.ssh.text(
      try ShowTests.described(text: Self.fleet), style: .plain, columns: nil)
    try place.write("ssh_config", text)
    #expect(!text.contains("Host alpha") && text.contains("# alpha is left out: it has the name"))
    #expect(text.contains("# none is left out: it has no network card."))
    #expect(text.contains("# lonely is left out: its networks are isolated"))
    for (guest, address, user, proxy) in Self.expected {
      let result = try ExternalTool.run(
        try #require(ssh), ["-G", "-F", place.path("ssh_config"), guest])
      #expect(result.status == 0 && !result.errors.contains("ssh_config"), "\(result.errors)")
      let settings = Dictionary(
        result.output.split(separator: "\n").map { line in
          let words = line.split(separator: " ", maxSplits: 1)
          return (String(words[0]), words.count > 1 ? String(words[1]) : "")
        }, uniquingKeysWith: { first, _ in first })
      #expect(settings["hostname"] == address, "\(guest)")
      #expect(settings["hostkeyalias"] == guest)
      if let user { #expect(settings["user"] == user, "\(guest)") }
      #expect(settings["proxyjump"] == proxy, "\(guest)")
    }
    // A guest is found by its full name, too.
    let full = try ExternalTool.run(
      try #require(ssh), ["-G", "-F", place.path("ssh_config"), "on.back-end.internal"])
    #expect(full.output.contains("hostname 10.78.0.10\n"))
    // nixvirt serves no names on a LAN.
    #expect(text.contains("Host named\n"))
  }

  @Test("a guest of an isolated network is reached through its host, if that has an address there")
  func isolated() throws {
    func text(_ network: String) throws -> String {
      ShowFormat.ssh.text(
        try ShowTests.described(
          text: """
            { \(network)
              hosts.alpha.guests.web = {
                diskSize = "10g"; interfaces = [ { network = "lab"; address = "10.80.0.9/24"; } ];
              };
            }
            """), style: .plain, columns: nil)
    }
    let reached = try text("networks.lab.address = \"10.80.0.1/24\";")
    #expect(reached.contains("HostName 10.80.0.9\n") && reached.contains("ProxyJump alpha\n"))
    #expect(try !text("networks.lab = { };").contains("HostName"))
    let nat = try text("networks.lab.nat = { subnet = \"10.80.0.0/24\"; dhcp = false; };")
    #expect(nat.contains("HostName 10.80.0.9\n") && nat.contains("ProxyJump alpha\n"))
  }

  @Test("no host is in between on the host itself")
  func onHost() throws {
    guard case .fleet(let fleet) = try ShowTests.described(text: Self.fleet),
      let alpha = fleet.machine("alpha")
    else { throw ShowAccessProblem.noFleet }
    for format in [ShowFormat.ssh, .ansible] {
      let text = format.text(.host(alpha.overview), style: .plain, columns: nil)
      #expect(text.contains("10.78.0.10"))
      #expect(!text.contains("ProxyJump"))
    }
  }

  @Test(
    "the inventory is YAML with the guests, their variables and their groups",
    .enabled(if: hasYAML, "python3 has no yaml"))
  func inventory() throws {
    let text = ShowFormat.ansible.text(
      try ShowTests.described(text: Self.fleet), style: .plain, columns: nil)
    let script = "import json,sys,yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
    let result = try ExternalTool.run(try #require(python), ["-c", script], input: text)
    #expect(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let all = try #require((object as? [String: [String: Any]])?["all"])
    let hosts = try #require(all["hosts"] as? [String: [String: String]])
    #expect(Set(hosts.keys) == Set(Self.expected.map(\.0)))
    for (guest, address, user, proxy) in Self.expected {
      let variables = try #require(hosts[guest])
      #expect((variables["ansible_host"] ?? guest) == address)
      #expect(variables["ansible_user"] == user)
      let options = variables["ansible_ssh_common_args"] ?? ""
      #expect(options.hasPrefix("-o HostKeyAlias=\(guest)"))
      #expect(options.hasSuffix(proxy.map { " -o ProxyJump=\($0)" } ?? "=\(guest)"), "\(options)")
    }
    let groups = try #require(all["children"] as? [String: [String: [String: Any]]])
    let members = groups.mapValues { Set(($0["hosts"] ?? [:]).keys) }
    #expect(
      members == [
        "host_alpha": ["on", "web", "null"],
        "host_beta_example_org": ["true", "six", "named", "disc"],
        "network_back_end": ["on", "web", "null", "true"],
        "network_lan": ["web", "six", "named", "disc"],
      ])
  }

  @Test("groups of names that Ansible cannot distinguish get numbers")
  func groups() throws {
    let text = ShowFormat.ansible.text(
      try ShowTests.described(
        text: """
          { networks.a-b.nat.subnet = "10.1.0.0/24"; networks.a_b.nat.subnet = "10.2.0.0/24";
            guests.a = { diskSize = "1g"; network = "a-b"; };
            guests.b = { diskSize = "1g"; network = "a_b"; }; }
          """), style: .plain, columns: nil)
    #expect(text.contains("\"network_a_b\":\n      hosts:\n        \"a\""))
    #expect(text.contains("\"network_a_b_2\":\n      hosts:\n        \"b\""))
  }

  private static let hasYAML =
    python.map { (try? ExternalTool.run($0, ["-c", "import yaml"]))?.status == 0 } ?? false
}

private enum ShowAccessProblem: Error { case noFleet }
