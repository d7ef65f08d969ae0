import Foundation
import TestSupport
import Testing

/// cloud-init's network configuration of a guest with a fixed address on the LAN and a second card behind
/// the host, read by the real cloud-init.
@Suite("Network configuration of guests from images", .ownThreads)
struct CloudInitNetworkTests {
  private static let cloudInit = ExternalTool.find("cloud-init")
  private static func host() throws -> EvaluatedModule {
    try GeneratedModule.evaluated("addresses")
  }

  /// The MAC addresses of both cards, as the module has them.
  private static func cards(in text: String) throws -> [String] {
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let ethernets = try #require(json["ethernets"] as? [String: [String: Any]])
    return try ["eth0", "eth1"].map { name in
      let match = try #require(ethernets[name]?["match"] as? [String: String])
      return try #require(match["macaddress"])
    }
  }

  @Test(
    "cloud-init's writers for Ubuntu, Debian and Fedora understand it",
    .enabled(if: cloudInit != nil && nix != nil, "cloud-init or nix is not installed"),
    arguments: [
      ("netplan", "ubuntu", ["- 192.168.1.20/24", "accept-ra: false", "to: 8000::/1"]),
      ("networkd", "debian", ["Address=192.168.1.20/24", "Destination=8000::/1"]),
      ("eni", "debian", ["address 192.168.1.20/24", "-A inet6 8000::/1"]),
      ("sysconfig", "fedora", ["IPADDR=192.168.1.20", "IPV6_FORCE_ACCEPT_RA=no"]),
      // Its method for fixed addresses takes none from routers.
      ("network-manager", "fedora", ["address1=192.168.1.20/24", "[ipv6]\nmethod=manual"]),
    ])
  func writers(renderer: String, distribution: String, texts: [String]) throws {
    let configuration = try #require(Self.host().scripts["network-config"])
    let cards = try Self.cards(in: configuration)
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(configuration.utf8).write(to: folder.appendingPathComponent("network-config"))
    let result = try ExternalTool.run(
      "/usr/bin/cloud-init",
      [
        "devel", "net-convert", "-p", "network-config", "-k", "yaml", "-D", distribution, "-O",
        renderer, "-d", "out", "-m", "eth0,\(cards[0])", "-m", "eth1,\(cards[1])",
      ], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let files = try ExternalTool.run(
      "/usr/bin/find", ["out", "-type", "f", "-exec", "cat", "{}", "+"], in: folder.path)
    for text in texts + ["fd00:1::20/64", "192.168.1.1", "fd00:1::1", "fe80::1"] {
      #expect(files.output.contains(text), "\(renderer) has no \(text): \(files.output)")
    }
    #expect(
      files.output.lowercased().contains(cards[0]), "\(renderer) does not match by MAC address")
  }

  @Test(
    "a changed address is configured at the next start",
    .enabled(
      if: cloudInit != nil && nix != nil && getuid() == 0,
      "cloud-init or nix is not installed, or this is not root"))
  func changes() throws {
    let host = try Self.host()
    let configuration = try #require(host.scripts["network-config"])
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let starts = [configuration, configuration.replacingOccurrences(of: "1.20/", with: "1.77/")]
    for (index, configuration) in starts.enumerated() {
      let start = folder.appendingPathComponent("\(index)")
      try FileManager.default.createDirectory(at: start, withIntermediateDirectories: true)
      for name in ["user-data", "meta-data"] {
        try Data(try #require(host.scripts[name]).utf8).write(
          to: start.appendingPathComponent(name))
      }
      try Data(configuration.utf8).write(to: start.appendingPathComponent("network-config"))
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EndToEnd/cloud-init/starts").path
    let cards = try Self.cards(in: configuration).joined(separator: " ")
    let result = try ExternalTool.run(
      "/usr/bin/env", ["CARDS=\(cards)", script, "0", "1"], in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    let seen = try ["0", "1"].map { start in
      try String(
        contentsOf: folder.appendingPathComponent(start).appendingPathComponent("network"),
        encoding: .utf8)
    }
    #expect(seen[0].contains("Address=192.168.1.20/24"))
    #expect(seen[1].contains("Address=192.168.1.77/24") && !seen[1].contains("1.20/24"))
  }
}
