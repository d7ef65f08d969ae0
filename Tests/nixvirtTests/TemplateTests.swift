import Foundation
import NixAST
import TestSupport
import Testing

@testable import nixvirt

private let python = ExternalTool.find("python3").flatMap { path in
  let result = try? ExternalTool.run(path, ["-c", "import yaml"])
  return result?.status == 0 ? path : nil
}

/// The starters: what is in `templates/` is what the program writes, and works.
@Suite("Templates", .ownThreads)
struct TemplateTests {
  static let names = Template.all.map(\.name)

  // MARK: - The copy in the program

  @Test("the program has the templates of templates/")
  func embedded() throws {
    let folder = GoldenFiles.repository.appendingPathComponent("templates").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == Self.names)
  }

  @Test("the program has the files of templates/", arguments: names)
  func embedded(name: String) throws {
    let problem = GoldenFiles.difference(
      try Self.source(of: name),
      from: "../../Sources/nixvirt/Templates/Template+\(name).swift")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("every template has a summary, and the other way round")
  func summaries() {
    #expect(Set(Template.summaries.keys) == Set(Self.names))
    #expect(Self.names.contains(Template.defaultName))
  }

  /// The source file that has a template: raw strings, so that no character is escaped.
  private static func source(of name: String) throws -> String {
    let folder = GoldenFiles.repository.appendingPathComponent("templates/\(name)")
    let words = name.split(separator: "-")
    let variable = ([String(words[0])] + words.dropFirst().map(\.capitalized)).joined()
    var text = """
      // Made from templates/\(name): UPDATE_GOLDEN=1 swift test.

      extension Template {
        static let \(variable) = Template(
          name: "\(name)",
          files: [

      """
    let files = FileManager.default.enumerator(atPath: folder.path)
    let paths = (files?.allObjects as? [String] ?? []).sorted().filter { path in
      var isFolder: ObjCBool = false
      let full = folder.appendingPathComponent(path).path
      return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    for path in paths {
      let data = try Data(contentsOf: folder.appendingPathComponent(path))
      let lines = String(decoding: data, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      text += "      File(\n        path: \"\(path)\",\n        text: ##\"\"\"\n"
      for line in lines { text += line.isEmpty ? "\n" : "          \(line)\n" }
      text += "          \"\"\"##),\n"
    }
    return text + "    ])\n}\n"
  }

  // MARK: - What init writes

  @Test(
    "init writes a starter, and tells how to make its modules; then check is silent",
    arguments: names, [".", "new/host"])
  func works(name: String, place: String) throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let written = try NixvirtProgram.run(["init", place, "-t", name], in: folder.path)
    #expect(written.status == 0, "\(written.errors)")
    #expect(written.output == "")
    let told = written.errors.split(separator: "\n").filter { $0.hasPrefix("  nixvirt ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(!told.isEmpty)
    let host = folder.appendingPathComponent(place).path
    let then = [["check"], ["diff"], ["show"]].map { ($0, host) }
    for (arguments, folder) in told.map({ ($0, folder.path) }) + then {
      let result = try NixvirtProgram.run(arguments, in: folder)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      // Of a starter as it is written, the key of the examples is to be replaced: nothing else.
      #expect(Self.isSampleKeyAlone(result.errors), "\(result.errors)")
    }
  }

  /// Whether there is no message but the warning that a starter's key is the one of the examples.
  private static func isSampleKeyAlone(_ text: String) -> Bool {
    text.isEmpty
      || text.contains("sample-key") && !text.contains("error") && !text.contains("stale")
  }

  private static let withREADME = Template.all.filter { template in
    template.files.contains { $0.path == "README.md" }
  }

  @Test("the commands of a README work", arguments: withREADME.map(\.name))
  func readme(name: String) throws {
    let files = Template.all.first { $0.name == name }?.files ?? []
    let readme = try #require(files.first { $0.path == "README.md" })
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // What the hosts run, in a directory of its own.
    for place in ["host", "running"] {
      _ = try NixvirtProgram.run(["init", place, "-t", name], in: folder.path)
    }
    let host = folder.appendingPathComponent("host").path
    let commands = readme.text.split(separator: "\n").filter { $0.hasPrefix("    nixvirt ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(!commands.isEmpty)
    for arguments in commands {
      let result = try NixvirtProgram.run(arguments, in: host)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
    }
  }

  @Test("the guests of the fleet are where place puts them")
  func placement() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("guests.placement.nix")
    _ = try NixvirtProgram.run(["init", "-t", "fleet"], in: folder.path)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("web-1 = "))
    #expect(try NixvirtProgram.run(["place"], in: folder.path).output == "")
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    try FileManager.default.removeItem(at: file)
    #expect(try NixvirtProgram.run(["place"], in: folder.path).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test("init leaves what is there, says so, and writes the rest")
  func keeps() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let mine = folder.appendingPathComponent("guests.nix")
    try Data("mine\n".utf8).write(to: mine)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent("README.md").path, withDestinationPath: "nowhere")
    let result = try NixvirtProgram.run(["init"], in: folder.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("guests.nix already exists and was not changed\n"))
    #expect(result.errors.contains("README.md already exists and was not changed\n"))
    #expect(result.errors.contains("wrote configuration.nix\n"))
    #expect(String(decoding: try Data(contentsOf: mine), as: UTF8.self) == "mine\n")
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("nowhere").path))
  }

  @Test("init into a file is told")
  func intoFile() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appendingPathComponent("file"))
    let result = try NixvirtProgram.run(["init", "file"], in: folder.path)
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: file: Not a directory\n")
  }

  // MARK: - Nix and YAML

  @Test("the Nix of the starters has the layout of the official formatter", arguments: names)
  func layout(name: String) throws {
    for file in Template.all.first(where: { $0.name == name })?.files ?? []
    where file.path.hasSuffix(".nix") && file.path != "guests.nix" {
      let parsed = NixFile.parse(SourceText(name: file.path, text: file.text))
      #expect(try parsed.value?.rendered() == file.text)
    }
  }

  @Test(
    "the flake gives a host with the module",
    .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func flake() throws {
    let folder = GoldenFiles.repository.appendingPathComponent("templates/flake").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", "-E",
        """
        let
          flake = import \(folder)/flake.nix;
          outputs = flake.outputs {
            self = outputs;
            nixpkgs.lib.nixosSystem = host: host // { modules = map baseNameOf host.modules; };
          };
        in
        { inherit (flake) inputs; inherit (outputs) nixosConfigurations; }
        """,
      ], environment: ["NIX_REMOTE": "dummy://"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""modules":["configuration.nix","virtual.nix"]"#))
  }

  @Test(
    "the recipes are YAML, and their commands work",
    .enabled(if: python != nil, "python3-yaml is not installed"))
  func recipes() throws {
    let script = """
      import sys, yaml
      recipe = yaml.safe_load(sys.stdin)
      jobs = recipe.get('jobs', recipe)
      for job in jobs.values():
          for step in job.get('steps', job.get('script')):
              command = step.get('run', '') if isinstance(step, dict) else step
              if command: print(command)
      """
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for arguments in [
      ["init", "--template=ci"], ["generate", "guests.nix", "-o", "virtual.nix"],
    ] {
      #expect(try NixvirtProgram.run(arguments, in: folder.path).status == 0)
    }
    for path in [".github/workflows/nixvirt.yml", ".gitlab-ci.yml"] {
      let recipe = try #require(
        Template.all.first { $0.name == "ci" }?.files.first { $0.path == path })
      let commands = try ExternalTool.run(
        try #require(python), ["-c", script], input: recipe.text)
      #expect(commands.status == 0, "\(commands.errors)")
      let prefix = "nix run \"$NIXVIRT\" -- "
      let lines = commands.output.split(separator: "\n").map(String.init)
      #expect(lines.count == 1)
      for line in lines {
        try #require(line.hasPrefix(prefix))
        let words = line.dropFirst(prefix.count).split(separator: " ").map(String.init)
        let result = try NixvirtProgram.run(words, in: folder.path)
        #expect(result.status == 0, "\(line): \(result.errors)")
        #expect(Self.isSampleKeyAlone(result.output + result.errors), "\(result.output)")
      }
    }
  }
}
