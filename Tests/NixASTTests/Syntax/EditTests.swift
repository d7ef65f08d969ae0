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

  @Test("A new attribute comes after the others, in the innermost set that is there")
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
    #expect(
      try tree("{ a = [ b c ]; }").appending("d", to: "a").text
        == "{ a = [\n  b\n  c\n  \"d\"\n]; }")
    #expect(throws: EditError.self) { try tree("{ a = 1; }").appending(1, to: "a") }
  }

  @Test("Comments in a bracket on one line stay")
  func commentsOnOneLine() throws {
    #expect(
      try tree("{ a = [ b /* c */ d /* e */ ]; }").appending("f", to: "a").text
        == "{ a = [\n  b /* c */ d /* e */\n  \"f\"\n]; }")
    #expect(try tree("{ /* none */ }").setting("a", to: 1).text == "{\n  /* none */\n  a = 1;\n}")
  }

  @Test(
    "An expression gets parentheses where its new place needs them",
    arguments: [
      ("f a", "f (x: x)"), ("[ a ]", "[ (x: x) ]"), ("a.b", "(x: x).b"), ("a + 1", "(x: x) + 1"),
      ("-a", "-(x: x)"), ("!a", "!(x: x)"), ("a ? b", "(x: x) ? b"), ("x.y or a", "x.y or (x: x)"),
      ("{ b = a; }", "{ b = x: x; }"), ("with b; a", "with b; x: x"), ("(a)", "(x: x)"),
      ("\"${a}\"", "\"${x: x}\""), ("if a then b else c", "if x: x then b else c"),
    ])
  func parentheses(text: String, expected: String) throws {
    let tree = tree(text)
    let node = try #require(tree.nodes.first { $0.text == "a" && $0.kind == .variable })
    let function: Expr = .lambda("x", body: .variable("x"))
    let new = try tree.replacing(node, with: function)
    #expect(new.text == expected)
    #expect(new.diagnostics.isEmpty)
    let number = try tree.replacing(node, with: 1)
    #expect(number.diagnostics.isEmpty, "\(number.text)")
    let negative = try tree.replacing(node, with: -1)
    #expect(negative.diagnostics.isEmpty, "\(negative.text)")
  }

  @Test("A node of another tree is known as such")
  func otherTree() throws {
    let old = tree("{ a = 1; }")
    let node = try #require(old.value(at: "a"))
    let new = try old.replacing(node, with: 2)
    #expect(old.contains(node) && !new.contains(node))
    #expect(node != new.value(at: "a"))
    #expect(node == old.value(at: "a"))
    #expect(throws: EditError.self) { try new.replacing(node, with: 3) }
    #expect(throws: EditError.self) { try new.commenting(node, with: "no") }
  }

  @Test("Attributes are put in another order, with their comments")
  func reordering() throws {
    let text = """
      {
        # Section

        # b is first
        b = 1; # one
        c.d = ''
          # text
        '';

        a = 2;
        # last
      }

      """
    let sorted = try tree(text).reordering { $0.sorted { $0.text < $1.text } }
    #expect(
      sorted.text == """
        {
          # Section

          a = 2;
          # b is first
          b = 1; # one

          c.d = ''
            # text
          '';
          # last
        }

        """)
    // A comment on the lines above goes with its attribute, whatever its form; one that is apart stays.
    let blocks = try tree("{\n  /* apart */\n\n  /* b\n     is */\n  b = 1;\n  a = 2;\n}\n")
      .reordering { $0.reversed() }
    #expect(
      blocks.text == "{\n  /* apart */\n\n  a = 2;\n  /* b\n     is */\n  b = 1;\n}\n")
    // A line comment takes nothing into it.
    let oneLine = try tree("{ a = 1; b = 2; # two\n}").reordering { $0.reversed() }
    #expect(oneLine.text == "{ b = 2; # two\n a = 1;\n}")
    #expect(oneLine.diagnostics.isEmpty && oneLine.root?.children.count == 2)
    let inner = try tree("{ x = { b = 1; a = 2; }; }").reordering("x") { $0.reversed() }
    #expect(inner.text == "{ x = { a = 2; b = 1; }; }")
    #expect(throws: EditError.self) { try tree("{ a = 1; b = 2; }").reordering { [$0[0], $0[0]] } }
    #expect(throws: EditError.self) { try tree("{ a = 1; }").reordering("a") { $0 } }
  }

  @Test("Comments are added, and no text of them becomes code")
  func commenting() throws {
    let text = "{\n  a = {\n    b=1; # one\n    c = 2; d = 3;\n  };\n}\n"
    #expect(
      try tree(text).commenting("a.b", with: "why\n*/ c = 4; /*\r\nend").text
        == text.replacing("    b=1", with: "    # why\n    # */ c = 4; /*\n    # end\n    b=1"))
    #expect(
      try tree(text).commenting("a.d", with: "new").text
        == text.replacing("c = 2; d", with: "c = 2;\n      # new\n      d"))
    #expect(
      try tree(text).noting("a.b", with: "two").text == text.replacing("# one", with: "# one two"))
    #expect(
      try tree(text).noting("a.c", with: "two").text
        == text.replacing("c = 2; d", with: "c = 2; # two\n    d"))
    #expect(try tree("{ a = 1;}").noting("a", with: "x").text == "{ a = 1; # x\n}")
    #expect(throws: EditError.self) { try tree(text).noting("a.b", with: "a\rb") }
    #expect(throws: EditError.self) { try tree(text).commenting("a.x", with: "a") }
    let string = tree("\"${a}\"")
    let interpolation = try #require(string.nodes.first { $0.kind == .interpolation })
    #expect(throws: EditError.self) { try string.commenting(interpolation, with: "a") }
  }

  @Test("Many nodes are rewritten in one pass")
  func rewriting() throws {
    let text = "{ a, b ? http://x }:   f [ a b.a ] /* a */ \"a${a}\" # a\n"
    let renamed = try tree(text).rewriting { node, parents in
      switch node.kind {
      case .variable where node.text == "a": .expr(.variable("x")(1))
      case .name where parents.last?.kind == .formal && node.text == "a": .text("x")
      case .uri: .text("\"\(node.text)\"")
      default: nil
      }
    }
    #expect(
      renamed.text
        == "{ x, b ? \"http://x\" }:   f [ (x 1) b.a ] /* a */ \"a${x 1}\" # a\n")
    #expect(throws: EditError.self) {
      try tree("a.b").rewriting { node, _ in node.kind == .name ? .expr(1) : nil }
    }
    // The first error ends it.
    var asked = 0
    #expect(throws: EditError(message: "no 1")) {
      try tree("[ 1 2 3 ]").rewriting { node, _ throws(EditError) in
        guard node.kind == .integer else { return nil }
        asked += 1
        throw EditError(message: "no \(node.text)")
      }
    }
    #expect(asked == 1)
    let many = tree("[" + String(repeating: " a", count: 20_000) + " ]")
    let result = try many.rewriting { node, _ in node.kind == .variable ? .text("bb") : nil }
    #expect(result.text == "[" + String(repeating: " bb", count: 20_000) + " ]")
  }

  @Test("Names are changed where they are bound")
  func renaming() throws {
    #expect(try tree("{ a.b=1; }").renaming("a.b", to: "c d").text == "{ a.\"c d\"=1; }")
  }

  @Test("A bracket over several lines that ends behind an item gets a line of its own")
  func bracketsBehindItems() throws {
    #expect(
      try tree("{ a = 1;\n  b = 2; }\n").setting("c", to: 3).text
        == "{ a = 1;\n  b = 2;\n  c = 3;\n}\n")
    #expect(
      try tree("{\n  x = [ 1\n    2 /* two */ ];\n}\n").appending(3, to: "x").text
        == "{\n  x = [ 1\n    2 /* two */\n    3\n  ];\n}\n")
    #expect(
      try tree("{ a = {\n    b = 1;\n  }; }\n").setting("c", to: 3).text
        == "{ a = {\n    b = 1;\n  };\n  c = 3;\n}\n")
  }

  @Test("Carriage returns and tabs")
  func otherSpace() throws {
    let text = "{\r\n  a = 1; # one\r\n\r\n  # two\r\n  b = 2;\r\n}\r\n"
    #expect(
      try tree(text).setting("c", to: 3).text == text.replacing("\r\n}", with: "\r\n  c = 3;\r\n}"))
    #expect(try tree(text).removing("b").text == "{\r\n  a = 1; # one\r\n}\r\n")
    #expect(try tree(text).removing("a").text == "{\r\n\r\n  # two\r\n  b = 2;\r\n}\r\n")
    #expect(try tree(text).noting("a", with: "x").text == text.replacing("one", with: "one x"))
    #expect(try tree(text).noting("b", with: "x").text == text.replacing("2;", with: "2; # x"))
    // A carriage return alone ends a comment, and what follows is code.
    #expect(try tree("{ a = 1; # x\rb = 2;\n}").removing("a").text == "{\rb = 2;\n}")
    #expect(
      try tree("{ a = 1; # x\rb = 2;\n}").noting("a", with: "y").text
        == "{ a = 1; # x y\rb = 2;\n}")
    let tabs = "{\n\ta = {\n\t\tb = 1;\t# one\n\t};\n}\n"
    #expect(
      try tree(tabs).setting("a.c", to: 2).text
        == tabs.replacing("one\n", with: "one\n\t\tc = 2;\n"))
    #expect(try tree(tabs).removing("a.b").text == "{\n\ta = {\n\t};\n}\n")
    #expect(try tree(tabs).noting("a.b", with: "x").text == tabs.replacing("one", with: "one x"))
    #expect(
      try tree(tabs).commenting("a.b", with: "x").text
        == tabs.replacing("\t\tb", with: "\t\t# x\n\t\tb"))
  }

  @Test("New lines end as the first one of the file; those in an indented string are its text")
  func lineBreaks() throws {
    let text = "{\r\n  a = 1; b = 2;\r\n  c = [ ];\r\n  d = 4;\r\n}\r\n"
    let value: Expr = ["x": "one\ntwo\n", "y": [1, 2]]
    func check(_ edited: SyntaxTree, sourceLocation: SourceLocation = #_sourceLocation) throws {
      let strings = edited.nodes.filter { $0.kind == .indentedString }
      #expect(strings.allSatisfy { !$0.text.utf8.contains(13) }, sourceLocation: sourceLocation)
      let rest = strings.reduce(edited.text) { $0.replacing($1.text, with: "") }
      let lines = rest.utf8.split(separator: 10, omittingEmptySubsequences: false).dropLast()
      #expect(lines.allSatisfy { $0.last == 13 }, "\(rest)", sourceLocation: sourceLocation)
      #expect(edited.diagnostics.isEmpty, sourceLocation: sourceLocation)
    }
    for path: Attrpath in ["a", "d", "new"] {
      let edited = try tree(text).setting(path, to: value)
      try check(edited)
      #expect(edited.value(at: path).flatMap { Expr.parse($0.text).value } == value)
      try check(try edited.setting(path, to: [1, 2]))
    }
    try check(try tree(text).appending(value, to: "c"))
    try check(try tree(text).commenting("a", with: "one\ntwo"))
    try check(try tree(text).commenting("b", with: "one\ntwo"))
    try check(try tree(text).noting("a", with: "one"))
    try check(try tree(text.replacing("d", with: "/* d */ d")).setting("d", to: value))
    let noted = tree(text.replacing("d = 4;", with: "d = 4; # four"))
    try check(try noted.reordering { [$0[3], $0[0], $0[1], $0[2]] })
    try check(try tree(text).rewriting { node, _ in node.kind == .integer ? .expr(value) : nil })
    // A file with line feeds keeps them, also beside a carriage return.
    let mixed = "{\n  a = 1;\r\n}\n"
    #expect(try tree(mixed).setting("b", to: 2).text == "{\n  a = 1;\r\n  b = 2;\n}\n")
  }

  @Test("Comments of several lines are not cut")
  func blockComments() throws {
    let text = "{\n  a = 1; /* one\n  # two */\n  b = 2;\n  c = 3; # x;\n}\n"
    #expect(try tree(text).removing("b").text == text.replacing("\n  b = 2;", with: ""))
    let behind = "{\n  a = 1; /* one\n  two */ b = 2;\n}\n"
    #expect(try tree(behind).removing("b").text == behind.replacing(" b = 2;", with: ""))
    let reversed = try tree(text).reordering { $0.reversed() }
    #expect(
      reversed.text == "{\n  c = 3; # x;\n   /* one\n  # two */\n  b = 2;\n  a = 1;\n}\n")
    // A comment may end like a binding.
    let oneLine = try tree("{ a = 1; b = 2; # two;\n}").reordering { $0.reversed() }
    #expect(oneLine.text == "{ b = 2; # two;\n a = 1;\n}")
  }

  @Test(
    "An attribute that is there in another way is not bound twice",
    arguments: [
      ("{ a = 1; }", "a.b"), ("{ a.b = 1; }", "a"), ("{ inherit a; }", "a"),
      ("{ inherit (x) a; }", "a.b"), ("x: { \"a\" = y; }", "a.b"),
    ])
  func conflicts(text: String, path: String) throws {
    let path = try #require(Attrpath(parsing: path))
    #expect(throws: EditError.self) { try tree(text).setting(path, to: 2) }
    #expect(throws: EditError.self) { try tree("{ a = 1; c = 2; }").renaming("c", to: "a") }
  }

  @Test(
    "New code does not run into its neighbours",
    arguments: [
      ("f\"a\"", "f x", "x"), ("[\"a\"b]", "[x b]", "x"),
      ("if\"a\"then b else c", "if x then b else c", "x"),
      ("-\"a\"", "- ./x", "./x"), ("\"a\"+b", "./x +b", "./x"), ("\"a\".b", "(./x).b", "./x"),
      ("\"${\"a\"}\"", "\"${x}\"", "x"), ("[1\"a\"2]", "[1 3 2]", "3"),
      ("[\"a\"/* c */]", "[./x /* c */]", "./x"), ("[\"a\"/**/]", "[./${y} /**/]", "./${y}"),
      ("[\"a\"/* c */]", "[./${y}.nix /* c */]", "./${y}.nix"),
      ("[\"a\"/* c */]", "[x/* c */]", "x"), ("[\"a\"/* c */]", "[~/x /* c */]", "~/x"),
    ])
  func neighbours(text: String, expected: String, new: String) throws {
    let tree = tree(text)
    let node = try #require(tree.nodes.first { $0.kind == .string && $0.text == "\"a\"" })
    let value = try #require(Expr.parse(new).value)
    let replaced = try tree.replacing(node, with: value)
    #expect(replaced.text == expected)
    #expect(replaced.diagnostics.isEmpty)
    #expect(try tree.rewriting { other, _ in other == node ? .expr(value) : nil }.text == expected)
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
    #expect(nodes[3].descendants == Array(nodes[..<3]))
    #expect(nodes[1].descendants.isEmpty)
  }
}
