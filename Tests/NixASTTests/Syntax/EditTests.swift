import NixAST
import TestSupport
import Testing

@Suite("Edits")
struct EditTests {
  private func tree(_ text: String) -> SyntaxTree { SyntaxTree(parsing: text) }

  @Test("A value is replaced, and nothing else changes")
  func replacing() throws {
    let text = "{ lib, ... }:   {\n  a.b  = { c=1; }; # why\n  /* d */ d=2;\n}\n"
    #expect(
      try tree(text).setting("a.b.c", to: 3).text
        == text.replacing("c=1", with: "c=3"))
    let long = try tree(text).setting("d", to: ["x": 1, "y": ["z": true]])
    #expect(
      long.text
        == text.replacing(
          "d=2", with: "d={\n    x = 1;\n    y = {\n      z = true;\n    };\n  }"))
  }

  @Test("Attributes are found in sets that are given in parts, behind functions and scopes")
  func finding() {
    let text = "x: let y = 1; in with z; assert a; ({ b.c = 1; b = { d.\"e f\" = 2; }; })"
    #expect(tree(text).value(at: "b.c")?.text == "1")
    #expect(tree(text).value(at: Attrpath("b", "d", "e f"))?.text == "2")
    #expect(tree(text).value(at: "b.x") == nil)
    #expect(tree("1").value(at: "a") == nil)
  }

  @Test("A new attribute comes behind the others, in the innermost set that is there")
  func adding() throws {
    #expect(try tree("{ }\n").setting("a.b", to: 1).text == "{\n  a.b = 1;\n}\n")
    #expect(
      try tree("{ a = 1; }").setting("b", to: 2).text == "{\n  a = 1;\n  b = 2;\n}")
    #expect(
      try tree("{\n    a = {\n      b = 1;\n      # last\n    };\n}\n").setting("a.c", to: [1, 2])
        .text
        == "{\n    a = {\n      b = 1;\n      # last\n      c = [\n        1\n        2\n      ];\n    };\n}\n"
    )
    #expect(throws: EditError.self) { try tree("[ ]").setting("a", to: 1) }
  }

  @Test("An attribute goes with its comments")
  func removing() throws {
    let text = "{\n  a = 1; # one\n\n  # two\n  b = 2; # also two\n  c = 3;\n}\n"
    #expect(try tree(text).removing("b").text == "{\n  a = 1; # one\n  c = 3;\n}\n")
    #expect(try tree("{ a = 1; b = 2; }").removing("a").text == "{ b = 2; }")
    #expect(try tree("{ a = 1; b = 2; }").removing("b").text == "{ a = 1; }")
    #expect(throws: EditError.self) { try tree("{ }").removing("a") }
  }

  @Test("A list gets one more element; parentheses come where they are needed")
  func appending() throws {
    let call = Expr.variable("f")("x")
    #expect(
      try tree("{ a = with p; [ b ]; }").appending(call, to: "a").text
        == "{ a = with p; [\n  b\n  (f \"x\")\n]; }")
    #expect(throws: EditError.self) { try tree("{ a = 1; }").appending(1, to: "a") }
  }

  @Test("Names are changed where they are bound")
  func renaming() throws {
    #expect(try tree("{ a.b=1; }").renaming("a.b", to: "c d").text == "{ a.\"c d\"=1; }")
  }

  @Test("All nodes are visited, with those that they are in")
  func visiting() {
    var lines: [String] = []
    var left = 0
    tree("{ a = [ b (c d) ]; }").visit(
      enter: { node, parents in
        lines.append("\(parents.count) \(node.kind) \(node.text)")
        return node.kind != .parenthesized
      },
      leave: { _ in left += 1 })
    #expect(lines.last == "4 parenthesized (c d)")
    #expect(lines.count == 8)
    #expect(left == lines.count)
    let nodes = tree("a.b").nodes
    #expect(nodes.map(\.kind) == [.variable, .name, .attrpath, .select, .file])
    #expect(nodes[1].parent?.kind == .attrpath)
    #expect(nodes[4].parent == nil)
  }
}
