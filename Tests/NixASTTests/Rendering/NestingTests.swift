import NixAST
import TestSupport
import Testing

/// Little nesting is written by calls, and deeper one by a queue of steps: what is around it looks alike.
@Suite("Code around deep nesting is laid out as around little")
struct NestingTests {
  static let shapes = [
    "\"a ${%} b\n${%} c\"", "''\n  a ${%} b\n  ${%}\n    c ''${d} ${%}\n''", "./a/${%}/b",
    "{ a = %; # c\n b = \"${%}\"; # d\n inherit (%) e; }", "% // { a = 1; }", "a == % && b",
    "f % a # c\n", "f { a = %; } # c\n b", "(% # c\n)", "{ a ? %, b # c\n, d }: %",
    "assert %; # c\n %", "let a = %; # c\n in %", "with %; a", "%.a or %", "(f %).a", "a ? ${%}",
    "if % then % # c\n else %", "[ # c\n % # d\n e ]", "let { body = %; a = 1; }", "-%", "!%",
  ]

  private static func file(_ shape: String, depth: Int) throws -> SyntaxTree {
    let nested = String(repeating: "[ y ", count: depth) + String(repeating: " ]", count: depth)
    let tree = SyntaxTree(parsing: shape.replacing("%", with: nested))
    try #require(tree.diagnostics.isEmpty)
    return tree
  }

  @Test("Formatting", arguments: shapes)
  func formatting(shape: String) throws {
    let (little, deep) = (try Self.file(shape, depth: 2), try Self.file(shape, depth: 60))
    #expect(
      Self.lines(try #require(deep.formatted())) == Self.lines(try #require(little.formatted())))
  }

  @Test("Rendering", arguments: shapes)
  func rendering(shape: String) throws {
    func file(_ depth: Int) throws -> NixFile {
      let text = SourceText(name: "", text: try Self.file(shape, depth: depth).text)
      return try #require(NixFile.parse(text).value)
    }
    let little = Self.lines(try file(2).renderedAsTree())
    #expect(Self.lines(try file(60).renderedAsTree()) == little)
    #expect(Self.lines(try file(60).rendered()) == little)
  }

  /// The lines without their indentation, and without those that only the nesting consists of.
  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n").map { line in line.drop { $0 == " " } }
      .filter { !["y", "[", "]"].contains($0) }
  }
}
