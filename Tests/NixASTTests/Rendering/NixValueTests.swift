import Foundation
import NixAST
import TestSupport
import Testing

/// What is rendered has, for real Nix, the value that it was built from.
@Suite(
  "Values of real Nix",
  .enabled(if: ExternalTool.find("nix-instantiate") != nil, "nix-instantiate is not installed"))
struct NixValueTests {
  private func evaluate<Value: Decodable>(_ expr: Expr, as type: Value.Type) throws -> Value {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("value.nix")
    try Data(try expr.rendered().utf8).write(to: file)
    let nix = try #require(ExternalTool.find("nix-instantiate"))
    let result = try ExternalTool.run(nix, ["--eval", "--strict", "--json", file.path])
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(type, from: Data(result.output.utf8))
  }

  /// Texts that have most characters that mean something in a string, every control character, and
  /// characters of one to four bytes.
  static let texts: [String] = {
    var random = RandomSource(seed: 11)
    var pieces = [
      "$", "${", "$$", "''", "'", "\"", "\\", "\n", "\n  ", "\n\t", "\r", "\r\n", "}", "''${",
      "''\\",
      "'''", " ", "  ", "a", "b c", "#", "/*", "*/", "\\n", "é", "e\u{301}", "\u{2028}", "\u{FEFF}",
      "\u{1F468}\u{200D}\u{1F469}", "\u{10FFFF}", "\u{7F}",
    ]
    pieces += (1..<32).compactMap { Unicode.Scalar($0).map { String($0) } }
    let random9 = (0..<1500).map { _ in
      (0..<Int.random(in: 0..<9, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    return pieces + random9 + pieces.flatMap { first in pieces.map { first + $0 } }
  }()

  @Test("texts, in every form", arguments: [Str.Form.automatic, .quoted, .indented])
  func texts(form: Str.Form) throws {
    let expr = Expr.list(Self.texts.map { .str($0, form: form) })
    let values = try evaluate(expr, as: [String].self)
    for (value, text) in zip(values, Self.texts) where Array(value.utf8) != Array(text.utf8) {
      Issue.record("\(value.debugDescription) is not \(text.debugDescription)")
    }
    #expect(values.count == Self.texts.count)
  }

  @Test("texts around interpolations", arguments: [Str.Form.quoted, .indented])
  func interpolations(form: Str.Form) throws {
    var random = RandomSource(seed: 12)
    let strings = (0..<1500).map { _ in
      (0..<Int.random(in: 1..<6, using: &random))
        .map { _ in (Self.texts.randomElement(using: &random) ?? "", Bool.random(using: &random)) }
    }
    let expr = Expr.list(
      strings.map { parts in
        let parts = parts.map { $1 ? StrPart.interpolation(.str($0)) : .text($0) }
        return .string(Str(parts, form: form))
      })
    let values = try evaluate(expr, as: [String].self)
    for (value, parts) in zip(values, strings) {
      #expect(Array(value.utf8) == Array(parts.map(\.0).joined().utf8))
    }
    #expect(values.count == strings.count)
  }

  @Test("texts as names of attributes")
  func names() throws {
    let names = Set(Self.texts.map { "n\($0)" } + Identifier.keywords + ["or", "", "1a", "a.b"])
    let expr = Expr.attrSet(AttrSet(names.map { Attrpath($0) => 1 }))
    let values = try evaluate(expr, as: [String: Int].self)
    #expect(Set(values.keys.map { Array($0.utf8) }) == Set(names.map { Array($0.utf8) }))
  }

  @Test("integers of any sign, at their limits too")
  func integers() throws {
    var random = RandomSource(seed: 13)
    let integers =
      [0, 1, -1, .max, .min, .max - 1, .min + 1]
      + (0..<500).map { _ in
        Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
      }
    #expect(try evaluate(.list(integers.map { .int($0) }), as: [Int64].self) == integers)
  }

  /// Nix 2.8 prints six digits of a float, so it is Nix that compares: with what it reads from JSON.
  @Test("floats, to the last bit")
  func floats() throws {
    var random = RandomSource(seed: 14)
    let bits = (0..<1500).map { _ in Double(bitPattern: random.next()) }
    let floats =
      [
        0, 1, -1.5, 0.1, 1e16, 1e-7, 123_456_789.125, .pi, .leastNormalMagnitude,
        -.greatestFiniteMagnitude,
      ]
      + bits.filter(\.isNormal)
      + (0..<500).map { _ in Double.random(in: -1e6...1e6, using: &random) }
    let comparisons = floats.compactMap { value in
      Expr.float(value).map { literal -> Expr in
        let isFloat = Expr.variable("builtins")["isFloat"](literal)
        let read = Expr.variable("builtins")["fromJSON"](.str("\(value)"))
        return .op(isFloat, .and, .op(literal, .equal, read))
      }
    }
    try #require(comparisons.count == floats.count)
    let results = try evaluate(.list(comparisons), as: [Bool].self)
    for (value, isEqual) in zip(floats, results) { #expect(isEqual, "\(value)") }
  }
}
