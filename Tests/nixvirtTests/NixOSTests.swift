import Foundation
import TestSupport
import Testing

/// The nixpkgs that the environment variable `NIXPKGS` names, or that Nix finds as `<nixpkgs>`.
let nixpkgs: String? = {
  if let path = ProcessInfo.processInfo.environment["NIXPKGS"], !path.isEmpty { return path }
  let found = nix.flatMap { try? ExternalTool.run($0, ["--find-file", "nixpkgs"]) }
  guard let found, found.status == 0 else { return nil }
  return found.output.trimmingCharacters(in: .whitespacesAndNewlines)
}()

/// What the real NixOS makes of modules: all of its options, types and assertions.
/// Nothing is built.
@Suite(
  "Modules in NixOS", .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: nixpkgs != nil, "neither NIXPKGS nor <nixpkgs> is there"))
struct NixOSTests {
  /// What a reduced nixpkgs needs besides.
  private static let extra = ProcessInfo.processInfo.environment["NIXPKGS_MODULE"] ?? "{ }"

  @Test(
    "NixOS takes a module, and warns of nothing", arguments: NixTests.modules, [false, true])
  func evaluates(name: String, useNetworkd: Bool) throws {
    let path = try #require(nixpkgs)
    let evaluate = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix/nixos.nix").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", evaluate, "--arg", "nixpkgs", path, "--arg", "module",
        GeneratedModule.path(name), "--arg", "useNetworkd", String(useNetworkd), "--arg", "extra",
        Self.extra,
      ])
    try #require(result.status == 0, "\(result.errors)")
    let host = try JSONDecoder().decode(Host.self, from: Data(result.output.utf8))
    #expect(host.failures == [])
    let expected = try GeneratedModule.evaluated(name, useNetworkd: useNetworkd)
    // This host has neither Docker nor systemd-resolved; that of the other evaluation has both.
    #expect(Set(host.units) == units(of: expected).subtracting(Self.forNeighbours))
  }

  /// Units for programs that only some hosts have.
  private static let forNeighbours: Set = ["nixvirt-docker.service", "nixvirt-names.service"]

  private func units(of module: EvaluatedModule) -> Set<String> {
    Set(module.unitNames.filter(isOwn))
  }

  private func isOwn(_ unit: String) -> Bool {
    unit.hasPrefix("qemu-guest-") || unit.hasPrefix("nixvirt-")
  }

  private static let neighbours = [
    "plain", "docker", "podman", "libvirtd", "incus", "networkmanager", "resolved", "dnsmasq",
    "nftables", "nftables-flushed", "iptables", "no-firewall", "user-networkd", "br-netfilter",
  ]

  @Test(
    "every kind of network beside what else has networks on a host", arguments: neighbours,
    [false, true])
  func beside(name: String, useNetworkd: Bool) throws {
    let description =
      """
      {
        networks = {
          lan = { uplink = "enp1s0"; mtu = 9000; };
          wan = { uplink = "enp2s0"; dhcp = false; };
          shop = {
            domain = "shop.test";
            nat = { subnet = "10.78.0.0/24"; forwards = [ { port = 8080; to = "web"; toPort = 80; } ]; };
            allow = [ { from = "any"; to = "web"; tcp = [ 80 443 ]; } { from = "web"; to = "db"; tcp = [ 5432 ]; } ];
          };
          lab.address = "10.79.0.1/24";
          quiet = { };
          given = { existing = true; bridge = "br0"; };
        };
        defaults = { install = "none"; diskSize = "10g"; };
        guests = {
          web.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ];
          db.interfaces = [ { network = "shop"; address = "10.78.0.11"; } { network = "lab"; } ];
          router.interfaces = [ { network = "wan"; spoofing = true; } { network = "lan"; spoofing = true; } ];
          alice.interfaces = [ { network = "quiet"; } { network = "given"; } ];
        };
      }
      """
    let place = try Workplace(description)
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", "\(folder)/nixos.nix", "--arg", "nixpkgs",
        try #require(nixpkgs), "--arg", "module", place.path("virtual.nix"), "--arg",
        "useNetworkd", String(useNetworkd), "--arg", "extra",
        "{ imports = [ (\(Self.extra)) (import \(folder)/neighbours.nix).\(name) ]; }",
      ])
    try #require(result.status == 0, "\(result.errors)")
    let host = try JSONDecoder().decode(Host.self, from: Data(result.output.utf8))
    #expect(host.failures == [])
    let expected = try GeneratedModule.evaluated(text: description, useNetworkd: useNetworkd)
    #expect(
      Set(host.units).subtracting(Self.forNeighbours)
        == units(of: expected).subtracting(Self.forNeighbours))
    #expect(host.units.contains("nixvirt-docker.service") == (name == "docker"))
  }

  @Test("an update of the host changes no unit of a guest that does not follow it")
  func updates() throws {
    let place = try Workplace(
      """
      {
        host.nic = "eno1";
        networks.inside.nat.subnet = "10.9.0.0/24";
        defaults.network = "lan";
        guests = {
          plain = { diskSize = "8g"; shares.home.source = "/srv/home"; tpm = true; ready = true; };
          image = {
            image = "/srv/a.img"; network = "inside"; firmware = "uefi"; vncDisplay = ":1";
            disks.data.size = "1g"; usb = [ { serial = "ABC123"; } ]; pci = [ "0000:01:00.0" ];
          };
          store = { install = "store"; diskSize = "1g"; restartOn = "description"; };
          stored = { install = "store"; diskSize = "1g"; nixos.writableStore = true; };
          follows = { install = "none"; diskSize = "1g"; restartOn = "host"; };
        };
      }
      """)
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let evaluate = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix/updates.nix").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", evaluate, "--arg", "nixpkgs", try #require(nixpkgs),
        "--arg", "module", place.path("virtual.nix"), "--arg", "extra", Self.extra,
      ], limit: 900)
    try #require(result.status == 0, "\(result.errors)")
    var hosts = try JSONDecoder().decode(
      [String: [String: String]].self, from: Data(result.output.utf8))
    let found = hosts.removeValue(forKey: "now")
    let now = try #require(found)
    #expect(now.count >= 18)
    #expect(hosts.keys.sorted() == ["coreutils", "qemu", "socat", "stdenv", "systemd", "tzdata"])
    for (package, units) in hosts {
      #expect(Set(units.keys) == Set(now.keys))
      let changed = now.keys.filter { now[$0] != units[$0] }
      #expect(
        changed.sorted() == ["qemu-guest-follows.service", "qemu-guest-stored.service"],
        "\(package)")
    }
  }

  private struct Host: Decodable {
    var failures: [String]
    var units: [String]
  }
}
