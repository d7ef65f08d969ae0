import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

/// A description that one rule alone refuses or warns of, and one just inside it.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let id: String
  let message: String
  let refused: String
  let allowed: String

  /// Cases as text, with an empty line between: `[id] message`, `- refused`, `+ allowed`.
  static func table(_ text: String) -> [RuleCase] {
    text.split(separator: "\n\n").compactMap { block in
      let lines = block.split(separator: "\n")
      guard lines.count == 3, let end = lines[0].firstIndex(of: "]"), lines[1].hasPrefix("- "),
        lines[2].hasPrefix("+ ")
      else {
        Issue.record("not a case: \(block)")
        return nil
      }
      return RuleCase(
        id: String(lines[0][..<end].dropFirst()), message: String(lines[0][end...].dropFirst(2)),
        refused: String(lines[1].dropFirst(2)), allowed: String(lines[2].dropFirst(2)))
    }
  }

  var testDescription: String { "\(message.prefix(60)): \(refused.prefix(90))" }

  static let all = disks + values + devices + networks + addresses + logins
}

@Suite("Rules")
struct RuleTests {
  @Test("a rule refuses one description, and not its neighbour", arguments: RuleCase.all)
  func boundary(rule: RuleCase) {
    let allowed = Self.diagnostics(of: rule.allowed)
    #expect(!allowed.contains { $0.severity == .error }, "\(allowed.map(\.message))")
    let known = Set(allowed.map(\.message))
    let own = Self.diagnostics(of: rule.refused).filter { !known.contains($0.message) }
    // A guest of two, or each of two cards, may have it.
    #expect(Set(own.map { "[\($0.id)] \($0.message)" }) == ["[\(rule.id)] \(rule.message)"])
    let isWarning = DiagnosticID(rawValue: rule.id)?.severity == .warning
    #expect(own.allSatisfy { ($0.severity == .warning) == isWarning })
  }

  /// Messages that a single description of a host cannot have, or that other suites try in every form:
  /// of imports, fleets, states of hosts, JSON and files.
  private static let elsewhere = [
    "Data/", "Fleet/", "Import/", "Switching/", "Description/", "Diagnostic+Import", "PackedImage",
    "PlacementKeys",
  ]

  /// Every message in the sources is here. A message with parts is one for each text between them.
  @Test("every message of a rule has a case")
  func completeness() throws {
    let folder = GoldenFiles.repository.appendingPathComponent("Sources/VirtModel")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    var count = 0
    for case let file as String in files where file.hasSuffix(".swift") {
      guard !Self.elsewhere.contains(where: file.contains) else { continue }
      let source = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for template in Self.templates(in: source) {
        count += 1
        let pattern = try NSRegularExpression(pattern: "^\(template)$")
        let isShown = RuleCase.all.contains { rule in
          let all = NSRange(rule.message.startIndex..., in: rule.message)
          return pattern.firstMatch(in: rule.message, range: all) != nil
        }
        #expect(isShown, "\(file): \(template)")
      }
    }
    #expect(count > 60)
  }

  /// The literals that messages are made of, as regular expressions.
  private static func templates(in source: String) -> [String] {
    let literal = #""(?:\\.|[^"\\])*""#
    let call =
      #"(?:Diagnostic\(\s*\.\w+,|\.conflictingKeys\()\s*((?:"# + literal + #"(?:\s*\+\s*)?)+)"#
    let matches = (try? NSRegularExpression(pattern: call))?
      .matches(in: source, range: NSRange(source.startIndex..., in: source))
    return (matches ?? []).compactMap { match in
      Range(match.range(at: 1), in: source).map { range in
        let text = source[range].components(separatedBy: "\n")
          .map { $0.trimmingCharacters(in: .whitespaces) }.joined()
          .replacingOccurrences(of: #"" *\+ *""#, with: "", options: .regularExpression)
          .trimmingCharacters(in: CharacterSet(charactersIn: " +"))
        return pattern(of: String(text.dropFirst().dropLast()).replacing("\\\"", with: "\""))
      }
    }
  }

  /// A literal with `.*` for what is interpolated.
  private static func pattern(of literal: String) -> String {
    var result = ""
    var rest = literal[...]
    while let part = rest.firstRange(of: "\\(") {
      result += NSRegularExpression.escapedPattern(for: String(rest[..<part.lowerBound])) + ".*"
      var depth = 1
      var end = part.upperBound
      while depth > 0, end < rest.endIndex {
        depth += rest[end] == "(" ? 1 : rest[end] == ")" ? -1 : 0
        end = rest.index(after: end)
      }
      rest = rest[end...]
    }
    return result + NSRegularExpression.escapedPattern(for: String(rest))
  }

  private static func diagnostics(of text: String) -> [Diagnostic] {
    Pipeline.module(
      of: SourceText(name: "guests.nix", text: text), format: .nix, context: ModuleContext()
    ).diagnostics
  }
}
