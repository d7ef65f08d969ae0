import Foundation
import NixAST
import TestSupport
import Testing

@testable import nixvirt

private let bash = ExternalTool.find("bash")
private let python = ExternalTool.find("python3").flatMap { path in
  let result = try? ExternalTool.run(path, ["-c", "import yaml"])
  return result?.status == 0 ? path : nil
}

/// How nixvirt comes to others: its flake, evaluated with a stand-in for nixpkgs, and its hooks.
@Suite("Flake and hooks")
struct FlakeTests {
  @Test("the layout is the official formatter's", arguments: ["flake.nix", "nix/package.nix"])
  func layout(path: String) throws {
    let text = try #require(GoldenFiles.read("../../\(path)"))
    let file = try #require(NixFile.parse(SourceText(name: path, text: text)).value)
    let problem = GoldenFiles.difference(try file.rendered(), from: "../../\(path)")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test(
    "every output evaluates", .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func outputs() throws {
    let flake = try Self.evaluated()
    #expect(
      flake["outputs"] as? [String]
        == ["apps", "checks", "lib", "overlays", "packages", "templates"])
    for system in ["x86_64-linux", "aarch64-linux"] {
      let package = try #require(Self.value(flake, "packages", system, "default"))
      #expect(package["version"] as? String == Tool.version)
      #expect(
        Self.value(flake, "apps", system, "default")?["program"] as? String
          == "/package/bin/nixvirt")
    }
    #expect((flake["overlay"] as? [String: Any])?["pname"] as? String == "nixvirt")
  }

  @Test(
    "a Swift that is too old is reported, with the way out",
    .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func oldSwift() throws {
    let (status, errors) = try Self.evaluation(swift: "5.10.1")
    #expect(status != 0)
    #expect(errors.contains("needs Swift 6.2 or newer, but this nixpkgs has Swift 5.10.1"))
    #expect(errors.contains("scripts/release"))
    #expect(try Self.evaluation(swift: "6.3").status == 0)
  }

  @Test(
    "its templates are those that init has",
    .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func templates() throws {
    let templates = try #require(try Self.evaluated()["templates"] as? [String: [String: String]])
    let named = templates.filter { $0.key != "default" }
    #expect(named.mapValues { $0["description"] } == Template.summaries.mapValues { $0 })
    for (name, template) in named {
      #expect(template["path"]?.hasSuffix("/templates/\(name)") == true)
    }
    #expect(templates["default"]?["path"]?.hasSuffix("/templates/home-lab") == true)
  }

  @Test(
    "what it builds does what it should",
    .enabled(if: nix != nil && bash != nil, "nix-instantiate or bash is not installed"))
  func scripts() throws {
    let flake = try Self.evaluated()
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }

    // A file, a host of a fleet with the file beside it, and a value of Nix.
    for (output, name, guest) in [
      ("fromFile", "home-lab", "alice"), ("fromFleet", "fleet", "db"),
    ] {
      let template = GoldenFiles.repository.appendingPathComponent("templates/\(name)/guests.nix")
      let script = try #require((flake[output] as? [String: Any])?["script"] as? String)
      try Self.run(
        script.replacingOccurrences(of: "'/guests.nix'", with: template.path), in: folder)
      let made = String(
        decoding: try Data(contentsOf: folder.appendingPathComponent("out")), as: UTF8.self)
      #expect(made.contains("  \(guest) = {"), "\(made)")
    }
    let value = try #require((flake["fromValue"] as? [String: Any])?["script"] as? String)
    #expect(value.contains("nixvirt generate '/text' --output"))

    for (name, check) in try #require(
      (flake["checks"] as? [String: Any])?["x86_64-linux"] as? [String: [String: Any]])
    where name != "package" {
      let work = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
      try Self.run(try #require(check["script"] as? String), in: work)
      #expect(FileManager.default.fileExists(atPath: work.appendingPathComponent("out").path))
    }

    // The package, with stand-ins for what nixpkgs' hooks define.
    let package = try #require(Self.value(flake, "packages", "x86_64-linux", "default"))
    let install = """
      runHook() { :; }
      swiftpmBinPath() { dirname "$(command -v nixvirt)"; }
      installManPage() { grep -q '^.TH NIXVIRT' "$1" && touch "$out/$1"; }
      installShellCompletion() { test -s "$4" && touch "$out/$4"; }
      \(try #require(package["installPhase"] as? String))
      """
    let work = folder.appendingPathComponent("package")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    try Self.run(install, in: work)
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: work.path + "/out"))
        == ["bin", "nixvirt.1", "nixvirt.bash", "nixvirt.zsh", "nixvirt.fish"])
  }

  @Test(
    "the hooks for pre-commit run",
    .enabled(if: python != nil && bash != nil, "python3-yaml or bash is not installed"))
  func hooks() throws {
    let text = try #require(GoldenFiles.read("../../.pre-commit-hooks.yaml"))
    let script = """
      import json, sys, yaml
      print(json.dumps({hook['id']: hook['entry'] for hook in yaml.safe_load(sys.stdin)}))
      """
    let result = try ExternalTool.run(try #require(python), ["-c", script], input: text)
    let hooks = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: String])
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try NixvirtProgram.run(["init"], in: folder.path).status == 0)
    for id in ["nixvirt-generate", "nixvirt-check"] {
      try Self.run(try #require(hooks[id]), in: folder)
    }
    #expect(hooks.count == 2)
  }

  // MARK: - Support

  private static func evaluated() throws -> [String: Any] {
    let result = try evaluate([])
    try #require(result.status == 0, "\(result.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  /// The package with a version of nixpkgs' Swift.
  private static func evaluation(swift: String) throws -> (status: Int32, errors: String) {
    let result = try evaluate(["--argstr", "swift", swift, "-A", "packages.x86_64-linux.default"])
    return (result.status, result.errors)
  }

  private static func evaluate(_ arguments: [String]) throws -> ExternalTool.Result {
    let expression = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix/flake.nix").path
    let flake = GoldenFiles.repository.appendingPathComponent("flake.nix").path
    return try ExternalTool.run(
      try #require(nix),
      ["--eval", "--strict", "--json", expression, "--arg", "flake", flake] + arguments,
      environment: ["NIX_REMOTE": "dummy://"])
  }

  private static func value(
    _ flake: [String: Any], _ output: String, _ system: String, _ name: String
  ) -> [String: Any]? {
    ((flake[output] as? [String: Any])?[system] as? [String: Any])?[name] as? [String: Any]
  }

  /// Runs a script as a build does, with the program on the PATH and `out` in the directory.
  private static func run(_ script: String, in folder: URL) throws {
    let program = URL(fileURLWithPath: try #require(NixvirtProgram.path))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let result = try ExternalTool.run(
      try #require(bash), ["-euo", "pipefail", "-c", script], in: folder.path,
      environment: [
        "PATH": "\(program.deletingLastPathComponent().path):\(path)",
        "out": folder.appendingPathComponent("out").path,
      ])
    #expect(result.status == 0, "\(script)\n\(result.errors)")
  }
}
