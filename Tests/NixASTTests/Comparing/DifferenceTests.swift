import NixAST
import TestSupport
import Testing

@Suite("Differences")
struct DifferenceTests {
  @Test(
    "by attribute path",
    arguments: [
      ("{ a = 1; }", "{ a = 1; }", []),
      ("{ a = 1; b = 2; }", "{ b = 2; a = 1; }", []),
      ("{ a.b.c = 1; }", "{ a = { b = { c = 1; }; }; }", []),
      ("{ a = { b = 1; }; a.c = 2; }", "{ a.c = 2; a.b = 1; }", []),
      ("{ inherit x; inherit (y) z; }", "{ x = x; z = y.z; }", []),
      ("# a comment\n{ a = \"x\\ny\\n\"; }", "{ a = ''\n  x\n  y\n''; }", []),
      ("1", "2", ["changed"]),
      ("{ a.b = 1; }", "{ a.b = 2; a.c = 3; }", ["a.b: changed", "a.c: added"]),
      ("{ a.\"b c\".d = [ 1 2 ]; }", "{ a.\"b c\".d = [ 1 3 ]; }", ["a.\"b c\".d[1]: changed"]),
      ("{ a = [ 1 ]; }", "{ a = [ 1 2 ]; }", ["a: changed"]),
      ("{ a = rec { }; }", "{ a = { }; }", ["a: changed"]),
      // Nix takes `rec` from the first of the sets that it joins.
      ("{ a.b = 1; a = rec { c = 2; }; }", "{ a = { b = 1; c = 2; }; }", []),
      ("{ a = rec { b = 1; }; a.c = 2; }", "{ a = { b = 1; c = 2; }; }", ["a: changed"]),
      (
        "{ lib, ... }: let x = 1; y = 2; in with lib; { z.script = x; }",
        "{ lib, ... }: let x = 2; in with lib; { z.script = y; }",
        ["x: changed", "y: removed", "z.script: changed"]
      ),
      ("{ a, b }: 1", "{ a }: 1", ["changed"]),
      ("assert x; { a = 1; }", "assert x; { a = 2; }", ["a: changed"]),
      ("{ a = 1; } // b", "{ a = 2; } // b", ["a: changed"]),
      ("{ a = 1; } // b", "{ a = 2; } // c", ["changed"]),
      ("{ a = x // b; }", "{ a = x ++ b; }", ["a: changed"]),
      ("x // b", "x ++ b", ["changed"]),
      ("assert x; { a = 1; }", "assert y; { a = 1; }", ["changed"]),
      // A computed name is the text that is written.
      ("{ a.${f x} = 1; }", "{ a.${f   x} = 2; }", ["a.${f x}: changed"]),
      ("{ \"a${b}\" = 1; }", "{ }", ["\"a${b}\": removed"]),
      (
        "{ }", "{ ${f { a = 1; b = 2; }} = 1; }",
        ["${\n    f {\n      a = 1;\n      b = 2;\n    }\n  }: added"]
      ),
      ("{ ${b}.c = 1; ${b}.d = 2; }", "{ ${b} = { c = 1; d = 3; }; }", ["${b}.d: changed"]),
      (
        "{ ${b} = 1; \"\\${b}\" = 2; }", "{ ${b} = 2; \"\\${b}\" = 1; }",
        ["\"\\${b}\": changed", "${b}: changed"]
      ),
    ] as [(String, String, [String])])
  func differences(old: String, new: String, expected: [String]) throws {
    let oldExpr = try #require(Expr.parse(old).value)
    let newExpr = try #require(Expr.parse(new).value)
    #expect(newExpr.differences(from: oldExpr).map(\.description) == expected)
  }

  @Test("A computed name that cannot be written has no text")
  func unwritable() {
    let name = AttrName(dynamic: .variable("f")("\0"))
    let set = Expr.attrSet(AttrSet([.attr(AttrpathValue(Attrpath("a", [name]), 1))]))
    #expect(
      set.differences(from: ["a": ["b": 1]]).map(\.description) == [
        "a.${…}: added", "a.b: removed",
      ])
  }

  @Test("an expression does not differ from itself", arguments: 0..<20)
  func reflexive(seed: UInt64) {
    var generator = ExprGenerator(seed: seed)
    for _ in 0..<20 {
      let expr = generator.expr(depth: 4)
      #expect(expr.differences(from: expr) == [])
    }
  }
}
