import NixAST
import Testing

@Suite("Operators, applications, selections")
struct OperatorTests {
  @Test(
    "How tightly operators hold: the text means what the second one says",
    arguments: [
      ("a + b * c", "a + (b * c)"), ("a * b ++ c", "a * (b ++ c)"), ("a - b - c", "(a - b) - c"),
      ("a ++ b ++ c", "a ++ (b ++ c)"), ("a // b // c", "a // (b // c)"),
      ("a + b // c", "(a + b) // c"), ("a // b == c", "(a // b) == c"),
      ("a < b == c < d", "(a < b) == (c < d)"), ("a == b && c != d", "(a == b) && (c != d)"),
      ("a || b && c", "a || (b && c)"), ("a -> b -> c", "a -> (b -> c)"),
      ("a || b -> c", "(a || b) -> c"), ("a / b / c", "(a / b) / c"),
      ("!a && b", "(!a) && b"), ("!a == b", "(!a) == b"), ("!a + b", "!(a + b)"),
      ("!a // b", "(!a) // b"), ("!a ? b", "!(a ? b)"), ("-a ? b", "(-a) ? b"),
      ("-a + b", "(-a) + b"),
      ("-f x", "-(f x)"), ("f -1", "f - 1"), ("a * -b", "a * (-b)"),
      ("a + !b == c", "(a + (!b)) == c"),
      ("a ? b ? c", "(a ? b) ? c"), ("a ? b.c && d", "(a ? b.c) && d"),
      ("a ++ b ? c", "a ++ (b ? c)"),
      ("f a.b c", "f (a.b) c"), ("a.b or f x", "(a.b or f) x"), ("a.b or c.d", "a.b or (c.d)"),
      ("a |> b |> c", "(a |> b) |> c"), ("a <| b <| c", "a <| (b <| c)"),
      ("a -> b |> c", "(a -> b) |> c"), ("(f x) y", "f x y"), ("--a", "-(-a)"), ("!!a", "!(!a)"),
    ])
  func precedence(text: String, meaning: String) throws {
    #expect(try parsed(text) == parsed(meaning))
  }

  @Test("Every operator")
  func operators() throws {
    for op in BinaryOperator.allCases {
      #expect(try parsed("a \(op.rawValue) b") == .op(v("a"), op, v("b")))
      #expect(try parsed("(a)\(op.rawValue)(b)") == .op(v("a"), op, v("b")))
    }
    for op in UnaryOperator.allCases {
      #expect(try parsed("\(op.rawValue)a") == .unary(UnaryOperation(op, v("a"))))
    }
  }

  @Test("Parentheses group, and make no node")
  func parentheses() throws {
    #expect(try parsed("((a))") == v("a"))
    #expect(try parsed("(a + b) + c") == parsed("a + b + c"))
    #expect(try parsed("a + (b + c)") != parsed("a + b + c"))
    #expect(try parsed("(f x) (g y)") == v("f")(v("x"), v("g")(v("y"))))
  }

  @Test("Selections and tests")
  func selections() throws {
    #expect(try parsed("a.b.c") == v("a")["b.c"])
    #expect(try parsed(#"a."b.c""#) == v("a")[Attrpath(AttrName("b.c"))])
    #expect(try parsed("a.${b}") == v("a")[Attrpath(AttrName(dynamic: v("b")))])
    #expect(try parsed("a.or") == v("a")["or"])
    #expect(try parsed("a.b or 1") == .select(Select(v("a"), "b", default: 1)))
    #expect(try parsed("a ? b.c") == .hasAttr(HasAttr(v("a"), "b.c")))
    #expect(try parsed("(1).a") == Expr(1)["a"])
    #expect(try parsed("{ }.a") == Expr.attrSet(AttrSet([]))["a"])
  }

  @Test("Where nothing is selected, or is an argument, as in Nix")
  func orAsName() throws {
    #expect(try parsed("f or").range == SourceRange(0..<4))
    #expect(try parsed("f or x") == parsed("(f or) x"))
    #expect(try parsed("f or") != v("f"))
    #expect(findings("or") == ["1:1: expected an expression, found \"or\" [syntax]"])
  }
}
