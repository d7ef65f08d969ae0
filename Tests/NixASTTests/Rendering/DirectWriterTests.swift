import Foundation
import NixAST
import TestSupport
import Testing

/// Expressions are written directly where their shape is one of those that nearly all code consists of,
/// and as a tree and a document otherwise. Nobody can see which: both give the same text.
@Suite("Both ways to lay out an expression give the same text")
struct DirectWriterTests {
  /// Counts files that are written directly.
  private struct Count {
    var all = 0
    var direct = 0

    mutating func compare(_ file: NixFile, _ name: String) throws {
      guard let tree = try? file.renderedAsTree() else {
        #expect(file.renderedDirectly() == nil, "\(name) has an error")
        return
      }
      all += 1
      guard let text = file.renderedDirectly() else { return }
      direct += 1
      try #require(text == tree, "\(name)")
    }
  }

  @Test("Generated expressions", arguments: 100..<130)
  func generated(batch: UInt64) throws {
    var count = Count()
    for depth in 1...5 {
      var generator = ExprGenerator(seed: batch * 10 + UInt64(depth))
      for index in 0..<30 {
        try count.compare(NixFile(generator.expr(depth: depth)), "\(batch), \(depth), \(index)")
      }
    }
    #expect(count.direct * 2 > count.all)
  }

  @Test("Generated modules, descriptions and other files of this repository")
  func files() throws {
    var count = Count()
    for folder in ["Tests/GoldenFiles", "templates", "nix", "Tests/nixvirtTests/Nix"] {
      for (name, file) in Self.files(in: GoldenFiles.repository.appendingPathComponent(folder)) {
        try count.compare(file, name)
      }
    }
    #expect(count.all > 100)
    #expect(count.direct * 20 > count.all * 19)
  }

  @Test("Files of a corpus", .enabled(if: Corpus.folder != nil, "NIX_CORPUS names no folder"))
  func corpus() throws {
    var count = Count()
    for (name, file) in Self.files(in: try #require(Corpus.folder)) {
      try count.compare(file, name)
    }
    #expect(count.all > 0)
    print("\(count.direct) of \(count.all) files are written directly")
  }

  /// The files of a folder, as they are and with longer names, which bring other lines to the limit.
  private static func files(in folder: URL) -> [(String, NixFile)] {
    Corpus.files(in: folder).enumerated().flatMap { index, url in
      let bytes = (try? Data(contentsOf: url)).map(Array.init) ?? []
      let variants = [
        (url.path, bytes), ("\(url.path), longer", lengthened(bytes, seed: UInt64(index))),
      ]
      return variants.compactMap { name, bytes in
        NixFile.parse(SourceText(name: name, bytes: bytes)).value.map { (name, $0) }
      }
    }
  }

  /// A text in which every fourth name has up to eleven letters more.
  private static func lengthened(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var random = seed
    var result: [UInt8] = []
    var end = 0
    for token in SyntaxTree(parsing: SourceText(name: "", bytes: bytes)).tokens
    where token.kind == .identifier {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let letters = Int(random >> 33) % 48
      if letters > 11 { continue }
      result += bytes[end..<Int(token.end)] + [UInt8](repeating: UInt8(ascii: "x"), count: letters)
      end = Int(token.end)
    }
    return result + bytes[end...]
  }

  @Test(
    "What is at the limit of a line",
    arguments: [
      "a = %;", "a = f %;", "a = f x (g %);", "a = f x { b = 1; c = %; };", "a = x: [ % 1 ];",
      "a = { inherit %; };", "a.b.c.\"d\" = f %;", "a = b // { c = %; };", "a = [ b ] ++ f %;",
      "inherit (%) a b;", "a = \"${f %} b\";", "a = ''\n  ${f %} é\n  b ${%}'';", "a = %.b or c;",
      "a = if % then b else c;", "a = with %; [ a ];", "a = with %; a;", "a = (f %) + b;",
      "a = assert %; b;", "a = let b = %; in b;", "a = x: y: %;", "a = { b ? % }: c;",
      "a = b + % + { c = 1; };", "a = f [ % ] [ b ];",
      "a = f (x: [ % ]) 1;", "a = ./${%}/b;",
      "a = \"é%\";", "é = 1;", "% = [ ];", "% = { };", "a = %: [ ];", "a = % ++ [ ];",
      "a = f % [ ];", "a = [ % [ ] ];", "a.% = [ ];", "a = with %; [ ];",
      "a = { %, b }: { c = 1; d = 2; };",
      "a = { b }: let { c = %; body = c; };", "a = f (g %) (h %);", "a = f % (g b);",
      "a = f { b = %; } (g %);", "a = f (x: { b = %; c = 2; }) (y: %) 1;",
      "b.c = %; b.d = [ ]; inherit e;", "a = f %; # b\n", "a = b: f % { c = 1; }; # d\n",
      "a = f (g %) (h ''\n  b\n'') \"c\";", "a = f (g (h %) { b = 1; }) c;",
      "a = f g \" ${%}\";", "a = \"  ${%} \";", "a.b.c.d.e = [ f ] ++ g %;",
    ])
  func limits(shape: String) throws {
    var count = Count()
    for length in 70..<110 {
      let name = String(repeating: "x", count: length)
      let text = "{ \(shape.replacingOccurrences(of: "%", with: name)) }"
      guard let file = NixFile.parse(SourceText(name: "", text: text)).value else { continue }
      try count.compare(file, text)
    }
  }

  @Test(
    "What is behind an argument over several lines is at the limit of a line", arguments: 80..<100)
  func behindArgument(length: Int) throws {
    let (name, other) = (
      String(repeating: "x", count: length), String(repeating: "y", count: 85)
    )
    let text = "[ (f (\(name) && a) (map (b: \(other)) c)) ]"
    var count = Count()
    try count.compare(
      try #require(NixFile.parse(SourceText(name: "", text: text)).value), text)
  }

  @Test("A comment after an item of one column is written directly, too")
  func shortItem() throws {
    let text = "[\n  1 # a\n  x # b\n  [ ] # c\n]\n"
    let file = try #require(NixFile.parse(SourceText(name: "", text: text)).value)
    #expect(file.renderedDirectly() == text)
    #expect(try file.renderedAsTree() == text)
  }

  @Test(
    "Comments and blank lines",
    arguments: [
      "{ a = 1; # b\n # c\n d = 2; }", "# a\n\n# b\n{ a = 1; }", "{ a = 1; }\n# b\n",
      "[ 1 # a\n 2 ]", "[ (f 1) # a\n # b\n {a=1; b=2;} # c\n ]", "{ # a\n b = [ ]; # c\n\n }",
      "/* a\n b */ { /** c\n d */ e = 1; /* f */ g = 2; }", "{ a # b\n, c, ... }: d",
      "{\n\n a = 1;\n\n\n b = { # c\n }; inherit e; # d\n }",
      "{ a = 1; #\u{A0}\n # é\u{A0}\n b = 1; }",
    ])
  func comments(text: String) throws {
    var count = Count()
    try count.compare(
      try #require(NixFile.parse(SourceText(name: "", text: text)).value), text)
  }

  @Test("Comments without text, at the start of a file and at the end of a set")
  func emptyComments() throws {
    let empty: [Trivium] = [.block(["", " "], isDoc: false)]
    let set = Expr.attrSet(AttrSet([.attr(AttrpathValue("a", 1))], closing: empty))
    for file in [NixFile(header: empty, 1), NixFile(header: empty, ["a": 1]), NixFile(set)] {
      var count = Count()
      try count.compare(file, "\(file)")
      #expect(count.all == 1)
    }
  }

  @Test("Calls in calls, up to any depth", arguments: [1, 10, 16, 17, 18, 40])
  func calls(depth: Int) throws {
    var count = Count()
    for argument in ["y", String(repeating: "y", count: 110)] {
      let argument = Expr.variable(try #require(Identifier(argument)))
      let call = (0..<depth).reduce(Expr.variable("x")) { inner, _ in
        Expr.variable("f")(argument, inner)
      }
      try count.compare(NixFile(["a": call]), "\(depth)")
    }
    #expect(count.all == 2)
  }

  @Test("A name that comes twice, in quotes too, is an error")
  func twice() {
    for name in ["a", "a b"] as [AttrName] {
      let set = Expr.attrSet(
        AttrSet([.attr(AttrpathValue(Attrpath(name), 1)), .attr(AttrpathValue(Attrpath(name), 2))]))
      let error = #expect(throws: InvalidExpr.self) { try set.rendered() }
      let shown = name == "a" ? "a" : "\"a b\""
      #expect(error?.message == "the attribute \(shown) is defined twice")
    }
  }

  @Test("Nesting and chains beyond the limits are errors, whichever way they are written")
  func limits() throws {
    func nested(_ depth: Int) -> Expr { (0..<depth).reduce(1) { inner, _ in [inner] } }
    func chain(_ count: Int) -> Expr { (1..<count).reduce(1) { left, _ in .op(left, .add, 1) } }
    for (made, limit, message) in [
      (nested, Expr.maximumDepth, "more than 300 levels of nesting"),
      (chain, Expr.maximumChain, "more than 2000 operators in a row"),
    ] {
      #expect(throws: Never.self) { try NixFile(made(limit)).renderedAsTree() }
      let error = #expect(throws: InvalidExpr.self) {
        try NixFile(made(limit + 1)).renderedAsTree()
      }
      #expect(error?.message == message)
      #expect(throws: InvalidExpr.self) { try made(limit + 1).rendered() }
    }
  }

  @Test("Names that come twice, and other errors, are found")
  func errors() throws {
    let twice: [Expr] = [
      ["a": 1, "a": 2], ["a": ["b": 1], "a.b": 2], ["a.b": 1, "a.b.c": 2],
      .attrSet(AttrSet([.inherit(Inherit(["a"])), .attr(AttrpathValue("a", 1))])),
      .lambda(Lambda(.pattern(Pattern([Formal("a"), Formal("a")])), body: 1)),
      .lambda(Lambda(.pattern(Pattern([Formal("a")], bind: "a")), body: 1)),
      .attrSet(AttrSet([.attr(AttrpathValue("a", .str("\u{0}")))])),
      .attrSet(AttrSet([.attr(AttrpathValue("a", .str("a\n\u{0}\nb\n")))])),
      .letIn(LetIn([.attr(AttrpathValue(Attrpath(AttrName(dynamic: "a")), 1))], in: 1)),
    ]
    for expr in twice {
      let outer: Expr = ["x": .list(List([List.Element(expr), List.Element(1)])), "y": 2]
      #expect(outer.renderedOrNil == (try? NixFile(outer).renderedAsTree()))
      #expect(NixFile(outer).renderedDirectly() == nil || outer.renderedOrNil != nil)
    }
  }

  @Test(
    "A name that comes twice is refused, among few and among many", arguments: [2, 24, 25, 26, 60])
  func twice(count: Int) {
    func set(_ last: Int) -> Expr {
      let names = (0..<count - 1).map { "a\($0)" } + ["a\(last)"]
      return .attrSet(AttrSet(names.map { .attr(AttrpathValue(Attrpath($0), 1)) }))
    }
    #expect(set(count).renderedOrNil != nil)
    for last in 0..<count - 1 { #expect(set(last).renderedOrNil == nil, "a\(last)") }
  }
}

extension Expr {
  fileprivate var renderedOrNil: String? { try? rendered() }
}
