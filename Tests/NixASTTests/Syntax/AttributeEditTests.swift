import NixAST
import TestSupport
import Testing

/// Attributes that are bound in several places, and comments that belong to them.
@Suite("Edits of attributes: parts, inheritance, comments")
struct AttributeEditTests {
  private func tree(_ text: String) -> SyntaxTree { SyntaxTree(parsing: text) }

  private func message(_ edit: () throws -> SyntaxTree) -> String? {
    #expect(throws: EditError.self) { try edit() }?.message
  }

  @Test(
    "An attribute that is bound in parts is removed and renamed as a whole",
    arguments: [
      ("{ a = { x = 1; }; a.y = 2; }", "a", "{ }", "{ z = { x = 1; }; z.y = 2; }"),
      ("{ a.b.c = 1; d = 2; a.b.e = 3; }", "a.b", "{ d = 2; }", "{ a.z.c = 1; d = 2; a.z.e = 3; }"),
      ("{ a = { b.c = 1; b.d = 2; }; }", "a.b", "{ a = { }; }", "{ a = { z.c = 1; z.d = 2; }; }"),
      ("{ a.${x}.b = 1; }", "a", "{ }", "{ z.${x}.b = 1; }"),
    ])
  func parts(text: String, path: String, removed: String, renamed: String) throws {
    let path = try #require(Attrpath(parsing: path))
    #expect(try tree(text).removing(path).text == removed)
    #expect(try tree(text).renaming(path, to: "z").text == renamed)
  }

  @Test("A value that replaces one of several parts would bind the attribute twice")
  func replacedPart() {
    let text = "{ a = { x = 1; }; a.y = 2; }"
    #expect(message { try tree(text).setting("a", to: 1) } == "the attribute a is defined twice")
    for new in [SyntaxTree.Replacement.expr(1), .text("1")] {
      let problem = message {
        try tree(text).rewriting { node, _ in node.text == "{ x = 1; }" ? new : nil }
      }
      #expect(problem == "the attribute a is defined twice")
    }
    // A file that had an error may keep it.
    let broken = tree(text.replacing("x", with: "x = 2; x"))
    let result = try? broken.rewriting { node, _ in node.text == "2" ? .expr(3) : nil }
    #expect(result?.text == broken.text.replacing("2", with: "3"))
  }

  @Test("A path with a computed name is not the attribute before that name")
  func computedNames() throws {
    let text = "{ a.${x} = 1; b = { c.${x} = 2; }; }"
    #expect(message { try tree(text).setting("a", to: 3) } == "the attribute a is defined twice")
    let problem = "the attribute b.c has no value of its own, only attributes"
    #expect(message { try tree(text).appending(3, to: "b.c") } == problem)
    #expect(try tree(text).setting("b", to: 3).text == "{ a.${x} = 1; b = 3; }")
  }

  @Test("An inherited attribute is removed from its inherit; it has no value or name to change")
  func inherited() throws {
    let text = "{ inherit a b; inherit (x) c; d = 1; }"
    #expect(try tree(text).removing("a").text == text.replacing(" a b", with: " b"))
    #expect(try tree(text).removing("b").text == text.replacing(" a b", with: " a"))
    #expect(try tree(text).removing("c").text == text.replacing(" inherit (x) c;", with: ""))
    let inherited = "the attribute c is inherited"
    #expect(message { try tree(text).setting("c", to: 1) } == inherited)
    #expect(message { try tree(text).renaming("c", to: "e") } == inherited)
    #expect(message { try tree(text).commenting("c", with: "e") } == inherited)
  }

  @Test("Errors say what is there instead")
  func errors() {
    let text = "{ a = mkIf x { b = 1; }; c.d = 1; }"
    #expect(message { try tree(text).setting("a.b", to: 2) } == "a is not an attribute set")
    #expect(
      message { try tree(text).appending(2, to: "c") }
        == "the attribute c has no value of its own, only attributes")
  }

  @Test(
    "An attribute goes with its comments, and no others",
    arguments: [
      ("{\n  a = 1; /* one */\n  b = 2;\n}", "{\n  b = 2;\n}"),
      ("{\n  /* one */ a = 1;\n  b = 2;\n}", "{\n  b = 2;\n}"),
      ("{ /* one */ a = 1; /* b */ b = 2; }", "{ /* b */ b = 2; }"),
      ("{ a = 1; # one\n  b = 2; }", "{\n  b = 2; }"),
      ("{\n  b = 2; a = 1; # both\n}", "{\n  b = 2; # both\n}"),
      ("{\n  a = 1; b = 2;\n}", "{\n  b = 2;\n}"),
      (
        "{\n  # Section\n\n  # one\n  a = 1;\n\n  # b\n  b = 2;\n}",
        "{\n  # Section\n\n  # b\n  b = 2;\n}"
      ),
      ("{\n  a = 1; /*\n  two */\n}", "{\n  /*\n  two */\n}"),
    ])
  func removing(text: String, expected: String) throws {
    #expect(try tree(text).removing("a").text == expected)
  }

  @Test("A comment that a carriage return ends stays with its attribute")
  func carriageReturn() throws {
    let text = "{ a = 1; # x\rb = 2;\n}"
    #expect(try tree(text).removing("b").text == "{ a = 1; # x\n}")
    #expect(try tree(text).reordering { $0.reversed() }.text == "{ b = 2;\ra = 1; # x\n}")
  }

  @Test("Edits of a file on one line take linear time")
  func oneLine() throws {
    let count = 2000
    let bindings = (0..<count).map { "a.b\($0) = 1; /* c */" }.joined(separator: " ")
    let tree = tree("{ \(bindings) }")
    #expect(try tree.removing("a").text == "{ /* c */ }")
    let reversed = try tree.reordering { $0.reversed() }
    #expect(reversed.text.utf8.count == tree.text.utf8.count)
    let rewritten = try tree.rewriting { node, _ in node.kind == .integer ? .expr(2) : nil }
    #expect(rewritten.text == tree.text.replacing(" = 1;", with: " = 2;"))
  }

  @Test("A note comes behind comments that are there, also behind block comments")
  func noting() throws {
    #expect(
      try tree("{\n  a = 1; /* c */\n  b = 2;\n}").noting("a", with: "n").text
        == "{\n  a = 1; /* c */ # n\n  b = 2;\n}")
    #expect(try tree("{\n  a = 1; # x\n}").noting("a", with: "").text == "{\n  a = 1; # x\n}")
  }

  @Test("Attributes take the comments on their lines along when their order changes")
  func reordering() throws {
    for (text, expected) in [
      ("{ /* a */ a = 1; /* b */ b = 2; }", "{ /* b */ b = 2; /* a */ a = 1; }"),
      (
        "{\n  a = 1; /* a */\n  b = 2; /* b */\n}", "{\n  b = 2; /* b */\n  a = 1; /* a */\n}"
      ),
    ] {
      #expect(try tree(text).reordering { $0.reversed() }.text == expected)
    }
  }

  @Test("An element with several lines has the indentation of its list")
  func appending() throws {
    let element: Expr = ["x": [1, 2], "y": "a\nb\n"]
    #expect(
      try tree("{\n  a = [ ];\n}\n").appending(element, to: "a").text == """
        {
          a = [
            {
              x = [
                1
                2
              ];
              y = ''
                a
                b
              '';
            }
          ];
        }

        """)
  }

  @Test("A file in the formatter's layout is in it after an edit of an attribute")
  func layout() throws {
    let values: [Expr] = [
      1, [], [1, "two"], ["a": 1], .op(.variable("a"), .update, ["b": 1]),
      .lambda("x", body: ["y": .variable("x")]), "a\nb\n", .with(.variable("pkgs"), [1, 2]),
      .lambda(.pattern("x", ellipsis: true), body: .ifElse(.variable("x"), then: 1, else: 2)),
      // With the indentation of its place, it has more than 100 columns.
      .variable("f")(
        .str(String(repeating: "a", count: 40)), .str(String(repeating: "b", count: 38))),
    ]
    var tree = tree(
      "{\n  a = 1;\n  c = {\n    d.e = {\n      list = [ ];\n      last = 1;\n    };\n  };\n}\n")
    #expect(tree.formatted() == tree.text)
    for (index, value) in values.enumerated() {
      let new = Attrpath("c", "d", "e", "new\(index)")
      for edited in [
        try tree.setting("a", to: value), try tree.setting("c.d.e.last", to: value),
        try tree.setting(new, to: value), try tree.appending(value, to: "c.d.e.list"),
      ] {
        #expect(edited.formatted() == edited.text)
        tree = edited
      }
    }
    #expect(try tree.removing("c").setting("a", to: 1).text == "{\n  a = 1;\n}\n")
  }

  @Test("A name can only be replaced with a string")
  func names() throws {
    for text in ["{ a.\"b c\" = 1; }", "a.\"b c\"", "{ inherit \"b c\"; }"] {
      let tree = tree(text)
      let name = try #require(tree.nodes.first { $0.kind == .string })
      #expect(try tree.replacing(name, with: "d e").text == text.replacing("b c", with: "d e"))
      #expect(
        message { try tree.replacing(name, with: 1) } == "an expression cannot replace \"b c\"")
    }
  }

  @Test("Tabs before new lines do not get into the text of indented strings")
  func tabs() throws {
    let value: Expr = ["x": "a\nb\n", "y": 1]
    let text = "{\n\ta = {\n\t\tb = 1;\n\t\tl = [\n\t\t];\n\t};\n}\n"
    for edited in [
      try tree(text).setting("a.c", to: value), try tree(text).setting("a.b", to: value),
      try tree(text).appending(value, to: "a.l"),
    ] {
      let found = ["a.c", "a.b", "a.l"].compactMap { edited.value(at: $0)?.text }
        .compactMap { Expr.parse($0).value }
      #expect(found.contains { $0 == value || $0 == [value] }, "\(edited.text)")
      #expect(edited.text.contains("\n\t\t"))
    }
  }

  @Test("A function before the word or, which is a variable there, keeps its parentheses")
  func orVariable() throws {
    let text = "(a) or b"
    let node = try #require(tree(text).nodes.first { $0.kind == .parenthesized })
    let call = try node.tree.replacing(node, with: .variable("f")("x"))
    #expect(call.text == "(f \"x\") or b")
    #expect(try node.tree.replacing(node, with: .variable("f")["x"]).text == "(f.x) or b")
  }
}
