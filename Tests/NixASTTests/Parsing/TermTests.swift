import NixAST
import Testing

@Suite("Terms: names, numbers, strings, paths, lists")
struct TermTests {
  @Test("Names of every length, alike but for one letter, and again")
  func alikeNames() throws {
    var names: [String] = []
    for length in 1...20 {
      for place in 0..<length {
        var name = Array(repeating: "a", count: length)
        name[place] = "b"
        names += [name.joined(), String(repeating: "a", count: length)]
      }
    }
    let list = try #require(Expr.parse("[ \(names.joined(separator: " ")) ]").value)
    #expect(list == .list(try names.map { .variable(try #require(Identifier($0))) }))
    let path = try #require(Expr.parse("x.\(names.joined(separator: "."))").value)
    let expected = Attrpath(names: names)
    #expect(path == .select(Select(v("x"), try #require(expected))))
  }

  @Test("Names may hold dashes and quotes; true, null and __curPos are names")
  func names() throws {
    #expect(try parsed("pkgs") == v("pkgs"))
    #expect(try parsed("a-b'") == v("a-b'"))
    #expect(try parsed("_x") == v("_x"))
    #expect(try parsed("__curPos") == v("__curPos"))
    #expect(try parsed("true") == true)
    #expect(try parsed("null") == nil)
  }

  @Test("Integers are decimal, with zeros in front if they like")
  func integers() throws {
    #expect(try parsed("0") == 0)
    #expect(try parsed("007") == 7)
    #expect(try parsed("9223372036854775807") == .int(.max))
    #expect(try parsed("-9223372036854775807 - 1") == .int(.min))
  }

  @Test(
    "Floats have a point; without one it is an integer with an argument",
    arguments: [
      ("1.5", 1.5), ("1.", 1), (".5", 0.5), ("0.25", 0.25), ("1.0e-07", 1e-7), ("1.5E+3", 1500),
      ("10.e2", 1000), ("2.2250738585072014e-308", .leastNormalMagnitude),
      ("1.7976931348623157e308", .greatestFiniteMagnitude), ("0.0", 0),
    ])
  func floats(text: String, value: Double) throws {
    #expect(try parsed(text) == Expr.float(value))
  }

  @Test("What looks like a float, and is none")
  func noFloats() throws {
    let half = try #require(Expr.float(0.5))
    let one = try #require(Expr.float(1))
    let (integerZero, integerOne): (Expr, Expr) = (0, 1)
    #expect(try parsed("1e5") == integerOne(v("e5")))
    #expect(try parsed("00.5") == integerZero(half))
    #expect(try parsed("1.a") == one(v("a")))
  }

  @Test(
    "Double-quoted strings",
    arguments: [
      (#""""#, ""), (#""a b""#, "a b"), (#""\n\r\t\"\\\a\0""#, "\n\r\t\"\\a0"),
      (#""\${x}""#, "${x}"), (#""$${x}""#, "$${x}"), (#""$""#, "$"), (#""a$""#, "a$"),
      (#""$x""#, "$x"), (#""''""#, "''"), ("\"a\nb\tc\"", "a\nb\tc"), ("\"a\r\nb\rc\"", "a\nb\nc"),
      ("\"é\u{1F600}\"", "é\u{1F600}"), (#""$\${x}""#, "$${x}"),
      ("\"# /* no comment\"", "# /* no comment"),
    ])
  func quoted(text: String, value: String) throws {
    let expr = try parsed(text)
    #expect(expr == .str(value))
    guard case .string(let string) = expr else {
      Issue.record("another kind of expression")
      return
    }
    #expect(string.form == .quoted)
  }

  @Test("Interpolations")
  func interpolations() throws {
    #expect(try parsed(#""a${x}b""#) == "a\(v("x"))b")
    #expect(try parsed(#""${"${x}"}""#) == "\(Expr.string("\(v("x"))"))")
    #expect(try parsed(#""$$${x}""#) == "$$\(v("x"))")
    #expect(try parsed(#""${{ a = "}"; }.a}""#) == "\(Expr(dictionaryLiteral: ("a", "}"))["a"])")
  }

  @Test("URIs are strings")
  func uris() throws {
    #expect(try parsed("https://a.b/c?d=e") == "https://a.b/c?d=e")
    #expect(try parsed("x:x") == "x:x")
    #expect(try parsed("a.b+c-d:e") == "a.b+c-d:e")
    // A scheme holds no underscore.
    #expect(try parsed("a_b:c") == .lambda("a_b", body: v("c")))
  }

  @Test(
    "Paths",
    arguments: [
      "./a", "../b/c.nix", "/etc/hosts", "~/x", "a/b", "a.b/c", "1/2", ".../x", "./a-b_c+d", "/.",
      "-/a", "if/x",
    ])
  func paths(text: String) throws {
    let path = try #require(PathLiteral(text))
    #expect(try parsed(text) == .path(path))
  }

  @Test("Paths with interpolations, which may hold two slashes")
  func interpolatedPaths() throws {
    let x = StrPart.interpolation(v("x"))
    func path(_ text: String) throws -> [StrPart]? {
      guard case .path(let path) = try parsed(text) else { return nil }
      return path.parts
    }
    #expect(try path("./${x}") == [.text("./"), x])
    #expect(try path("./a${x}.nix") == [.text("./a"), x, .text(".nix")])
    #expect(try path("a/${x}/b${x}") == [.text("a/"), x, .text("/b"), x])
    #expect(try path("~/${x}") == [.text("~/"), x])
    #expect(try path("./a//b${x}//c") == [.text("./a//b"), x, .text("//c")])
  }

  @Test("What is no path: operators with white space around them, and //")
  func noPaths() throws {
    #expect(try parsed("a / b") == .op(v("a"), .divide, v("b")))
    #expect(try parsed("a//b") == .op(v("a"), .update, v("b")))
    #expect(try parsed("a /b") == v("a")(.path("/b")))
    #expect(try parsed("a'/b") == v("a'")(.path("/b")))
  }

  @Test("Search paths")
  func searchPaths() throws {
    func search(_ path: String) throws -> Expr { .searchPath(try #require(SearchPath(path))) }
    let (nixpkgs, file, b) = (try search("nixpkgs"), try search("a/b.c"), try search("b"))
    #expect(try parsed("<nixpkgs>") == nixpkgs)
    #expect(try parsed("<a/b.c>") == file)
    #expect(try parsed("a <b> c") == v("a")(b, v("c")))
    #expect(try parsed("a <b") == .op(v("a"), .less, v("b")))
  }

  @Test("Elements of lists are terms and selections")
  func lists() throws {
    #expect(try parsed("[]") == [])
    #expect(try parsed("[ 1 \"a\" [ ] ]") == [1, "a", []])
    #expect(try parsed("[ f x ]") == [v("f"), v("x")])
    let selection = Expr.select(Select(v("a"), "b", default: v("c")))
    #expect(try parsed("[ a.b or c (f x) (-1) ]") == [selection, v("f")(v("x")), -1])
    #expect(try parsed("[(1)(2)]") == [1, 2])
  }
}
