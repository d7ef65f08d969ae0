import Foundation
import NixAST
import TestSupport
import Testing

/// Texts in any layout come out as nixfmt writes them. The outputs are nixfmt 1.4's.
@Suite("Formatting")
struct FormatTests {
  static let cases = GoldenFiles.cases(in: "format")

  @Test(
    "Errors in what a file says do not keep it from being formatted",
    arguments: [
      ("{a=1;a=2;}", true), ("let ${a}=1; in 1", true), ("{inherit \"${a}\";}", true),
      ("{inherit ${\"a\"};a=1;a=2;}", true), ("{inherit ${a};}", false), ("{a=;}", false),
    ])
  func wrongMeanings(text: String, isFormatted: Bool) {
    let tree = SyntaxTree(parsing: text)
    #expect(!tree.diagnostics.isEmpty)
    #expect((tree.formatted() != nil) == isFormatted)
  }

  @Test("there are files")
  func present() {
    #expect(Self.cases.count >= 4)
  }

  @Test("as nixfmt does, and once is enough", arguments: cases)
  func layout(name: String) throws {
    let input = try #require(GoldenFiles.read("format/\(name)/in.nix"))
    let output = try #require(SyntaxTree(parsing: input).formatted())
    let problem = GoldenFiles.difference(output, from: "format/\(name)/out.nix")
    #expect(problem == nil, "\(problem ?? "")")
    #expect(SyntaxTree(parsing: output).formatted() == output)
  }

  @Test(
    "nixfmt agrees", .enabled(if: ExternalTool.find("nixfmt") != nil, "nixfmt is not installed"),
    arguments: cases)
  func nixfmt(name: String) throws {
    let path = GoldenFiles.folder.appendingPathComponent("format/\(name)/out.nix").path
    let result = try ExternalTool.run(try #require(ExternalTool.find("nixfmt")), ["--check", path])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(
    "texts that a fault in the formatter changed",
    arguments: [
      // A string of two lines is one of several, and stays behind its operator.
      ("{ a = x + ''b\n  c''; }\n", "{\n  a = x + ''\n    b\n      c'';\n}\n"),
      // A tab is eight columns, for comments below each other.
      (
        "{\n\ta = 1; # d\n               # e\n  b = 2;\n}\n",
        "{\n  a = 1;\n  # d\n  # e\n  b = 2;\n}\n"
      ),
      // Two lists as last arguments have a line each.
      (
        "f [ \(Self.aaaa) ] [ \(Self.aaaa) ]\n", "f\n  [ \(Self.aaaa) ]\n  [ \(Self.aaaa) ]\n"
      ),
      // Comments move to the line before what follows.
      ("let a = 1; in # why\na\n", "let\n  a = 1;\nin\n# why\na\n"),
      (
        "f ( # why\n  { b = 1; c = 2;\n} )\n",
        "f (\n  # why\n  {\n    b = 1;\n    c = 2;\n  }\n)\n"
      ),
      ("{ a\n# why\n, b }: a\n", "{\n  a,\n  # why\n  b,\n}:\na\n"),
      // White space of Unicode is trimmed from a comment behind something.
      ("[ a # \u{A0}x\n b ]", "[\n  a # x\n  b\n]\n"),
      ("[ a # \u{3000}x\n b ]", "[\n  a # x\n  b\n]\n"),
      ("[ a # äx\n b ]", "[\n  a # äx\n  b\n]\n"),
      // A directive that shares its line with code or a comment is a comment.
      ("\"${ /*nixfmt:disable*/ a}\"", "\"${\n  # nixfmt:disable\n  a\n}\"\n"),
      ("\"${ /*nixfmt:disable*/\n a}\"", "\"${\n  # nixfmt:disable\n  a\n}\"\n"),
      ("/* x */ /*nixfmt:disable*/\na  b\n", "# x\n# nixfmt:disable\na b\n"),
    ])
  func exact(text: String, formatted: String) {
    #expect(SyntaxTree(parsing: text).formatted() == formatted)
  }

  private static let aaaa = String(repeating: "a", count: 50)

  @Test(
    "Carriage returns change no meaning: of comments nothing becomes code",
    arguments: [
      "{ /* x\r a = 2; */ b = 1; }", "{ a = ''x\ry''; }", "{ # x\r b = 1;\n }",
      "/* a\r*/ /*\rb */ 1", "[ /* \r\r */ ]",
    ])
  func carriageReturns(text: String) throws {
    let output = try #require(SyntaxTree(parsing: text).formatted())
    #expect(Expr.parse(output).value == Expr.parse(text).value)
    #expect(SyntaxTree(parsing: output).formatted() == output)
  }

  @Test(
    "At most two arguments are on one line, `...` besides, with the start of the body",
    arguments: [
      ("{a,b}:{c=1;\nd=2;}", "{ a, b }: {\n  c = 1;\n  d = 2;\n}\n"),
      ("{a,b,...}:{c=1;\nd=2;}", "{ a, b, ... }: {\n  c = 1;\n  d = 2;\n}\n"),
      (
        "{a,b,c}:{d=1;\ne=2;}",
        "{\n  a,\n  b,\n  c,\n}:\n{\n  d = 1;\n  e = 2;\n}\n"
      ),
    ])
  func patterns(text: String, formatted: String) {
    #expect(SyntaxTree(parsing: text).formatted() == formatted)
  }

  @Test("what is no Nix is not formatted")
  func broken() {
    #expect(SyntaxTree(parsing: "{ a = 1 }").formatted() == nil)
    #expect(SyntaxTree(parsing: "").formatted() == nil)
    #expect(SyntaxTree(parsing: "{ a=1; a=2; }").formatted() == "{\n  a = 1;\n  a = 2;\n}\n")
  }

  static let deep: [(String, String, String)] = [
    ("(", "a", ")"), ("[", "", "]"), ("{a=", "1", ";}"), ("x: ", "x", ""), ("{a}: ", "a", ""),
    ("let a = 1; in ", "a", ""), ("with a; ", "b", ""), ("assert a; ", "b", ""), ("-", "a", ""),
    ("!", "a", ""), ("a ++ ", "a", ""), ("a + ", "a", ""), ("a // (", "b", ")"),
    ("if a then b else ", "c", ""), ("f (", "x", ")"), ("\"${", "a", "}\""), ("a.b or ", "c", ""),
    ("f a ", "a", ""), ("{ ${", "a", "} = 1; }"), ("f [ ] ", "x", ""),
  ]

  @Test("Nesting is read without recursion, however deep", arguments: deep)
  func depth(start: String, middle: String, end: String) async {
    let text = Self.nested(start, middle, end, count: 100_000 / start.utf8.count)
    #expect(await SmallStack.run { SyntaxTree(parsing: text).diagnostics.isEmpty })
  }

  // A level is indented by two columns: the layout of deep nesting is long by its nature, and
  // takes its time.
  @Test("Nesting is formatted without recursion", arguments: deep)
  func formattedDepth(start: String, middle: String, end: String) async {
    let text = Self.nested(start, middle, end, count: 2_000)
    #expect(await SmallStack.run { SyntaxTree(parsing: text).formatted() != nil })
  }

  private static func nested(_ start: String, _ middle: String, _ end: String, count: Int) -> String
  {
    String(repeating: start, count: count) + middle + String(repeating: end, count: count)
  }
}
