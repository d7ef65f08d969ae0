import NixAST
import Testing

@Suite("Expressions as values")
struct ExpressionTests {
  @Test(
    "Equal programs are equal and hash alike, wherever and however they are written",
    arguments: [
      ("{ a = 1; }", "\n\n{ a   =   1; } # c"), ("\"a\\nb\"", "\"a\nb\""),
      ("[ 1.5 ./a <b> c.d ]", "[\n# c\n1.5 ./a <b> c.d ]"), ("''\n  a\n''", "\"a\\n\""),
      ("{ a, b ? 1, ... }@c: a", "c@{ a, b ? 1, ... }: a"), ("(f x)", "f x"),
      ("{ inherit (a) b; }", "{ inherit (a) b /* c */; }"),
    ])
  func equal(text: String, other: String) throws {
    let (left, right) = (try parsed(text), try parsed(other))
    #expect(left == right)
    #expect(Set([left, right]).count == 1)
  }

  @Test("Parts of equal programs are equal and hash alike, with other comments and at other places")
  func parts() throws {
    let bindings = try ["{ a = 1; # b\n}", "{\n# c\na = 1; }", "{ a = 2; }"].flatMap { text in
      guard case .attrSet(let set) = try parsed(text) else { return [Binding]() }
      return set.bindings
    }
    #expect(bindings.count == 3 && Set(bindings).count == 2)
    let numbers = [
      IntegerLiteral(1), IntegerLiteral(1, range: SourceRange(1..<2)), IntegerLiteral(2),
    ]
    #expect(Set(numbers).count == 2)
    let names = [AttrName("a"), AttrName("a", isQuoted: true), AttrName("b")]
    #expect(Set(names).count == 2)
  }

  @Test("A keyword is no identifier, and what begins with one is")
  func keywords() {
    for name in Identifier.keywords.sorted() + ["or", "", "1a", "a b", "é"] {
      #expect(Identifier(name) == nil, "\(name)")
    }
    for name in ["lets", "i", "orr", "a-b", "a'", "_"] {
      #expect(Identifier(name)?.name == name, "\(name)")
    }
  }

  @Test(
    "Other programs differ", arguments: [("{ a = 1; }", "{ a = 2; }"), ("1", "1.0"), ("a", "b")])
  func different(text: String, other: String) throws {
    #expect(Set([try parsed(text), try parsed(other)]).count == 2)
  }

  @Test("An integer literal is not negative")
  func integers() {
    #expect(IntegerLiteral(0)?.value == 0)
    #expect(IntegerLiteral(.max)?.value == .max)
    #expect(IntegerLiteral(-1) == nil)
  }

  @Test("A float literal is zero or normal, and not negative")
  func floats() {
    #expect(FloatLiteral(0)?.value == 0)
    #expect(FloatLiteral(.leastNormalMagnitude)?.value == .leastNormalMagnitude)
    for value in [-0.0, -1, .leastNonzeroMagnitude, .infinity, .nan] {
      #expect(FloatLiteral(value) == nil)
    }
  }

  @Test("An identifier describes itself by its name")
  func identifiers() {
    let identifier: Identifier = "a-b'"
    #expect("\(identifier)" == "a-b'")
  }

  @Test(
    "A text that is no path literal makes none",
    arguments: ["a", "~a/b", "~", "./a/", "a//b", "./a b", "./é", "/", "~a"])
  func noPaths(text: String) {
    #expect(PathLiteral(text) == nil)
  }

  @Test("A path literal with an interpolation has a slash before it, and ends with none")
  func paths() {
    let x = StrPart.interpolation("x")
    #expect(PathLiteral([.text("./"), x]) != nil)
    #expect(PathLiteral([.text("./a"), x, .text("/b"), x])?.text == nil)
    #expect(PathLiteral([x, .text("/a")]) == nil)
    #expect(PathLiteral([.text("a"), x, .text("/b")]) == nil)
    #expect(PathLiteral([.text("./a"), x, .text("/")]) == nil)
    #expect(PathLiteral([.text("~a/"), x]) == nil)
    #expect(PathLiteral([.text("~/a"), x]) != nil)
  }

  @Test("A lookup in the search path is names between slashes")
  func searchPaths() {
    #expect(SearchPath("nixpkgs/nixos")?.path == "nixpkgs/nixos")
    for text in ["", "/a", "a/", "a//b", "a b", "é"] { #expect(SearchPath(text) == nil) }
  }
}
