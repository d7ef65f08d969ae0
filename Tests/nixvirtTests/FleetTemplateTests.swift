import Foundation
import TestSupport
import Testing

/// The checkout of Colmena that the environment variable `COLMENA` names.
private let colmena = ProcessInfo.processInfo.environment["COLMENA"].flatMap {
  $0.isEmpty ? nil : $0
}

/// What the fleet's starter gives to those who deploy: `nixosConfigurations`, and a hive.
@Suite("Fleet template", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct FleetTemplateTests {
  static let hosts = ["alpha", "beta", "gamma"]

  private let folder: URL

  /// Writes the starter and its modules, and what stands for the hosts' hardware.
  init() throws {
    folder = try ExternalTool.temporaryFolder()
    for arguments in [["init", "-t", "fleet"], ["place"], ["generate", "-o", "virtual"]] {
      try #require(try NixvirtProgram.run(arguments, in: folder.path).status == 0)
    }
    let hardware = """
      {
        fileSystems."/" = {
          device = "/dev/disk/by-label/nixos";
          fsType = "ext4";
        };
        nixpkgs.hostPlatform = "x86_64-linux";
      }

      """
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("hosts"), withIntermediateDirectories: true)
    for host in Self.hosts { try write("hosts/\(host).nix", hardware) }
  }

  // MARK: - With stand-ins

  @Test("every host has its modules, in nixosConfigurations and in the hive")
  func shape() throws {
    let flake: Outputs = try evaluate("fleet.nix", environment: ["NIX_REMOTE": "dummy://"])
    #expect(Set(flake.hosts.keys) == Set(Self.hosts))
    for (name, modules) in flake.hosts { #expect(modules == expectedModules(name)) }
    #expect(flake.meta == ["nixpkgs": ["system": "x86_64-linux"]])
    #expect(flake.nodes.mapValues(\.imports) == flake.hosts)
    for (name, node) in flake.nodes {
      #expect(node.deployment.targetHost == "\(name).lan")
      #expect(node.deployment.tags == [])
    }
  }

  @Test("what the guide has for deploy-rs deploys every host")
  func deployRS() throws {
    let block = try #require(
      try GuideTests.blocks(of: "fleets.md").first { $0.file == "deploy.nix" })
    try write("deploy.nix", block.lines.joined(separator: "\n"))
    let text = try String(
      contentsOf: folder.appendingPathComponent("guests.nix"), encoding: .utf8)
    let arm = text.replacingOccurrences(
      of: "gamma = {\n      host = {",
      with: "gamma = {\n      host = {\n        system = \"aarch64-linux\";")
    try #require(arm != text, "the template has a host gamma")
    try write("guests.nix", arm)
    let flake: Outputs = try evaluate(
      "fleet.nix", ["--arg", "outputs", "import \(folder.path)/deploy.nix"],
      environment: ["NIX_REMOTE": "dummy://"])
    #expect(Set(flake.deploy.keys) == Set(Self.hosts))
    for (name, node) in flake.deploy {
      #expect(node.hostname == "\(name).lan")
      #expect([node.sshUser, node.user] == ["root", "root"])
      #expect(node.platform == (name == "gamma" ? "aarch64-linux" : "x86_64-linux"))
      #expect(node.modules == expectedModules(name))
    }
  }

  // MARK: - With NixOS and Colmena

  @Test(
    "NixOS takes every host, and warns of nothing",
    .enabled(if: nixpkgs != nil, "neither NIXPKGS nor <nixpkgs> is there"))
  func nixOS() throws {
    let hosts: [String: Host] = try evaluate(
      "fleet-nixos.nix", ["-A", "hosts", "--arg", "nixpkgs", try #require(nixpkgs)])
    #expect(Set(hosts.keys) == Set(Self.hosts))
    for (name, host) in hosts {
      #expect(host.hostName == name)
      #expect(host.failures == [])
      #expect(Set(host.units.keys) == Set(try expectedUnits(name)))
    }
  }

  @Test(
    "Colmena's evaluator makes the same hosts of the hive",
    .enabled(if: colmena != nil, "COLMENA names no checkout of Colmena"),
    .enabled(if: nixpkgs != nil, "neither NIXPKGS nor <nixpkgs> is there"))
  func hive() throws {
    let hive: Hive = try evaluate(
      "fleet-nixos.nix",
      [
        "-A", "hive", "--arg", "nixpkgs", try #require(nixpkgs), "--arg", "colmena",
        try #require(colmena),
      ])
    // Of Colmena 0.4 and 0.5.
    #expect(["v0", "v0.5"].contains(hive.schema))
    #expect(
      hive.targets == ["alpha": "alpha.lan", "beta": "beta.lan", "gamma": "gamma.lan"])
    for host in Self.hosts { #expect(hive.nodes[host] == (try expectedUnits(host))) }
    #expect(hive.isSame)
  }

  // MARK: - Support

  private struct Outputs: Decodable {
    struct Deployment: Decodable {
      var targetHost: String
      var tags: [String]
    }

    struct Node: Decodable {
      var imports: [Module]
      var deployment: Deployment
    }

    struct Deployed: Decodable {
      var hostname: String
      var sshUser: String
      var user: String
      var platform: String
      var modules: [Module]
    }

    var hosts: [String: [Module]]
    var meta: [String: [String: String]]
    var nodes: [String: Node]
    var deploy: [String: Deployed]
  }

  /// A file, or the one that is written in place and names the host.
  private enum Module: Decodable, Equatable {
    case file(String)
    case hostName(String)

    init(from decoder: any Decoder) throws {
      if let path = try? decoder.singleValueContainer().decode(String.self) {
        self = .file(path)
      } else {
        let module = try [String: [String: String]](from: decoder)
        self = .hostName(module["networking"]?["hostName"] ?? "")
      }
    }
  }

  private struct Host: Decodable {
    var hostName: String
    var failures: [String]
    var units: [String: String]
  }

  private struct Hive: Decodable {
    var schema: String
    var targets: [String: String]
    var nodes: [String: [String]]
    var isSame: Bool
  }

  private func expectedModules(_ host: String) -> [Module] {
    let files = ["configuration.nix", "hosts/\(host).nix", "virtual/\(host).nix"]
    return files.map { .file("\(folder.path)/\($0)") } + [.hostName(host)]
  }

  /// The units of the guests of a host, sorted.
  private func expectedUnits(_ host: String) throws -> [String] {
    try EvaluatedModule("\(folder.path)/virtual/\(host).nix").units.map(\.name).sorted()
  }

  private func evaluate<Value: Decodable>(
    _ file: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> Value {
    let expression = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Nix/\(file)").path
    let result = try ExternalTool.run(
      try #require(nix),
      ["--eval", "--strict", "--json", expression, "--arg", "flake", "\(folder.path)/flake.nix"]
        + arguments, environment: environment)
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Value.self, from: Data(result.output.utf8))
  }

  private func write(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(path))
  }
}
