import Foundation
import NixAST
import TestSupport
import Testing

private let nix = ExternalTool.find("nix-instantiate")

/// Real Nix as a judge of what is Nix. A death by a signal counts as a refusal: 2.8 dies of strings
/// that are never closed.
@Suite(
  "Agreement with the parser of real Nix",
  .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct NixAgreementTests {
  /// The texts on which the two do not agree. Those taken here are judged together, in one process.
  private func disagreements(_ texts: [String]) throws -> [String] {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var taken: [(path: String, text: String)] = []
    var refused: [(path: String, text: String)] = []
    for (index, text) in texts.enumerated() {
      // Nix refuses variables that are not bound while it parses; below a with all may be.
      let wrapped = "with { }; \(text)"
      let path = folder.appendingPathComponent("\(index).nix").path
      try Data(wrapped.utf8).write(to: URL(fileURLWithPath: path))
      if Expr.parse(wrapped).value == nil {
        refused.append((path, text))
      } else {
        taken.append((path, text))
      }
    }
    var result = try refused.filter { try accepts([$0.path]) }.map { "Nix takes: \($0.text)" }
    if try !taken.isEmpty && !accepts(taken.map(\.path)) {
      result += try taken.filter { try !accepts([$0.path]) }.map { "Nix refuses: \($0.text)" }
    }
    return result
  }

  private func accepts(_ paths: [String]) throws -> Bool {
    try ExternalTool.run(try #require(nix), ["--parse"] + paths).status == 0
  }

  /// Texts that Nix takes, and their neighbours, which it refuses.
  static let table: [(taken: [String], refused: [String])] = [
    // Attributes that are bound twice
    (
      ["{ a.b = 1; a.c = 2; }", "{ a = { b = 1; }; a.c = 2; }", "{ a = { b = 1; }; a = { }; }"],
      ["{ a = 1; a = 2; }", "{ a.b = 1; a.b = 2; }", "{ a = 1; a.b = 2; }", "{ a.b = 1; a = 2; }"]
    ),
    (
      ["{ inherit x; }", "{ inherit; }", "{ inherit x; y.x = 1; }"],
      ["{ inherit x x; }", "{ inherit x; x = 1; }", "{ inherit (y) x; inherit x; }"]
    ),
    (
      ["{ ${x} = 1; ${x} = 2; }", #"{ "${x}" = 1; x = 2; }"#, "{ a.${x} = 1; a.${x} = 2; }"],
      [#"{ ${"x"} = 1; x = 2; }"#, #"{ "x" = 1; x = 2; }"#, "rec { a = 1; a = 2; }"]
    ),
    (
      ["let a = 1; b = 2; in a", "let a.b = 1; a.c = 2; in a", "let in 1"],
      ["let a = 1; a = 2; in a", "let inherit x; x = 1; in x", "let ${x} = 1; in 1"]
    ),
    (
      ["{ a.b.c = 1; a.b.d = 2; }", "{ a = rec { b = 1; }; a.c = 2; }"],
      ["{ a.b = { c = 1; }; a.b.c = 2; }", "{ a = x; a.b = 1; }", "{ a = x: { }; a.b = 1; }"]
    ),
    // Formals
    (
      ["{ a, b }: a", "{ a, b, }: a", "{ a, ... }: a", "{ }: 1", "{ ... }: 1"],
      [
        "{ a, a }: a", "{ ..., a }: a", "{ a, ..., }: a", "{ , a }: a", "{ a b }: a",
        "{ ...,... }: 1",
      ]
    ),
    (
      ["a@{ b }: a", "{ b }@a: a", "{ }@a: a", "{ a ? b, b ? a }: a"],
      ["a@{ a }: a", "{ a }@a: a", "a@{ b }@c: a", "@a{ b }: a", "{ or }: 1", "{ if }: 1"]
    ),
    (["{ a ? 1 }: a", "x: y: x"], [#"{ "a" }: a"#, "{ a = 1 }: a", "{ a.b }: a", "x: : x"]),
    // Operators that stand side by side, and those that do not
    (
      ["a == b && c == d", "a < b == c < d", "a ? b ? c", "a -> b -> c", "- - a", "!(!a)", "!!a"],
      ["a == b == c", "a < b < c", "a != b == c", "a <= b > c", "a + -> b", "a ! b", "f x: x"]
    ),
    (
      ["a.b or c", "f or", "a.or", "{ or = 1; }", "a ? or", "[ f or x ]"],
      ["or", "let or = 1; in or", "or: 1", "{ inherit (x) if; }", "a.if", "{ then = 1; }"]
    ),
    // Numbers
    (
      ["9223372036854775807", "007", "1.5", ".5", "1.", "0.0", "1e5", "1.0e308", "00.5", "1.a"],
      ["9223372036854775808", "1.0e400", "1.0e-320", "0."]
    ),
    // Paths and URIs
    (
      [
        "./a", "./.", "/.", "~/a", "a/b", "<a>", "<a/b>", "./${x}", "a/${x}/b", "x:x", "a//b",
        "-/a",
      ],
      ["./", "/", "a/", "./a/", "./a//b", "~", "~/", "<a/>", "< a>", "./a/${x}/"]
    ),
    // Strings
    (
      [
        #""\q""#, #""$""#, #""$${""#, "''$''", "''''", "'' ''' ''", "''a ''${b ''", #""${"${x}"}""#,
      ],
      [#""${""#, #""${}""#, #""${x""#, "''''${x}", "'a'"]
    ),
    // Comments and white space
    (
      ["/**/ 1", "1 # a", "/* a ** b */ 1", "1\r\n", "\t1", #"[1(2)"3"./a]"#],
      ["/* 1", "1 */", "1\u{C}", "1\u{A0}", "// 1", "1 #\n#\n2 }"]
    ),
    // Brackets
    (
      ["[ ]", "{ }", "rec { }", "let { }", "[ { } [ ] ]", "({ })", "{ a = { b = [ 1 ]; }; }"],
      [
        "[ 1, 2 ]", "{ a }", "{ a = 1 }", "{ a; }", "rec [ ]", "rec", "(", ")", "[ (]) ]",
        "{ 1 = 2; }",
      ]
    ),
    // Words
    (
      ["if a then b else c", "with a; b", "assert a; b", "with a; with b; c", "x: with x; x"],
      [
        "if a then b", "if a else b", "with a b", "assert a", "if", "f if a then b else c",
        "let a in b",
      ]
    ),
  ]

  @Test("A table of small texts")
  func small() throws {
    #expect(Self.table.flatMap(\.taken).filter { Expr.parse($0).value == nil } == [])
    #expect(Self.table.flatMap(\.refused).filter { Expr.parse($0).value != nil } == [])
    #expect(try disagreements(Self.table.flatMap { $0.taken + $0.refused }) == [])
  }

  @Test("Random sequences of tokens", arguments: 0..<2)
  func tokens(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let tokens = [
      "a", "or", "1", "1.5", ".5", "\"s\"", "\"a${x}b\"", "''i''", "./a", "a/b", "~/a", "<n>",
      "x:y",
      "./a${x}", "{", "}", "[", "]", "(", ")", ";", ":", ",", ".", "...", "@", "?", "=", "++", "*",
      "/", "+", "-", "//", "<", "<=", "==", "!=", "&&", "||", "->", "!", "if", "then", "else",
      "with",
      "let", "in", "rec", "inherit", "${", "#c\n", "/*c*/", "9223372036854775808", "1e5", "\\", "~",
      "a:", "{a}:", "{a,...}:", "x@{}:", "let a=1;in a", "rec{a=1;}", "inherit a;", "a=1;",
      "a.b=2;",
      "a={b=1;};", "${x}=1;", "\"q\"=1;", "inherit (x) a b;", "a'", "_",
    ]
    let texts = (0..<50).map { _ in
      (0..<Int.random(in: 1..<8, using: &random)).map { _ in
        (tokens.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
    }
    #expect(try disagreements(texts) == [])
  }

  @Test("Random characters of names, numbers, paths and URIs", arguments: 0..<2)
  func characters(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let pieces =
      Array("abz09._-+/~<>:'@?%,=!&*$ e").map(String.init) + ["${x}", "//", "/*", "#", "1."]
    let texts = (0..<50).map { _ in
      (0..<Int.random(in: 1..<9, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    #expect(try disagreements(texts) == [])
  }

  @Test("Random bindings, with what merges and what is defined twice", arguments: 0..<2)
  func bindings(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let names = ["a", "b", "c", "\"a\"", "${x}", "${\"b\"}", "\"${x}\"", "or"]
    func path() -> String {
      (0..<Int.random(in: 1..<4, using: &random))
        .map { _ in names.randomElement(using: &random) ?? "" }.joined(separator: ".")
    }
    func bindings(_ depth: Int) -> String {
      (0..<Int.random(in: 0..<4, using: &random)).map { _ in
        switch Int.random(in: 0..<5, using: &random) {
        case 0: "inherit \(names.randomElement(using: &random) ?? "");"
        case 1: "inherit (x) c;"
        case 2...3 where depth > 0:
          "\(path()) = \(Bool.random(using: &random) ? "rec " : ""){ \(bindings(depth - 1)) };"
        default: "\(path()) = 1;"
        }
      }.joined(separator: " ")
    }
    let texts = (0..<50).map { index in
      index % 3 == 0 ? "let \(bindings(2)) in 1" : "{ \(bindings(2)) }"
    }
    #expect(try disagreements(texts) == [])
  }

  @Test("Generated programs, whole and cut off", arguments: 0..<2)
  func programs(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    var generator = ExprGenerator(seed: seed)
    var texts: [String] = []
    for depth in 1...4 {
      for _ in 0..<25 {
        let text = try generator.expr(depth: depth).rendered()
        texts.append(text)
        if texts.count % 3 == 0 {
          texts.append(String(text.prefix(Int.random(in: 0...text.count, using: &random))))
        }
      }
    }
    #expect(try disagreements(texts) == [])
  }

  @Test("The sample of every construct, but for what is newer than Nix 2.8")
  func sample() throws {
    let text = everyConstruct.replacing("piped = a |> b;", with: "")
    #expect(try disagreements([text]) == [])
    let lines = text.split(separator: "\n")
    let without = lines.indices.map { skipped in
      lines.indices.filter { $0 != skipped }.map { lines[$0] }.joined(separator: "\n")
    }
    #expect(try disagreements(without) == [])
  }

  @Test("What strings and numbers mean")
  func values() throws {
    var generator = ExprGenerator(seed: 3)
    var source = "[\n"
    var expected: [String] = []
    for index in 0..<400 {
      // Hostile text as source: whatever parses must mean the same.
      let hostile = generator.hostileText()
      let text = index % 2 == 0 ? "\"\(hostile)\"" : "''\(hostile)''"
      guard case .string(let string)? = Expr.parse(text).value, let value = string.text else {
        continue
      }
      source += "(\(text)\n)"
      expected.append(value)
    }
    try #require(expected.count > 50)
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("values.nix")
    try Data("\(source)]".utf8).write(to: file)
    let result = try ExternalTool.run(
      try #require(nix), ["--eval", "--strict", "--json", file.path])
    try #require(result.status == 0, "\(result.errors)")
    let actual = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    for (actual, expected) in zip(actual, expected) {
      #expect(Array(actual.utf8) == Array(expected.utf8))
    }
    #expect(actual.count == expected.count)
  }
}
