import Foundation
import TestSupport
import Testing

/// What guests are configured with, as real Nix evaluates it and as the real programs read it.
@Suite("Fixed addresses", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct FixedAddressTests {
  private static let description = """
    {
      host.sshKeys = [ ];
      networks.lan.uplink = "eno1";
      networks.lab.address = "10.80.0.1/24";
      guests.web = {
        ROOT
        interfaces = [
          { network = "lan"; mac = "52:54:00:00:00:01"; CARD }
          { network = "lab"; mac = "52:54:00:00:00:02"; }
        ];
      };
    }
    """
  private static let card =
    #"address = "192.168.1.10/24"; gateway = "192.168.1.1"; nameservers = [ "192.168.1.1" "fd00::1" ];"#

  private func module(root: String, card: String = card) throws -> EvaluatedModule {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = Self.description.replacing("ROOT", with: root).replacing("CARD", with: card)
    let result = try NixvirtProgram.run(
      ["generate", "-", "-o", "virtual.nix"], input: input, in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return try EvaluatedModule(folder.appendingPathComponent("virtual.nix").path)
  }

  @Test(
    "NixOS guests get a file for systemd-networkd for each card with a fixed address",
    arguments: [#"diskSize = "9g";"#, #"diskSize = "9g"; install = "store";"#])
  func networkdFile(root: String) throws {
    let module = try module(root: root)
    #expect(
      module.scripts["nic.network"] == """
        [Match]
        MACAddress=52:54:00:00:00:01

        [Network]
        Address=192.168.1.10/24
        Gateway=192.168.1.1
        DNS=192.168.1.1
        DNS=fd00::1

        """)
  }

  @Test("cloud-init configures a guest again if its address changes, and only then")
  func instance() throws {
    func instance(_ card: String) throws -> String {
      let module = try module(root: #"image = "/srv/a.img";"#, card: card)
      return try #require(module.scripts["meta-data"])
    }
    let fixed = try instance(Self.card)
    #expect(try instance(Self.card) == fixed)
    #expect(try instance(#"address = "192.168.1.11/24";"#) != fixed)
    #expect(try instance("") == #"{"instance-id":"web","local-hostname":"web"}"#)
  }

  private static let cloudInit = ExternalTool.find("cloud-init")

  @Test(
    "cloud-init turns the configuration into files of its renderers",
    .enabled(if: cloudInit != nil, "cloud-init is not installed"),
    arguments: [
      (
        "debian", "eni",
        ["auto eth0\niface eth0 inet static\n    address 192.168.1.10/24", "iface eth1 inet dhcp"]
      ),
      ("debian", "networkd", ["Address=192.168.1.10/24", "Gateway=192.168.1.1", "DHCP=ipv4"]),
      ("debian", "netplan", ["- 192.168.1.10/24", "via: 192.168.1.1", "dhcp4: true"]),
      ("fedora", "sysconfig", ["IPADDR=192.168.1.10", "GATEWAY=192.168.1.1", "BOOTPROTO=dhcp"]),
    ])
  func renderers(distribution: String, renderer: String, lines: [String]) throws {
    let text = try #require(
      try module(root: #"image = "/srv/a.img";"#).scripts["network-config"])
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appendingPathComponent("network-config"))
    let result = try ExternalTool.run(
      "/usr/bin/cloud-init",
      ["devel", "net-convert", "-p", "network-config", "-k", "yaml", "-d", "out"]
        + ["-D", distribution, "-O", renderer]
        + ["-m", "eth0,52:54:00:00:00:01", "-m", "eth1,52:54:00:00:00:02"], in: folder.path)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    let written = try #require(
      FileManager.default.enumerator(
        at: folder.appendingPathComponent("out"), includingPropertiesForKeys: nil))
    let files = written.compactMap { file -> String? in
      (file as? URL).flatMap { try? String(contentsOf: $0, encoding: .utf8) }
    }
    for line in lines {
      #expect(files.contains { $0.contains(line) }, "\(line)\n\(files.joined(separator: "\n"))")
    }
  }
}
