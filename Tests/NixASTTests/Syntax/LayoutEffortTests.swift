import NixAST
import Testing

/// The layout takes as many steps as a text is long, counted in elements of the document that it looks at.
@Suite("Effort of the layout")
struct LayoutEffortTests {
  /// A construct that is repeated.
  struct Chain: Sendable, CustomTestStringConvertible {
    var start = ""
    var unit: String
    var end = ""

    var testDescription: String { start + unit }

    func looks(_ count: Int) -> Int {
      SyntaxTree(parsing: start + String(repeating: unit, count: count) + end).layoutEffort().looked
    }
  }

  static let chains = [
    Chain(start: "f", unit: " a"), Chain(start: "f", unit: " [ a ]"),
    Chain(start: "f", unit: " (a b)"), Chain(start: "f", unit: " { a = 1; }"),
    Chain(unit: "a && a || ", end: "a"), Chain(unit: "a |> ", end: "a"),
    Chain(unit: "a <| ", end: "a"), Chain(unit: "a ++ ", end: "a"),
    Chain(unit: "a // { b = 1; } // ", end: "a"), Chain(unit: "a -> ", end: "a"),
    Chain(unit: "if a then b else ", end: "c"), Chain(start: "a", unit: ".b"),
    Chain(start: "[", unit: " (f a b)", end: "]"), Chain(start: "\"", unit: "a ${b} ", end: "\""),
  ]

  @Test("Four times the text takes about four times the steps", arguments: chains)
  func isLinear(chain: Chain) {
    let (few, many) = (chain.looks(500), chain.looks(2000))
    #expect(few > 0)
    #expect(many < few * 5)
  }
}
