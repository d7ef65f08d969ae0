import NixAST
import Testing

@Suite("Positions")
struct PositionTests {
  /// The part of a text that the range of its expression is.
  private func whole(_ text: String) throws -> String {
    let range = try #require(try parsed(text).range)
    return SourceText(name: "", text: text).text(in: range)
  }

  @Test(
    "The range of an expression runs from its first to its last token",
    arguments: [
      "a", "1", "1.5", "\"a${b}c\"", "''\n  a\n''", "./a${b}/c", "<a>", "x:y", "[ 1 ]",
      "{ a = 1; }",
      "rec { }", "a.b.c", "a.b or c", "a ? b.c", "f x y", "-a", "!a", "a + b", "a ++ b ++ c",
      "x: x",
      "{ a }@b: a", "let a = 1; in a", "let { body = 1; }", "with a; b", "assert a; b",
      "if a then b else if c then d else e", "f or",
    ])
  func ranges(text: String) throws {
    #expect(try whole(text) == text)
    #expect(try whole("# c\n \(text) # d\n") == text)
  }

  @Test("Parentheses around an expression are no part of it, those inside are")
  func parentheses() throws {
    #expect(try whole("( a )") == "a")
    #expect(try whole("( (a) b )") == "(a) b")
    #expect(try whole("(a).b") == "(a).b")
    #expect(try whole("(a) + (b)") == "(a) + (b)")
  }

  @Test("Nodes inside")
  func inner() throws {
    let text = #"{ a."b" = [ f ]; inherit (x) c; }"#
    let source = SourceText(name: "", text: text)
    guard case .attrSet(let set) = try parsed(text), case .attr(let attr) = set.bindings[0],
      case .inherit(let inherit) = set.bindings[1], case .list(let list) = attr.value
    else { return #expect(Bool(false)) }
    #expect(attr.range.map(source.text(in:)) == #"a."b" = [ f ];"#)
    #expect(attr.path.range.map(source.text(in:)) == #"a."b""#)
    #expect(list.elements[0].expr.range.map(source.text(in:)) == "f")
    #expect(inherit.range.map(source.text(in:)) == "inherit (x) c;")
    #expect(inherit.names[0].range.map(source.text(in:)) == "c")
  }

  @Test("Operands of a chain")
  func chains() throws {
    guard case .binary(let sum) = try parsed("a + b + c"),
      case .binary(let chain) = try parsed("a ++ b ++ c")
    else { return #expect(Bool(false)) }
    #expect(sum.left.range == SourceRange(0..<5))
    #expect(chain.right.range == SourceRange(5..<11))
  }
}
