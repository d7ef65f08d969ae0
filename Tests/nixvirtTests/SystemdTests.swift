import Foundation
import TestSupport
import Testing

private let analyze = ExternalTool.find("systemd-analyze")

/// What systemd says about the units of modules, which this run generates.
@Suite(
  "Units in systemd", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: analyze != nil, "systemd-analyze is not installed"))
struct SystemdTests {
  /// The exposure of each kind of unit, from 0 to 10, by `systemd-analyze security` of systemd 252. It
  /// changes by a tenth with the least important directive.
  private static let exposure: [(unit: String, rating: Double)] = [
    ("nixvirt-dnsmasq", 2.0), ("nixvirt-docker", 1.9), ("nixvirt-filter", 1.5),
    ("nixvirt-names", 1.6),
    ("qemu-guest-full", 1.9), ("qemu-guest-full-backup", 1.8), ("qemu-guest-full-install", 0.9),
    ("qemu-guest-full-monitor", 0.7), ("qemu-guest-full-network", 2.0),
    ("qemu-guest-full-share-data", 0.7), ("qemu-guest-full-share-music", 0.9),
    ("qemu-guest-full-tpm", 0.7), ("qemu-guest-nixos", 1.2), ("qemu-guest-nixos-install", 0.9),
    ("qemu-guest-person-install", 1.4), ("qemu-guest-plain", 1.2), ("qemu-guest-store", 1.2),
  ]

  @Test("each kind of unit is rated exactly so")
  func ratings() throws {
    let module = try GeneratedModule.evaluated(text: UnitTests.description)
    try Self.withFiles(of: module) { files in
      let services = files.filter { $0.pathExtension == "service" }
      let result = try ExternalTool.run(
        try #require(analyze),
        ["security", "--offline=true", "--no-pager"] + services.map(\.path))
      let line = /Overall exposure level for (?<unit>[a-z-]+)\.service: (?<rating>[0-9.]+)/
      let found = try Dictionary(
        uniqueKeysWithValues: result.output.matches(of: line).map {
          (String($0.output.unit), try #require(Double($0.output.rating)))
        })
      #expect(found.count == services.count, "\(result.errors)")
      for (unit, rating) in Self.exposure {
        let present = try #require(found[unit])
        #expect(abs(present - rating) < 0.11, "\(unit)")
      }
    }
  }

  @Test("all units are clean", arguments: NixTests.modules)
  func verified(name: String) throws {
    try Self.withFiles(of: try GeneratedModule.evaluated(name)) { files in
      try #require(!files.isEmpty)
      let result = try ExternalTool.run(
        try #require(analyze), ["verify", "--man=no"] + files.map(\.path))
      #expect(result.status == 0)
      #expect(result.output + result.errors == "")
    }
  }

  private static func withFiles(of host: EvaluatedModule, _ body: ([URL]) throws -> Void) throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try host.units.map { unit in
      let file = folder.appendingPathComponent(unit.name)
      // The files of guests are not on this machine.
      let text = unit.text.replacing(
        /\/etc\/nixvirt\/guests\/[a-z0-9-]+\/[a-z0-9-]+|\/nix\/store\/[^ ]*\/bin\/[a-z]+/,
        with: "/bin/true")
      try Data(text.utf8).write(to: file)
      return file
    }
    try body(files)
  }
}
