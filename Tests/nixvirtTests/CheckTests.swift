import Foundation
import TestSupport
import Testing

@testable import nixvirt

/// What `nixvirt check` tells of a module that is not what its description makes.
@Suite("Check")
struct CheckTests {
  private let folder: URL
  /// Somebody can log in, so that there is no warning.
  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyx"
    + "WwKSwkFcf9zBwip+yG bob@desktop"

  init() throws {
    folder = try ExternalTool.temporaryFolder()
    try write(
      "guests.nix",
      """
      {
        host.nic = "eno1";
        guests.alice = { memory = "1g"; diskSize = "8g"; sshKeys = [ "\(Self.key)" ]; };
      }

      """)
    #expect(try nixvirt("generate", "-o", "virtual.nix").status == 0)
  }

  @Test("an edit is told from a stale module, where that can be told")
  func states() throws {
    let module = try read("virtual.nix")
    let memory = "memory = \"1g\";"
    try expect(nil, "virtual.nix does not exist [missing-module]", "help: run")
    try expect(
      "{ }\n", "virtual.nix was not written by nixvirt [foreign-module]",
      "to replace it, run: nixvirt generate guests.nix -o virtual.nix --force\n")
    try expect(
      module.replacingOccurrences(of: memory, with: "memory = \"2g\";"),
      "virtual.nix is out of date with guests.nix [stale-module]",
      "note: guests.alice.memory differs")
    try expect(
      module.replacingOccurrences(of: memory, with: "memory   = \"1g\";"),
      "virtual.nix differs from guests.nix only in layout or comments: it was edited by hand,",
      "      memory   = \"1g\";\n")
    try expect(
      module.replacingOccurrences(of: memory, with: "# why not\n      memory = \"1g\";"),
      "virtual.nix differs from guests.nix only in layout or comments: it was edited by hand,",
      "# why not\n")
    try expect(
      module.replacingOccurrences(of: memory, with: "memory = \"2g\" ;"),
      "was edited by hand: nixvirt did not write this [edited-module]",
      "make the change in guests.nix")
    try expect(
      module.replacingOccurrences(of: memory, with: "memory = \"2g\""),
      "was edited by hand, and is no longer valid Nix: ", "[broken-module]")
    try expect(
      module.replacingOccurrences(of: "NoNewPrivileges = true;", with: "NoNewPrivileges = false;"),
      "virtual.nix is out of date with guests.nix [stale-module]",
      "note: hardening.NoNewPrivileges differs")
  }

  @Test("of many differences, five are named, and the others counted")
  func manyDifferences() throws {
    let memory = "memory = \"1g\";"
    let others = ["a", "b", "c", "d", "e", "f", "g"].map { "      \($0) = 1;\n" }.joined()
    try expect(
      try read("virtual.nix").replacingOccurrences(
        of: memory, with: "\(memory)\n\(others)".trimmingCharacters(in: .newlines)),
      "virtual.nix is out of date with guests.nix [stale-module]",
      "note: guests.alice.e is extra\nnote: and 2 more; run: nixvirt diff\n")
  }

  @Test("a private key in a module is not shown")
  func secret() throws {
    let module = try read("virtual.nix").replacingOccurrences(
      of: "memory = \"1g\";",
      with: "memory = \"-----BEGIN OPENSSH PRIVATE KEY----- c2VjcmV0\" ;")
    try expect(module, "[edited-module]", "make the change")
    #expect(!(try nixvirt("check").errors.contains("c2VjcmV0")))
  }

  private func expect(_ module: String?, _ message: String, _ more: String) throws {
    let url = folder.appendingPathComponent("virtual.nix")
    if let module {
      try write("virtual.nix", module)
    } else {
      try FileManager.default.removeItem(at: url)
    }
    let result = try nixvirt("check")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.contains(more), "\(result.errors)")
    #expect(result.errors.contains("run: nixvirt generate guests.nix -o virtual.nix"))
  }

  // MARK: - SARIF

  @Test("diagnostics in SARIF have rules, places and levels")
  func sarif() throws {
    let folder = folder.appendingPathComponent("a b%é")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(
      "a b%é/guests.nix",
      "{\n  guests.alice = { memory = 512; diskSize = \"40g\"; };\n  guests.alice.cpus = 0;\n}\n")
    let result = try nixvirt("check", "a b%é/guests.nix", "--format=sarif")
    #expect(result.status == 3)
    #expect(result.errors == "")
    let log = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["name"] as? String == "nixvirt")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count >= 2)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect(["error", "warning", "note", "none"].contains(result["level"] as? String))
      #expect((result["message"] as? [String: String])?["text"]?.isEmpty == false)
      let location = try #require((result["locations"] as? [[String: Any]])?.first)
      let physical = try #require(location["physicalLocation"] as? [String: [String: Any]])
      #expect(physical["artifactLocation"]?["uri"] as? String == "a%20b%25%C3%A9/guests.nix")
      let region = try #require(physical["region"] as? [String: Int])
      #expect(region.values.allSatisfy { $0 >= 1 })
    }
  }

  @Test("nothing to find is a log without results")
  func sarifOfNothing() throws {
    let result = try nixvirt("check", "--format=sarif")
    #expect(result.status == 0)
    #expect(result.output.contains("\"results\": []"))
  }

  // MARK: - Support

  private func nixvirt(_ arguments: String...) throws -> ExternalTool.Result {
    try NixvirtProgram.run(arguments, in: folder.path)
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }
}
