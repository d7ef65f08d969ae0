import Foundation
import TestSupport
import Testing

private let shellcheck = ExternalTool.find("shellcheck")

/// What real Nix makes of modules, which this run generates from the descriptions of the golden files.
/// Evaluated with stand-ins of our own for what a NixOS host gives a module (`Nix/evaluate.nix`).
@Suite(
  "Modules in real Nix", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct NixTests {
  static let modules = GoldenFiles.cases(in: "modules")

  @Test(
    "a module sets options of NixOS, with either backend of the network", arguments: modules,
    [false, true])
  func evaluates(name: String, useNetworkd: Bool) throws {
    let host = try GeneratedModule.evaluated(name, useNetworkd: useNetworkd)
    #expect(host.config["networking"] != nil || name == "hostile-text")
    #expect(host.mistakes == [])
  }

  @Test("options that NixOS has not are found")
  func mistakes() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("virtual.nix")
    let module = """
      { ... }:
      {
        networking.bridges.br0.interfaces = "eno1";
        systemd.service = { };
        users.users.alice.isSystemUser = true;
      }
      """
    try Data(module.utf8).write(to: file)
    #expect(
      try EvaluatedModule(file.path).mistakes == [
        "config.networking.bridges.br0.interfaces", "config.systemd.service",
      ])
  }

  @Test(
    "its scripts are clean", .enabled(if: shellcheck != nil, "shellcheck is not installed"),
    arguments: modules)
  func scripts(name: String) throws {
    let host = try GeneratedModule.evaluated(name)
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (script, text) in host.scripts where Self.isShell(script) {
      // As NixOS starts them: `set -e` in units, and more in writeShellApplication.
      let file = folder.appendingPathComponent(script)
      try Data("#!/usr/bin/env bash\nset -euo pipefail\n\(text)\n".utf8).write(to: file)
      let result = try ExternalTool.run(
        try #require(shellcheck),
        // A dollar or backslash in a user's text is quoted because it is text.
        [
          "--shell=bash", "--exclude=SC2016,SC1003" + (text.contains("$out") ? ",SC2154" : ""),
          file.path,
        ])
      #expect(result.status == 0, "\(result.output)")
    }
    #expect(name == "no-guests" || host.scripts.count >= 7)
  }

  /// A path of the store moves with nixpkgs, and a unit whose text changed is restarted.
  @Test("units of guests name nothing of the store", arguments: modules)
  func stableUnits(name: String) throws {
    let module = try GeneratedModule.evaluated(name)
    for unit in module.units where unit.name.hasPrefix("qemu-guest-") {
      #expect(!unit.text.contains("/nix/store"), "\(unit.name)")
    }
    for (unit, settings) in module.services where unit.hasPrefix("qemu-guest-") {
      #expect(settings["enableDefaultPath"] as? Bool == false, "\(unit)")
      let environment = try #require(settings["environment"] as? [String: Any], "\(unit)")
      #expect(Set(environment.keys) == ["LOCALE_ARCHIVE", "PATH", "TZDIR"])
      #expect(environment.values.allSatisfy { $0 is NSNull })
      #expect(!["script", "preStart", "preStop"].contains { settings[$0] != nil }, "\(unit)")
    }
  }

  @Test("user's text arrives byte for byte")
  func hostileText() throws {
    let host = try GeneratedModule.evaluated("hostile-text")
    let start = try #require(host.script("qemu-guest-alice"))
    // What the shell makes of the command is what QEMU is started with.
    let echo = start.replacingOccurrences(
      of: "exec /nix/store/00000000000000000000000000000000-in-turn/bin/in-turn start 10 "
        + "'/nix/store/00000000000000000000000000000000-qemu/bin/qemu-system-x86_64'",
      with: "printf '%s\\0'")
    let words = try ExternalTool.run("/bin/sh", ["-c", echo]).output.split(
      separator: "\0", omittingEmptySubsequences: false)
    let expected = [
      "a,b", "'", "\"", "${builtins.abort 1}", "''", "%", "$(id)", "\\", "é", "--", "",
    ]
    #expect(Array(words.dropLast().suffix(expected.count).map(String.init)) == expected)
  }

  private static func isShell(_ name: String) -> Bool {
    let others = [
      ".conf", ".nft", ".py", "authorized_keys", ".nix", "definition", "hostname",
      "-config", "-data", "-manual",
    ]
    return !others.contains { name.hasSuffix($0) }
  }
}
