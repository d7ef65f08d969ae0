import Foundation
import NixAST
import TestSupport
import Testing

/// Broken texts by the ten thousand, or as many as `NIX_MUTATIONS` says: from each the text comes
/// back, its tokens are in order, and what can be formatted keeps its meaning.
@Suite("Mutated texts")
struct MutationTests {
  private static let batches: UInt64 = 20
  private static let count =
    ProcessInfo.processInfo.environment["NIX_MUTATIONS"].flatMap { Int($0) } ?? 20_000

  /// Every layout of the golden files, and every construct.
  private static let seeds: [[UInt8]] =
    (GoldenFiles.cases(in: "format").compactMap { GoldenFiles.read("format/\($0)/in.nix") }
    + GoldenFiles.cases(in: "layout").compactMap { GoldenFiles.read("layout/\($0)") }
    + [everyConstruct]).map { Array($0.utf8) }.filter { $0.count < 3000 }

  private static let pieces: [[UInt8]] = [
    "{", "}", "[", "]", "(", ")", "\"", "''", "${", ";", "=", ".", ":", ",", "@", "?", "...",
    "let ",
    " in ", "rec {", "with ", "inherit ", "inherit (", "if ", " then ", " else ", "assert ", " or ",
    "/*",
    "*/", "#", "\\", "\n", "\n\n", "\r", " ", "\t", "é", "//", "++", "->", "|>", "<|", "-", "!",
    "./x",
    "<a>", "http://x", "1.5", "'''", "''$", "''\\", "$$", "/*nixfmt:disable*/",
    "/*nixfmt:enable*/", "\u{FEFF}", "\0",
  ].map { Array($0.utf8) }

  @Test("The text comes back, whatever is done to it", arguments: 0..<batches)
  func mutated(batch: UInt64) {
    var random = RandomSource(seed: 7_000 + batch)
    for index in 0..<Self.count / Int(Self.batches) {
      var bytes = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, &random) }
      // Formatting takes longer than reading: of one in eight.
      Self.check(bytes, formats: index % 8 == 0)
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout RandomSource) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 2: bytes.removeSubrange(place...)
    default:
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      bytes.insert(contentsOf: piece, at: place)
    }
  }

  private static func check(_ bytes: [UInt8], formats: Bool) {
    let tree = SyntaxTree(parsing: SourceText(name: "", bytes: bytes))
    func expect(_ condition: Bool, _ what: String) {
      if !condition { Issue.record("\(what): \(String(decoding: bytes, as: UTF8.self))") }
    }
    expect(tree.bytes.elementsEqual(bytes), "the text does not come back")
    var end: UInt32 = 0
    for token in tree.tokens {
      expect(token.start >= end && token.end >= token.start, "tokens are out of order")
      end = token.end
    }
    expect(Int(end) <= bytes.count, "tokens are behind the end")
    for diagnostic in tree.diagnostics {
      expect(Int(diagnostic.range?.end ?? 0) <= bytes.count, "a finding is behind the end")
    }
    guard formats, tree.diagnostics.isEmpty, let text = tree.formatted() else { return }
    let source = SourceText(name: "", bytes: bytes)
    expect(
      NixFile.parse(SourceText(name: "", text: text)).value?.expr
        == NixFile.parse(source).value?.expr, "formatting changes the meaning")
  }
}
