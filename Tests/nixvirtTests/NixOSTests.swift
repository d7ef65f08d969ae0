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

/// What the real NixOS makes of the golden modules: all of its options, types and assertions.
/// Nothing is built.
@Suite(
  "Modules in NixOS", .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: nixpkgs != nil, "neither NIXPKGS nor <nixpkgs> is there"))
struct NixOSTests {
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
        NixTests.path(name), "--arg", "useNetworkd", String(useNetworkd),
      ])
    try #require(result.status == 0, "\(result.errors)")
    let host = try JSONDecoder().decode(Host.self, from: Data(result.output.utf8))
    #expect(host.failures == [])
    let expected = try EvaluatedModule(NixTests.path(name), useNetworkd: useNetworkd).units
    #expect(host.units == expected.map(\.name).sorted())
  }

  private struct Host: Decodable {
    var failures: [String]
    var units: [String]
  }
}
