import NixAST
import TestSupport
import Testing

@Suite("Syntax trees")
struct SyntaxTreeTests {
  /// Whether the tokens of a tree are in order, and nothing but white space and comments is between
  /// them.
  private func expectTiled(_ tree: SyntaxTree, _ text: String) {
    #expect(tree.text == text)
    var end: UInt32 = 0
    let bytes = Array(text.utf8)
    for token in tree.tokens {
      #expect(token.start >= end && token.end >= token.start && token.end <= UInt32(bytes.count))
      guard token.start >= end, token.end <= UInt32(bytes.count) else { return }
      let gap = String(decoding: bytes[Int(end)..<Int(token.start)], as: UTF8.self)
      let hasComment = gap.contains("#") || gap.contains("/*")
      #expect(hasComment || gap.allSatisfy(\.isWhitespace), "\(gap)")
      end = token.end
    }
    #expect(tree.tokens.last?.kind == .endOfFile)
  }

  @Test("The text comes back, of a file without errors")
  func whole() {
    let tree = SyntaxTree(parsing: everyConstruct)
    #expect(tree.diagnostics.isEmpty)
    expectTiled(tree, everyConstruct)
  }

  @Test("The text comes back, wherever it is cut off")
  func cut() {
    for length in stride(from: 0, to: everyConstruct.unicodeScalars.count, by: 3) {
      let text = String(String.UnicodeScalarView(everyConstruct.unicodeScalars.prefix(length)))
      #expect(SyntaxTree(parsing: text).text == text)
    }
  }

  @Test("The text comes back, whatever it is", arguments: 0..<8)
  func mutated(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let alphabet = Array("{}[]()\"'$;:=.,@?!<>|&+-*/#\\ \n\tab1~".unicodeScalars)
    for _ in 0..<200 {
      var scalars = Array(everyConstruct.unicodeScalars)
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let index = Int.random(in: 0..<scalars.count, using: &random)
        guard let scalar = alphabet.randomElement(using: &random) else { continue }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: scalars[index] = scalar
        case 1: scalars.insert(scalar, at: index)
        default: scalars.remove(at: index)
        }
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      let tree = SyntaxTree(parsing: text)
      #expect(tree.text == text)
      // What is formatted means the same, and is formatted already.
      guard let formatted = tree.formatted(), tree.diagnostics.isEmpty else { continue }
      #expect(Expr.parse(formatted).value == Expr.parse(text).value, "\(text)")
    }
  }

  @Test("Sets that are given twice merge at any depth, as in Nix 2.26")
  func merges() {
    #expect(findings("{ a.b.c = 1; a = { b = { d = 2; }; }; }") == [])
    #expect(findings("{ a = { b = { c = 1; }; }; a = { b = { d = 2; }; }; }") == [])
    #expect(
      findings("{ a.b.c = 1; a = { b = { c = 2; }; }; }") == [
        "1:26: the attribute a.b.c is defined twice [duplicate-attribute]\n"
          + "1:7: note: it was first defined here"
      ])
  }

  @Test("(g a) or keeps its meaning")
  func orAsVariable() throws {
    for text in ["(g a) or", "g or", "f (g or) x", "(f x y) or z"] {
      let expr = try parsed(text)
      #expect(try parsed(try expr.rendered()) == expr)
      #expect(try expr.rendered() == "\(text)\n")
    }
  }

  @Test(
    "Every node has tokens, in texts with errors too",
    arguments: [
      "", "# c\n", "{", "{ inherit; }", "{ inherit (", "{ }: x", "x:", "[", "\"${", "\"${}\"",
      "let in", "''${",
      "f {", "a.", "a ? ", "if", "{ a = ; }", "(", ")", "./${",
    ])
  func tokens(text: String) {
    for node in SyntaxTree(parsing: text).nodes {
      #expect(node.tokens.first?.start == node.range.start)
      #expect(node.tokens.last?.end == node.range.end)
    }
  }
}
