import Foundation
import TestSupport
import Testing

@testable import nixvirt

private let bash = ExternalTool.find("bash")
private let python = ExternalTool.find("python3").flatMap { path in
  let result = try? ExternalTool.run(path, ["-c", "import yaml"])
  return result?.status == 0 ? path : nil
}
private let git = ExternalTool.find("git").flatMap { path in
  let result = try? ExternalTool.run(
    path, ["rev-parse", "HEAD"], in: GoldenFiles.repository.path)
  return result?.status == 0 ? path : nil
}

/// What the project has for those who use it from elsewhere: workflows, the action, releases.
@Suite("Project")
struct ProjectTests {
  @Test(
    "the workflows run the checks of .ci/run, and try faults",
    .enabled(if: python != nil, "no python3 with yaml"),
    arguments: [
      ("ci.yml", [".ci/run"]),
      ("mutants.yml", [".ci/packages", "scripts/mutate --slow 60 --minutes 240"]),
    ])
  func workflow(name: String, commands: [String]) throws {
    let workflow = try Self.yaml(".github/workflows/\(name)")
    let jobs = try #require(workflow["jobs"] as? [String: [String: Any]])
    let steps = jobs.values.flatMap { $0["steps"] as? [[String: Any]] ?? [] }
    let scripts = steps.compactMap { $0["run"] as? String }
    #expect(scripts.filter { !$0.hasPrefix("git config ") }.sorted() == commands)
  }

  @Test(
    "faults are tried with options that scripts/mutate has",
    arguments: [".ci/run", ".github/workflows/mutants.yml"])
  func trials(file: String) throws {
    let text = try #require(GoldenFiles.read("../../\(file)"))
    let commands = text.matches(of: /scripts\/mutate( [a-z0-9-]+)+/)
    #expect(!commands.isEmpty)
    for command in commands {
      // No fault is tried.
      let result = try ExternalTool.run(
        try #require(bash), ["-c", "\(command.output.0) --list"], in: GoldenFiles.repository.path)
      #expect(result.output.hasSuffix(" faults\n"), "\(result.errors)")
    }
  }

  @Test("the action checks a description", .enabled(if: python != nil, "no python3 with yaml"))
  func action() throws {
    let action = try Self.yaml("action.yml")
    let runs = try #require(action["runs"] as? [String: Any])
    let step = try #require((runs["steps"] as? [[String: Any]])?.first)
    let script = try #require(step["run"] as? String)
    let inputs = try #require(action["inputs"] as? [String: [String: Any]])
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "{ host.nic = \"eno1\"; guests.web = { diskSize = \"8g\"; }; }\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("my guests.nix"))
    let program = URL(fileURLWithPath: try #require(NixvirtProgram.path))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    func check(_ values: [String: String]) throws -> ExternalTool.Result {
      // As the runner does: inputs become variables, and bash ends at the first error.
      var environment = ["PATH": "\(program.deletingLastPathComponent().path):\(path)"]
      for (name, value) in try #require(step["env"] as? [String: String]) {
        let input = value.firstMatch(of: /inputs\.([a-z-]+)/).map { String($0.1) } ?? ""
        environment[name] = values[input] ?? inputs[input]?["default"] as? String ?? "/nowhere"
      }
      return try ExternalTool.run(
        try #require(bash), ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        in: folder.path, environment: environment)
    }
    let missing = try check(["description": "my guests.nix"])
    #expect(missing.status == 1)
    #expect(missing.output.contains("::error file=virtual.nix,title=missing-module::"))
    _ = try NixvirtProgram.run(["generate", "my guests.nix", "-o", "other.nix"], in: folder.path)
    let values = ["description": "my guests.nix", "module": "other.nix"]
    #expect(try check(values).status == 0)
    #expect(try check(values.merging(["deny-warnings": "true"]) { $1 }).status == 3)
    #expect(try check([:]).status == 4)
  }

  @Test(
    "a release is the same bytes again, with checksums and an SBOM",
    .enabled(if: git != nil, "this is no checkout of git"))
  func archives() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Archives are made of any program that answers like nixvirt.
    let program = folder.appendingPathComponent("nixvirt")
    try ExternalTool.writeProgram("echo nixvirt 9.8.7", to: program.path)
    let archive = GoldenFiles.repository.appendingPathComponent("scripts/archive").path
    for (name, mask) in [("one", "022"), ("two", "077")] {
      let made = try ExternalTool.run(
        try #require(bash),
        ["-c", "umask \(mask); exec \"$0\" \"$@\"", archive, program.path, name],
        in: folder.path, environment: ["TZ": name == "one" ? "UTC" : "Asia/Tokyo"])
      #expect(made.status == 0, "\(made.errors)")
    }
    let same = try ExternalTool.run("/bin/sh", ["-c", "diff -r one two"], in: folder.path)
    #expect(same.status == 0, "\(same.output)")
    let check = try ExternalTool.run(
      "/bin/sh", ["-c", "sha256sum --check *.sha256 && tar -tzvf nixvirt-9.8.7-*-linux.tar.gz"],
      in: folder.appendingPathComponent("one").path)
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.ranges(of: ": OK\n").count == 3)
    #expect(
      check.output.contains(/-rwxr-xr-x 0\/0 .* nixvirt-9\.8\.7-[a-z0-9_]+-linux\/bin\/nixvirt\n/))
    for file in ["man/man1/nixvirt.1", "zsh/site-functions/_nixvirt", "doc/nixvirt/LICENSE"] {
      #expect(check.output.contains("/share/\(file)\n"), "\(file)")
    }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("one").path)
    let sbom = try #require(names.first { $0.hasSuffix(".spdx.json") })
    let data = try Data(contentsOf: folder.appendingPathComponent("one/\(sbom)"))
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(document["spdxVersion"] as? String == "SPDX-2.3")
    let packages = try #require(document["packages"] as? [[String: Any]])
    let digest = try ExternalTool.run("/bin/sh", ["-c", "sha256sum nixvirt"], in: folder.path)
    let checksum = (packages.first?["checksums"] as? [[String: String]])?.first?["checksumValue"]
    #expect(digest.output.hasPrefix(try #require(checksum)))
  }

  /// A YAML file as an object.
  private static func yaml(_ path: String) throws -> [String: Any] {
    let text = try #require(GoldenFiles.read("../../\(path)"))
    let script =
      "import json, sys, yaml; json.dump(yaml.load(sys.stdin, yaml.BaseLoader), sys.stdout)"
    let json = try ExternalTool.run(try #require(python), ["-c", script], input: text)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    return try #require(object as? [String: Any])
  }
}
