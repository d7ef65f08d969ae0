import NixAST
import Testing

@Suite("Sets, functions and scopes")
struct ConstructTests {
  @Test("Attribute sets")
  func sets() throws {
    #expect(try parsed("{ }") == .attrSet(AttrSet([])))
    #expect(try parsed("{ a = 1; b.c = 2; }") == ["a": 1, "b.c": 2])
    #expect(
      try parsed("rec { a = 1; }") == .attrSet(AttrSet(["a" => 1], isRecursive: true)))
    #expect(try parsed(#"{ "a b" = 1; }"#) == .attrSet(AttrSet([Attrpath("a b") => 1])))
    #expect(try parsed(#"{ ${"a b"} = 1; }"#) == .attrSet(AttrSet([Attrpath("a b") => 1])))
    #expect(
      try parsed("{ ${a}.b = 1; }")
        == .attrSet(AttrSet([Attrpath(AttrName(dynamic: v("a")), ["b"]) => 1])))
    #expect(
      try parsed(#"{ "a${b}" = 1; }"#)
        == .attrSet(AttrSet([Attrpath(AttrName(quoted: "a\(v("b"))")) => 1])))
    #expect(try parsed("{ or = 1; }") == ["or": 1])
  }

  @Test("inherit")
  func inherits() throws {
    #expect(try parsed("{ inherit; }") == .attrSet(AttrSet([.inherit()])))
    #expect(try parsed("{ inherit a b; }") == .attrSet(AttrSet([.inherit("a", "b")])))
    #expect(
      try parsed(#"{ inherit (x) a "b c" or ${"d"}; }"#)
        == .attrSet(AttrSet([.inherit("a", "b c", "or", "d", from: v("x"))])))
  }

  @Test("Functions")
  func functions() throws {
    #expect(try parsed("x: y: x") == .lambda("x", body: .lambda("y", body: v("x"))))
    #expect(try parsed("x : x") == .lambda("x", body: v("x")))
    #expect(try parsed("{ }: 1") == .lambda(.pattern(), body: 1))
    #expect(try parsed("{ ... }: 1") == .lambda(.pattern(ellipsis: true), body: 1))
    #expect(try parsed("{ a, b, }: 1") == .lambda(.pattern("a", "b"), body: 1))
    #expect(try parsed("{a,b,...}:1") == .lambda(.pattern("a", "b", ellipsis: true), body: 1))
    let pattern = Pattern([Formal("a", default: v("b"))], bind: "x")
    #expect(try parsed("{ a ? b }@x: 1") == .lambda(.pattern(pattern), body: 1))
    #expect(try parsed("x@{ a ? b }: 1") == .lambda(.pattern(pattern), body: 1))
    #expect(try parsed("{ }@x: 1") == .lambda(.pattern(Pattern([], bind: "x")), body: 1))
  }

  @Test("A brace begins a set or a pattern")
  func braces() throws {
    #expect(try parsed("{ } // { }") == .op(.attrSet(AttrSet([])), .update, .attrSet(AttrSet([]))))
    #expect(try parsed("{ /* a */ } /* b */ : 1") == .lambda(.pattern(), body: 1))
    #expect(try parsed("{ a # b\n , c }: 1") == .lambda(.pattern("a", "c"), body: 1))
  }

  @Test("let, with, assert, if")
  func scopes() throws {
    #expect(try parsed("let in 1") == .letIn(LetIn([], in: 1)))
    #expect(try parsed("let a = 1; in a") == .letIn(LetIn(["a" => 1], in: v("a"))))
    #expect(
      try parsed("let inherit (x) a; b.c = 1; in a")
        == .letIn(LetIn([.inherit("a", from: v("x")), "b.c" => 1], in: v("a"))))
    #expect(try parsed("let { body = 1; }") == .legacyLet(LegacyLet(["body" => 1])))
    #expect(try parsed("with a; b") == .with(v("a"), v("b")))
    #expect(try parsed("assert a; b") == .assert(Assert(v("a"), v("b"))))
    #expect(
      try parsed("if a then b else if c then d else e")
        == .ifElse(v("a"), then: v("b"), else: .ifElse(v("c"), then: v("d"), else: v("e"))))
  }

  @Test(
    "Merged sets are no duplicates",
    arguments: [
      "{ a.b = 1; a.c = 2; }", "{ a = { b = 1; }; a.c = 2; }",
      "{ a = { b = 1; }; a = { c = 2; }; }",
      "{ a.b.c = 1; a.b.d = 2; a.e = 3; }", "{ a = { b = { d = 2; }; }; a.b.c = 1; }",
      "{ ${x} = 1; ${x} = 2; }", "{ ${x}.a = 1; ${x}.a = 2; }", "{ a.${x} = 1; a.${x} = 2; }",
      "let a.b = 1; a.c = 2; in a", "{ a.b = 1; a = rec { c = 1; }; }", "{ inherit a; b.a = 1; }",
    ])
  func merging(text: String) throws {
    _ = try parsed(text)
  }

  @Test("Nix minds only the first name of a path in a let")
  func computedNamesInLet() throws {
    _ = try parsed("let a.${b} = 1; in a")
    _ = try parsed("let { ${b} = 1; }")
    _ = try parsed(#"let ${"a"} = 1; in a"#)
  }
}
