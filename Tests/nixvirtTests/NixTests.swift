import Foundation
import TestSupport
import Testing

private let nix = ExternalTool.find("nix-instantiate")
private let shellcheck = ExternalTool.find("shellcheck")

/// What real Nix makes of the golden modules. Evaluated with stand-ins of our own for what a NixOS
/// host gives a module (`Nix/evaluate.nix`).
@Suite("Modules in real Nix", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct NixTests {
  static let modules = GoldenFiles.cases(in: "modules")

  @Test("a module is valid Nix", arguments: modules)
  func parses(name: String) throws {
    let result = try ExternalTool.run(try #require(nix), ["--parse", Self.path(name)])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(
    "a module evaluates, with either backend of the network", arguments: modules, [false, true])
  func evaluates(name: String, useNetworkd: Bool) throws {
    let host = try EvaluatedModule(Self.path(name), useNetworkd: useNetworkd)
    #expect(host.config["networking"] != nil || name == "hostile-text")
  }

  @Test(
    "its scripts are clean", .enabled(if: shellcheck != nil, "shellcheck is not installed"),
    arguments: modules)
  func scripts(name: String) throws {
    let host = try EvaluatedModule(Self.path(name))
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (script, text) in host.scripts {
      // As NixOS starts them: `set -e` in units, and more in writeShellApplication.
      let file = folder.appendingPathComponent(script)
      try Data("#!/usr/bin/env bash\nset -euo pipefail\n\(text)\n".utf8).write(to: file)
      let result = try ExternalTool.run(
        try #require(shellcheck),
        // A dollar or backslash in a user's text is quoted because it is text.
        ["--shell=bash", "--exclude=SC2016,SC1003", file.path])
      #expect(result.status == 0, "\(result.output)")
    }
    #expect(name == "no-guests" || host.scripts.count >= 7)
  }

  @Test("user's text arrives byte for byte")
  func hostileText() throws {
    let host = try EvaluatedModule(Self.path("hostile-text"))
    let start = try #require(host.service("qemu-guest-alice")?["script"] as? String)
    // What the shell makes of the command is what QEMU is started with.
    let echo = start.replacingOccurrences(
      of: "exec /nix/store/00000000000000000000000000000000-qemu/bin/qemu-system-x86_64",
      with: "printf '%s\\0'")
    let words = try ExternalTool.run("/bin/sh", ["-c", echo]).output.split(
      separator: "\0", omittingEmptySubsequences: false)
    let expected = [
      "a,b", "'", "\"", "${builtins.abort 1}", "''", "%", "$(id)", "\\", "é", "--", "",
    ]
    #expect(Array(words.dropLast().suffix(expected.count).map(String.init)) == expected)
  }

  static func path(_ name: String) -> String {
    GoldenFiles.folder.appendingPathComponent("modules/\(name)/virtual.nix").path
  }
}

/// What a module sets, and the scripts in it.
struct EvaluatedModule {
  let config: [String: Any]
  private(set) var scripts: [String: String] = [:]

  init(_ path: String, useNetworkd: Bool = false) throws {
    let evaluate = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix/evaluate.nix").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", evaluate, "--arg", "module", path, "--arg", "useNetworkd",
        String(useNetworkd),
      ],
      // No store: nothing is built, and nothing is written outside the test.
      environment: ["NIX_REMOTE": "dummy://"])
    try #require(result.status == 0, "\(result.errors)")
    config = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    for line in result.errors.split(separator: "\n") where line.hasPrefix("trace: script ") {
      let object = try JSONSerialization.jsonObject(
        with: Data(line.dropFirst("trace: script ".count).utf8))
      let script = try #require(object as? [String: String])
      scripts[try #require(script["name"])] = script["text"]
    }
    let services = (config["systemd"] as? [String: Any])?["services"] as? [String: Any] ?? [:]
    for (name, service) in services {
      for key in ["script", "preStart", "preStop", "postStart"] {
        if let text = (service as? [String: Any])?[key] as? String {
          scripts["\(name)-\(key)"] = text
        }
      }
    }
  }

  func service(_ name: String) -> [String: Any]? {
    let services = (config["systemd"] as? [String: Any])?["services"] as? [String: Any]
    return services?[name] as? [String: Any]
  }
}
