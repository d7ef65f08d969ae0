import NixAST
import TestSupport
import Testing

/// No text overflows the stack of a thread with 512 KiB: what is nested more deeply than expressions may
/// be is refused, and all that can be done with what is not is done here.
@Suite("Stacks of 512 KiB")
struct StackTests {
  /// What is nested, and how often it may be: levels, or links of a chain.
  struct Nesting: Sendable, CustomTestStringConvertible {
    var start: String
    var middle: String
    var end = ""
    var isChain = false

    var testDescription: String { start }

    func text(_ count: Int) -> String {
      String(repeating: start, count: count) + middle + String(repeating: end, count: count)
    }
  }

  static let nestings = [
    Nesting(start: "(", middle: "a", end: ")"), Nesting(start: "[", middle: "", end: "]"),
    Nesting(start: "{a=", middle: "1", end: ";}"),
    Nesting(start: "rec {a=", middle: "1", end: ";}"),
    Nesting(start: "x: ", middle: "x"), Nesting(start: "{a}: ", middle: "a"),
    Nesting(start: "{a ? ", middle: "a", end: "}: a"),
    Nesting(start: "let a = 1; in ", middle: "a"),
    Nesting(start: "let a = ", middle: "1", end: "; in a"),
    Nesting(start: "let { body = ", middle: "1", end: "; }"),
    Nesting(start: "with a; ", middle: "b"), Nesting(start: "with ", middle: "b", end: "; a"),
    Nesting(start: "assert a; ", middle: "b"), Nesting(start: "-", middle: "a"),
    Nesting(start: "!", middle: "a"), Nesting(start: "f (", middle: "x", end: ")"),
    Nesting(start: "\"${", middle: "a", end: "}\""),
    Nesting(start: "''${", middle: "a", end: "}''"),
    Nesting(start: "./${", middle: "a", end: "}"),
    Nesting(start: "{ ${", middle: "a", end: "} = 1; }"),
    Nesting(start: "{ inherit (", middle: "a", end: ") b; }"),
    Nesting(start: "a.b or (", middle: "c", end: ")"),
    Nesting(start: "(", middle: "c", end: ") ? a"), Nesting(start: "a.${", middle: "c", end: "}"),
    Nesting(start: "if ", middle: "a", end: " then b else c"),
    Nesting(start: "if a then ", middle: "b", end: " else c"),
    Nesting(start: "1 < (", middle: "1", end: ")"),
    Nesting(start: "a ++ ", middle: "a", isChain: true),
    Nesting(start: "a + ", middle: "a", isChain: true),
    Nesting(start: "a // ", middle: "a", isChain: true),
    Nesting(start: "a -> ", middle: "a", isChain: true),
    Nesting(start: "a |> ", middle: "a", isChain: true),
    Nesting(start: "a <| ", middle: "a", isChain: true),
    Nesting(start: "a && ", middle: "a", isChain: true),
    Nesting(start: "a || ", middle: "a", isChain: true),
    Nesting(start: "if a then b else ", middle: "c", isChain: true),
    Nesting(start: "f a ", middle: "a", isChain: true),
  ]

  @Test("All that can be done with an expression as deep as it may be", arguments: nestings)
  func deepest(nesting: Nesting) async {
    // Some take two levels each.
    let counts = nesting.isChain ? [Expr.maximumChain - 1] : [Expr.maximumDepth - 1, 148]
    let works = await SmallStack.run {
      for count in counts {
        guard let expr = Expr.parse(nesting.text(count)).value,
          let copy = Expr.parse(nesting.text(count)).value
        else { continue }
        guard expr == copy, expr.hashValue == copy.hashValue, let text = try? expr.rendered(),
          Expr.parse(text).value == expr, expr.differences(from: copy).isEmpty,
          (try? ExprDecoder.decode(Int.self, from: expr)) == nil
        else { return false }
        return true
      }
      return false
    }
    #expect(works)
  }

  @Test(
    "Trees have no limit: they are read, visited, changed, laid out and given back",
    arguments: nestings)
  func trees(nesting: Nesting) async {
    let works = await SmallStack.run {
      let text = nesting.text(20_000)
      let tree = SyntaxTree(parsing: text)
      var count = 0
      tree.visit { _, parents in
        count += 1
        return true
      }
      guard tree.text == text, tree.diagnostics.isEmpty, count > 0,
        let inner = tree.nodes.first(where: \.kind.isExpression),
        let edited = try? tree.replacing(inner, with: 7), edited.text != text,
        let rewritten = try? tree.rewriting({ node, _ in node == inner ? .expr(7) : nil }),
        rewritten.text == edited.text, inner.parent != nil
      else { return false }
      // Of some it is an error.
      _ = try? tree.setting("a.a.b", to: 1)
      // What is written has more indentation with each level.
      return SyntaxTree(parsing: nesting.text(1000)).formatted() != nil
    }
    #expect(works)
  }

  @Test("What is deeper is refused", arguments: nestings)
  func tooDeep(nesting: Nesting) async {
    let text = nesting.text(50_000)
    let ids = await SmallStack.run { Expr.parse(text).diagnostics.map(\.id) }
    // Arguments are no nesting.
    #expect(ids == (nesting.start == "f a " ? [] : ["nesting-too-deep"]))
  }
}
