import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

private let python = ExternalTool.find("python3").flatMap { path in
  let result = try? ExternalTool.run(path, ["-c", "import jsonschema"])
  return result?.status == 0 ? path : nil
}

/// The references in docs/ and the schema, which are made from the tables of the code.
@Suite("References")
struct ReferenceTests {
  @Test("docs/description.md has every key")
  func keys() throws {
    let marker = "<!-- Generated from the code. To update: UPDATE_GOLDEN=1 swift test. -->\n"
    let present = try #require(GoldenFiles.read("../../docs/description.md"))
    let prose = try #require(present.components(separatedBy: marker).first)
    let problem = GoldenFiles.difference(
      prose + marker + KeyReference.text, from: "../../docs/description.md")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("docs/diagnostics.md has every diagnostic, with the example that the tests have")
  func findings() throws {
    var text = """
      # Diagnostics

      The errors and warnings of `nixvirt`, by the id that it prints in brackets. `nixvirt explain ID` prints an
      entry of this page. Generated from the code and its tests; to update, run `UPDATE_GOLDEN=1 swift test`.

      """
    for entry in DiagnosticID.allCases {
      text += "\n## \(entry.rawValue)\n\n\(entry.cause) \(entry.cure)\n"
      if let example = Self.example(entry.rawValue) { text += "\n" + example }
    }
    let problem = GoldenFiles.difference(text, from: "../../docs/diagnostics.md")
    #expect(problem == nil, "\(problem ?? "")")
  }

  /// The example of a diagnostic, unless it is too long or not to be printed.
  private static func example(_ id: String) -> String? {
    let nix = GoldenFiles.read("diagnostics/\(id)/guests.nix")
    guard let input = nix ?? GoldenFiles.read("diagnostics/\(id)/guests.json"),
      let output = GoldenFiles.read("diagnostics/\(id)/expected.txt"),
      input.utf8.count < 800, output.utf8.count < 4000, !input.isEmpty, !input.contains("\u{FFFD}"),
      !input.contains("\0"),
      !input.hasPrefix("\u{FEFF}")
    else { return nil }
    return "```\(nix == nil ? "json" : "nix")\n\(input)```\n\n```text\n\(output)```\n"
  }

  // MARK: - The schema

  @Test("the schema is at a stable path, and a JSON file may name it")
  func published() throws {
    let problem = GoldenFiles.difference(
      JSONSchema.text, from: "../../docs/description.schema.json")
    #expect(problem == nil, "\(problem ?? "")")
    let text = #"{"$schema": "./description.schema.json", "guests": {}}"#
    let source = SourceText(name: "guests.json", text: text)
    #expect(Pipeline.host(of: source, format: .json).value != nil)
    let nix = SourceText(name: "guests.nix", text: #"{ "$schema" = "x"; guests = { }; }"#)
    #expect(Pipeline.host(of: nix, format: .nix).diagnostics.first?.id == "unknown-key")
    let nested = #"{"guests": {"a": {"$schema": "x"}}}"#
    let inner = SourceText(name: "guests.json", text: nested)
    let ids = Pipeline.host(of: inner, format: .json).diagnostics.map(\.id)
    #expect(ids.contains("unknown-key"))
  }

  @Test("the schema has the defaults: as values, or in words where they follow from other keys")
  func defaults() throws {
    let text = JSONSchema.text
    #expect(text.contains("\"default\": 90"))
    #expect(text.contains("\"default\": false"))
    #expect(text.contains("\"The firmware. Default: `\\\"bios\\\"`, `\\\"uefi\\\"` on aarch64.\""))
  }

  static let valid = GoldenFiles.cases(in: "modules")
  static let refused = [
    "control-character", "invalid-interface-name", "invalid-mac",
    "invalid-name",
    "invalid-pci-address", "invalid-quota", "invalid-size", "invalid-usb-id", "missing-key",
    "missing-key.guests", "out-of-range", "size-without-unit", "unknown-key", "unknown-value",
    "wrong-type", "wrong-type.guests",
  ]

  @Test(
    "the schema accepts valid descriptions",
    .enabled(if: nix != nil && python != nil, "nix-instantiate or jsonschema is not installed"))
  func accepts() throws {
    #expect(Self.valid.count > 10)
    for (name, violations) in try Self.violations(Self.valid.map { "modules/\($0)" }) {
      #expect(violations == "", "\(name)")
    }
  }

  @Test(
    "the schema refuses what it can refuse",
    .enabled(if: nix != nil && python != nil, "nix-instantiate or jsonschema is not installed"))
  func refuses() throws {
    for (name, violations) in try Self.violations(Self.refused.map { "diagnostics/\($0)" }) {
      #expect(violations != "", "\(name)")
    }
  }

  @Test("the schema has each set of keys once, under a name of its own")
  func sets() throws {
    let data = Data(JSONSchema.text.utf8)
    let schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let sets = try #require(schema["$defs"] as? [String: Any])
    // The reference has a section for each, and one for the description itself.
    #expect(sets.count == KeyReference.text.split(separator: "\n## ").count - 1)
    let used = Set(JSONSchema.text.matches(of: /"#\/\$defs\/([A-Za-z-]+)"/).map { String($0.1) })
    #expect(used == Set(sets.keys))
    #expect(JSONSchema.text.ranges(of: "\"restartOn\": {").count == 1)
  }

  /// What a well-known validator says of golden descriptions, turned into JSON by Nix: all by one process of
  /// each, because starting them takes longer than their work.
  private static func violations(_ paths: [String]) throws -> [(name: String, text: String)] {
    let script = """
      import json, sys, jsonschema
      schema, descriptions = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      json.dump(["".join(f"{e.json_path} {e.message[:200]}\\n" for e in validator.iter_errors(description))
                 for description in descriptions], sys.stdout)
      """
    let files = paths.map { path in
      let inJSON = GoldenFiles.folder.appendingPathComponent("\(path)/guests.json").path
      let inNix = GoldenFiles.folder.appendingPathComponent("\(path)/guests.nix").path
      return FileManager.default.fileExists(atPath: inJSON)
        ? "(builtins.fromJSON (builtins.readFile \(inJSON)))" : "(import \(inNix))"
    }
    let evaluated = try ExternalTool.run(
      try #require(nix),
      ["--eval", "--strict", "--json", "-E", "[ \(files.joined(separator: " ")) ]"],
      environment: ["NIX_REMOTE": "dummy://"])
    try #require(evaluated.status == 0, "\(evaluated.errors)")
    let result = try ExternalTool.run(
      try #require(python), ["-c", script], input: "[\(JSONSchema.text), \(evaluated.output)]")
    try #require(result.status == 0, "\(result.errors)")
    let texts = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    try #require(texts.count == paths.count)
    return Array(zip(paths, texts).map { (name: $0, text: $1) })
  }
}
