import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Private keys of every kind, written in every form that people try, in every place: nothing that is
/// printed has ten characters of one.
@Suite("Private keys are never shown")
struct PrivateKeyTests {
  /// A key as the file that holds it.
  private struct Key {
    var header: String
    var body: [String]
    var footer: String
    var lines: [String] { [header] + body + [footer] }
  }

  private static func key(_ kind: Int, _ random: inout RandomSource) -> Key {
    func bytes(_ start: [UInt8], _ count: ClosedRange<Int>) -> [UInt8] {
      start
        + (0..<Int.random(in: count, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
    }
    func lines(_ bytes: [UInt8], _ width: Int) -> [String] {
      let text = Array(Data(bytes).base64EncodedString())
      return stride(from: 0, to: text.count, by: width).map {
        String(text[$0..<min($0 + width, text.count)])
      }
    }
    func pem(_ name: String, _ body: [String]) -> Key {
      Key(header: "-----BEGIN \(name)-----", body: body, footer: "-----END \(name)-----")
    }
    switch kind {
    case 0:
      return pem(
        "OPENSSH PRIVATE KEY", lines(bytes(Array("openssh-key-v1\0".utf8), 200...400), 70))
    case 1:
      return pem("RSA PRIVATE KEY", lines(bytes([0x30, 0x82, 4, 0xA3, 2, 1, 0, 2], 600...900), 64))
    case 2:
      return pem("PRIVATE KEY", lines(bytes([0x30, 0x82, 4, 0xBD, 2, 1, 0, 0x30], 200...900), 64))
    case 3:
      return pem("EC PRIVATE KEY", lines(bytes([0x30, 0x77, 2, 1, 1, 4, 0x20], 112...112), 64))
    case 4:
      let start: [UInt8] = [
        0x30, 0x82, 5, 0x1F, 0x30, 0x49, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 0x0D,
      ]
      return pem("ENCRYPTED PRIVATE KEY", lines(bytes(start, 300...500), 76))
    default:
      return Key(
        header: "PuTTY-User-Key-File-3: ssh-rsa", body: lines(bytes([0, 0, 1, 1], 300...500), 64),
        footer: "Private-MAC: 29b0d5b3")
    }
  }

  private static let joins: [@Sendable (Key) -> String] = [
    { "''\n\($0.lines.joined(separator: "\n"))\n''" },
    { "[ \($0.lines.map { "\"\($0)\"" }.joined(separator: " ")) ]" },
    { "[\n\($0.lines.map { "  \"\($0)\"" }.joined(separator: "\n"))\n]" },
    { "\"\($0.lines.joined(separator: " "))\"" },
    { "[ \"\($0.lines.joined(separator: "\\n"))\" ]" },
    { "[\n\($0.body.map { "  \"\($0)\"" }.joined(separator: "\n"))\n]" },
    { "[ \($0.body.dropFirst().map { "\"\($0)\"" }.joined(separator: " ")) ]" },
    { "[ { a = \"\($0.body.joined())\"; } ]" },
    { "\"\($0.body.joined(separator: " "))\"" },
    { "[ ''\n\($0.body.joined(separator: "\n"))\n'' ]" },
    { "[ \"ssh-rsa \($0.body.joined()) me@laptop\" ]" },
    { "\"\(Data($0.lines.joined(separator: "\n").utf8).base64EncodedString())\"" },
    { "[\n\($0.lines.joined(separator: " ;\n")) ;\n]" },
    { "[ ''\n\($0.lines.joined(separator: " ;\n")) ;\n ]" },
    { $0.lines.joined(separator: "\n") },
    { "\n/*\n\($0.lines.joined(separator: "\n"))\n*/ 5" },
    { "\n\($0.body.map { "# \($0)" }.joined(separator: "\n"))\n5" },
    { "5; # \($0.body.joined())\n\"\($0.body.joined())\" = 5" },
    { "5; \"\($0.body.joined())\" = { memory = 5; }" },
    { "{ \($0.body.enumerated().map { "l\($0.offset) = \"\($0.element)\";" }.joined()) }" },
    { "let key = \"\($0.body.joined(separator: "\\n"))\"; in [ key ]" },
    { "f \"\($0.body.joined())\"" },
    { "[ \(pieces($0.body.joined()).map { "\"\($0)\"" }.joined(separator: " ")) ]" },
    { "[\n\(pieces($0.body.joined()).map { "  \"\($0)\"" }.joined(separator: "\n"))\n]" },
    { "\n\(pieces($0.body.joined(), of: 24).map { "# key: \($0)" }.joined(separator: "\n"))\n5" },
    { "\n\(pieces($0.body.joined(), of: 28).map { "# > \($0)" }.joined(separator: "\n"))\n5" },
    { "\n\(pieces($0.body.joined(), of: 40).map { "# - \($0) end" }.joined(separator: "\n"))\n5" },
    {
      "\n\(pieces($0.body.joined()).enumerated().map { "# part \($0.offset + 1) is \($0.element)." }.joined(separator: "\n"))\n5"
    },
  ]

  /// A key's body in pieces of as many letters.
  private static func pieces(_ body: String, of size: Int = 16) -> [String] {
    let letters = Array(body)
    return stride(from: 0, to: letters.count, by: size).map {
      String(letters[$0..<min($0 + size, letters.count)])
    }
  }

  private static let places = [
    "{ host.sshKeys = KEY; guests.a = { diskSize = \"5\"; }; }",
    "{ guests.a = { diskSize = \"5g\"; sshKeys = KEY; memory = 5; }; }",
    "{ guests.a = { diskSize = \"5g\"; nothing = KEY; memory = 5; }; }",
    "{ guests.a = { diskSize = KEY; }; }",
    "{ guests.a = { diskSize = \"5g\"; extraArgs = KEY; after = [ \"b\" ]; }; }",
    "{ guests.a = { diskSize = \"5g\"; nixos.modules = KEY; }; }",
    "{ nothing = KEY; guests = { }; }",
    "{ guests.a = { diskSize = KEY; memory = }; }",
    "{ guests.KEY = { diskSize = \"5g\"; }; }",
    "{ pkgs, ... }: let guests = { a = { memory = \"1g\"; diskSize = KEY; nothing = KEY; }; }; in { }",
  ]

  private static func isBody(_ text: String, of grams: Set<String>) -> Bool {
    let characters = Array(text)
    guard characters.count >= 10 else { return false }
    return (0...characters.count - 10).contains { grams.contains(String(characters[$0..<$0 + 10])) }
  }

  @Test("nothing of a golden module is withheld")
  func modules() throws {
    for name in GoldenFiles.cases(in: "modules") {
      let text = try #require(GoldenFiles.read("modules/\(name)/virtual.nix"))
      let diff = UnifiedDiff(from: text, to: "", oldName: "a", newName: "b")
      #expect(!diff.text(.plain, isShown: false).contains("(not shown:"), "\(name)")
    }
  }

  /// Without `LONG_TESTS`, with one kind of key each, so that every two of kind, form and place meet.
  @Test("in every form, at every place", arguments: 0..<6)
  func forms(kind: Int) {
    var random = RandomSource(seed: UInt64(kind))
    for (form, join) in Self.joins.enumerated() {
      for (number, place) in Self.places.enumerated()
      where Effort.isLong || (form + number) % 6 == kind {
        let key = Self.key(kind, &random)
        var grams: Set<String> = []
        for line in key.body where line.count >= 10 {
          let characters = Array(line)
          for start in 0...line.count - 10 {
            grams.insert(String(characters[start..<start + 10]))
          }
        }
        let text = place.replacing("KEY", with: join(key))
        for printed in Self.printed(text) where Self.isBody(printed, of: grams) {
          Issue.record("kind \(kind), form \(form): \(text)\n\(printed)")
          return
        }
      }
    }
  }

  /// All that is said of a text, as a description, as a module and as an old module.
  private static func printed(_ text: String) -> [String] {
    let reporters = ReportFormat.allCases.map { Reporter(format: $0, style: .plain, columns: 80) }
    let source = SourceText(name: "guests.nix", text: text)
    let json = SourceText(name: "guests.json", text: Self.json(text))
    let found = [
      (Pipeline.subject(of: source, format: .nix).diagnostics, source),
      (Pipeline.subject(of: json, format: .json).diagnostics, json),
      (VirtModel.importModule(source).diagnostics, source),
    ]
    let diff = UnifiedDiff(from: text, to: "{ }\n", oldName: "a", newName: "b").text(
      .plain, isShown: true)
    return reporters.flatMap { reporter in found.map { reporter.text($0.0, $0.1) } } + [diff]
  }

  /// A description in JSON, as far as the text can be turned into it.
  private static func json(_ text: String) -> String {
    text.replacing("''\n", with: "\"").replacing("\n''", with: "\"").replacing("host.", with: "")
      .replacing("guests.a", with: "\"guests\"").replacing(" = ", with: "\": ")
      .replacing("; ", with: ", \"").replacing("{ ", with: "{ \"").replacing(
        "\" \"", with: "\", \"")
  }

  @Test("a valid public key, a hash, a path and a misspelt word are shown")
  func harmless() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdN0zcUvsvm4CkKJkSdbGHyHCpHlUVlrwEVRXnXbLqB me"
    let hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    for text in [
      key, hash, "/mnt/Storage/ISO/Win11/English/x64/W11", "/home/me/VirtualMachines1",
      "Tests/GoldenFiles/diagnostics/unusable",
    ] {
      let source = SourceText(
        name: "guests.nix", text: "{ guests.a = { diskSize = \"5g\"; restart = \"\(text)\"; }; }")
      let report = Reporter(format: .text, style: .plain, columns: 200)
        .text(Pipeline.subject(of: source, format: .nix).diagnostics, source)
      #expect(report.contains("\"\(text.prefix(50))"), "\(report)")
    }
  }

  @Test(
    "a key is refused where every text is allowed, as one text and in pieces",
    arguments: [
      #"extraArgs = [ "-----BEGIN OPENSSH PRIVATE KEY-----" ];"#,
      #"extraArgs = [ "-m" "b3BlbnNzaC1rZXktdjEAAAAA" ];"#,
      #"extraArgs = [ "b3BlbnNz" "aC1rZXkt" "djEAAAAA" "BG5v" ];"#,
      #"shares.a.source = "/srv/-----BEGIN OPENSSH PRIVATE KEY-----";"#,
    ])
  func everyText(attribute: String) {
    let text = "{ host.nic = \"eno1\"; guests.a = { diskSize = \"5g\"; \(attribute) }; }"
    let result = Pipeline.module(
      of: SourceText(name: "guests.nix", text: text), format: .nix, context: ModuleContext())
    #expect(result.value == nil)
    #expect(result.diagnostics.filter { $0.severity == .error }.map(\.id) == ["private-key"])
  }

  @Test("a list with a part of a key is refused once, as a whole")
  func list() {
    let text = """
      { guests.a = { diskSize = "5g"; sshKeys = [
        "ssh-ed25519 AAAA"
        "QyNTUxOQAAACCRj5qJgLh0vD2C7Pp2mXn1UuXyWk3bT4oZs6dEeFgHiAAAAJgpLm5nKS5u"
        "AAECAwQFBg=="
      ]; }; }
      """
    let source = SourceText(name: "guests.nix", text: text)
    let result = Pipeline.subject(of: source, format: .nix)
    #expect(result.diagnostics.map(\.id) == ["private-key"])
    #expect(
      result.diagnostics.map(\.message) == [
        "guests.a.sshKeys contains a private key, or part of one"
      ])
  }
}
