import NixAST
import TestSupport
import Testing

/// A text that has every construct of the language.
let everyConstruct = #"""
  # header
  { config, lib ? <nixpkgs/lib>, ... }@args: /* b */
  let
    inherit (lib) mkIf "quoted name";
    a.b.${"c"} = rec { x = 1; y = -x + 2.5e3 * (3 / 4); }; # end
    f = x: y@{ z, w ? z }: if x == y && !z || w ? a.b then z // w else z ++ [ w ./p/${x}.nix ~/q ];
  in
  assert a ? b -> f a <= 1;
  with lib;
  {
    "s${toString 1}t" = "esc \" \n \${no} $$ ${f "in ${a.b or c} ner"}";
    text = ''
      indented ''${no} ${yes}
        more ''' '$ ''\n
    '';
    old = let { body = 1; };
    url = https://example.org/x?y=z;
    ${null} = f or;
    piped = a |> b;
  }
  # footer
  """#

@Suite("Whatever the bytes are")
struct RobustnessTests {
  /// Parses, and checks that every diagnostic is within the text.
  private func parse(_ bytes: [UInt8]) -> Bool {
    let result = NixFile.parse(SourceText(name: "", bytes: bytes))
    #expect((result.value == nil) == !result.diagnostics.isEmpty)
    for diagnostic in result.diagnostics {
      for range in ([diagnostic.range] + diagnostic.notes.map(\.range)).compactMap(\.self) {
        #expect(range.start <= range.end && range.end <= UInt32(bytes.count))
      }
    }
    return result.value != nil
  }

  @Test("A text that is cut off is valid only where the word at its end may be a variable")
  func truncations() {
    let bytes = Array(everyConstruct.utf8)
    #expect(parse(bytes))
    let end = bytes.count - "\n# footer".utf8.count
    let valid = (0..<end).filter { parse(Array(bytes[..<$0])) }
    let lastWords = valid.map { length in
      let word = bytes[..<length].reversed().prefix { $0 > UInt8(ascii: " ") }.reversed()
      return String(decoding: word, as: UTF8.self)
    }
    #expect(
      lastWords == ["l", "le", "a", "as", "ass", "asse", "asser", "w", "wi", "wit"])
  }

  @Test("Changed bytes", arguments: 0..<8)
  func mutations(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let original = Array(everyConstruct.utf8)
    let alphabet = Array("{}[]()\"'$;:=.,@?!<>|&+-*/#\\ \n\tab1\u{0}é~".utf8)
    for _ in 0..<300 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let offset = Int.random(in: 0..<bytes.count, using: &random)
        let byte = alphabet.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[offset] = byte
        case 1: bytes.insert(byte, at: offset)
        default: bytes.remove(at: offset)
        }
      }
      _ = parse(bytes)
    }
  }

  @Test("Random bytes", arguments: 0..<4)
  func randomBytes(seed: UInt64) {
    var random = RandomSource(seed: seed)
    for _ in 0..<500 {
      let length = Int.random(in: 0..<60, using: &random)
      _ = parse((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
      _ = parse((0..<length).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) })
    }
  }

  /// The repeated start of a nesting, its middle, and its repeated end.
  static let nestings: [(String, String, String)] = [
    ("[", "", "]"), ("(", "1", ")"), ("{ a = ", "1", "; }"), ("rec { a = ", "1", "; }"),
    ("let a = 1; in ", "a", ""), ("let { a = ", "1", "; }"), ("\"${", "a", "}\""),
    ("''${", "a", "}''"), ("./a${", "a", "}"), ("a.${", "b", "}"), ("{ ${", "a", "} = 1; }"),
    ("x: ", "x", ""), ("{ a ? ", "1", " }: 1"), ("with ", "a", "; b"), ("with a; ", "a", ""),
    ("assert ", "a", "; b"), ("if ", "a", " then b else c"), ("if a then ", "b", " else c"),
    ("-", "a", ""), ("!", "a", ""), ("a -> (", "b", ")"), ("a.b or ", "c", ".d"), ("f (", "x", ")"),
    ("{ inherit (", "a", ") b; }"),
  ]

  @Test("Nesting up to the limit is read, beyond it is refused", arguments: nestings)
  func nesting(start: String, middle: String, end: String) {
    func nested(_ depth: Int) -> [String] {
      findings(
        String(repeating: start + " ", count: depth) + middle + String(repeating: end, count: depth)
      )
    }
    #expect(nested(Expr.maximumDepth / 3) == [])
    for depth in [Expr.maximumDepth + 1, 100_000] {
      let all = nested(depth)
      #expect(
        all.first?.hasSuffix("levels of nesting [nesting-too-deep]") == true, "\(all.prefix(2))")
    }
  }

  @Test(
    "Chains up to the limit are read, beyond it are refused",
    arguments: ["a + ", "a ++ ", "a ? b -> ", "if a then b else ", "a && ", "a |> "])
  func chains(link: String) {
    let count = link.contains("?") ? Expr.maximumChain / 2 : Expr.maximumChain
    #expect(findings(String(repeating: link, count: count - 10) + "a") == [])
    for length in [Expr.maximumChain + 1, 100_000] {
      let all = findings(String(repeating: link, count: length) + "a")
      #expect(all.first?.contains("in a row [nesting-too-deep]") == true, "\(all)")
    }
  }

  @Test("Chains in chains count together: the tree is as deep as they are long together")
  func chainsInChains() {
    let half = String(repeating: " + a", count: Expr.maximumChain * 2 / 3)
    #expect(findings("a\(half)") == [])
    #expect(findings("[ (a\(half)) (a\(half)) ]") == [])
    #expect(findings("(a\(half))\(half)").first?.contains("[nesting-too-deep]") == true)
    #expect(findings("x: (x: a\(half))\(half)").first?.contains("[nesting-too-deep]") == true)
  }

  /// Long texts that are quadratic for a parser that is not careful.
  static let large: [(String, String, String)] = [
    ("[", "1 ", "]"), ("[", "a.", "b ]"), ("{", "a.b = { c = 1; };", "}"), ("f", " x", ""),
    ("\"", "${a}", "\""), ("\"", "a$b\\n", "\""), ("''\n", "  a ''$ x\n", "''"),
    ("''", "${a}", "''"),
    ("", "# c\n", "1"), ("", "/* c\n */", "1"), ("./a", "${x}", ""), ("", "a:", "a"),
    ("", "<a", ""),
    ("<", "a/", ""), ("", "{", ""), ("", "[({", ""), ("", "]", ""), ("", "{ a = [ 1 ) ; ", ""),
    ("{", "a = 1\n", "}"), ("{", "a b;", "}"), ("[", "1 , ", "]"), ("", "\"${", ""), ("", "'", ""),
    ("", "\"", ""), ("", "a/", "a"), ("", "a or ", ""), ("", "{ a = /*", ""), ("{", "a = 1;", "}"),
    ("", "if a then b else ", "c"), ("{ ", "a ? 1, ", "}: a"), ("{ inherit ", "a ", "; }"),
    ("", "\n", ""), ("", "\u{A0}", ""), ("", "é", ""),
  ]

  // The limit is for a parser that goes quadratic: these take seconds each.
  @Test("Long texts of anything are read to their end", .timeLimit(.minutes(3)), arguments: large)
  func size(start: String, middle: String, end: String) {
    let count = 100_000 / middle.utf8.count
    _ = parse(Array((start + String(repeating: middle, count: count) + end).utf8))
  }

  @Test("Attributes that all merge into one set", .timeLimit(.minutes(3)))
  func merging() {
    let bindings = (0..<200_000).map { "a.b\($0) = 1;" }.joined()
    #expect(findings("{ \(bindings) }") == [])
    let sets = (0..<30_000).map { "a = { b\($0) = 1; };" }.joined()
    #expect(findings("{ \(sets) }") == [])
  }

  @Test("Many comments on one line are formatted", .timeLimit(.minutes(3)))
  func comments() {
    let text = "[" + String(repeating: "/* ä */ b\t", count: 60_000) + "]"
    let lines = SyntaxTree(parsing: text).formatted()?.split(separator: "\n") ?? []
    #expect(lines.count == 60_003 && lines[1] == "  # ä" && lines[60_001] == "  b")
    #expect(lines[2..<60_001].allSatisfy { $0 == "  b # ä" })
  }

  @Test("Ten megabytes, or two without LONG_TESTS")
  func megabytes() {
    // Most of it is text: the rest alone would take a minute without optimization.
    let text = String(repeating: "a line of text, and another one\n", count: 30)
    var source = "{\n"
    for index in 0..<Effort.count(1960, long: 9800) {
      source +=
        "  a\(index) = f { inherit b; } [ 1 ./c ]; # comment\n  b\(index) = ''\n\(text)'';\n"
    }
    source += "}\n"
    #expect(source.utf8.count > Effort.count(1_980_000, long: 9_900_000))
    #expect(parse(Array(source.utf8)))
    #expect(!parse(Array(source.utf8.dropLast(3))))
  }
}
