import NixAST
import TestSupport
import Testing

/// A character of ASCII and an accent that follows it are another character to Swift, and two characters
/// to Nix.
@Suite("Accents after quotes, slashes and dots")
struct AccentTests {
  private static let accent = "\u{301}"

  @Test("No text of a comment ends it", arguments: [false, true])
  func blockComments(isDoc: Bool) throws {
    let text = "a */\(Self.accent) b */ c"
    let file = NixFile(header: [.block([text, "d"], isDoc: isDoc)], 1)
    let rendered = try file.rendered()
    #expect(Expr.parse(rendered).value == 1, "\(rendered)")
    #expect(rendered.unicodeScalars.contains("\u{301}"))
  }

  @Test("A line that starts with an accent keeps its text in a set that is changed")
  func edits() throws {
    let value = Expr.str("a\n\(Self.accent)b\n  \(Self.accent)\n")
    for text in ["{\n  a = {\n    b = 1;\n  };\n}\n", "{\n\ta = {\n\t\tb = 1;\n\t};\n}\n"] {
      for path: Attrpath in ["a.b", "a.c"] {
        let tree = try SyntaxTree(parsing: text).setting(path, to: value)
        #expect(tree.value(at: path).flatMap { Expr.parse($0.text).value } == value, "\(tree.text)")
      }
    }
  }

  @Test("Texts that only look alike are different, as in Nix")
  func lookalikes() throws {
    let (one, two) = ("\u{E9}", "e\u{301}")
    let (first, second) = (Attrpath(one, "x"), Attrpath(two, "x"))
    #expect(Expr.str(one) != .str(two) && Expr.str(one) == .str(one))
    #expect(Str(one) != Str(two) && StrPart.text(one) != .text(two))
    #expect(first != second && AttrName(one) != AttrName(two) && AttrName(one) == AttrName(one))
    #expect(Inherit.Name(one) != Inherit.Name(two) && Inherit.Name(one) == Inherit.Name(one))
    #expect(Expr.str(one).differences(from: .str(two)).count == 1)
    let sets: [Expr] = [.set { first => 1 }, .set { second => 1 }]
    #expect(sets[0].differences(from: sets[1]).count == 2)
    #expect(sets[0].differences(from: sets[0]).isEmpty)
  }

  @Test("An edit finds the attribute with its very name")
  func namesThatLookAlike() throws {
    let tree = SyntaxTree(
      parsing: "{ \"\u{E9}\" = 1; \"e\u{301}\".a = 2; inherit (x) \"o\u{301}\"; }")
    let path = Attrpath("\u{E9}")
    #expect(tree.value(at: path)?.text == "1")
    #expect(tree.value(at: Attrpath("e\u{301}", "a"))?.text == "2")
    #expect(try tree.setting(path, to: 3).value(at: path)?.text == "3")
    #expect(try tree.removing(path).value(at: Attrpath("e\u{301}", "a"))?.text == "2")
    #expect(try tree.renaming(path, to: "z").value(at: "z")?.text == "1")
    #expect(throws: EditError.self) { try tree.removing(Attrpath("\u{F3}")) }
  }

  @Test("Names and components of paths end at dots and slashes")
  func paths() {
    #expect(Attrpath("a.b").names.count == 2)
    let path: Attrpath = "a.\u{301}b"
    #expect(path.names.compactMap(\.fixed).map { Array($0.utf8) } == [[97], [0xCC, 0x81, 98]])
    #expect(Expr.path("a//\(Self.accent)b") == .path("a/\(Self.accent)b"))
  }

  @Test("Texts with accents are rendered and read back", arguments: [Str.Form.quoted, .indented])
  func strings(form: Str.Form) throws {
    for before in ["\"", "\\", "$", "{", "'", "''", "\n", "  ", "\n  ", "\r", "\t", "${"] {
      let text = "x\n\(before)\(Self.accent)y\(before)\(Self.accent)\n"
      let rendered = try Expr.str(text, form: form).rendered()
      #expect(Expr.parse(rendered).value == .str(text), "\(rendered)")
      let set = Expr.set { Attrpath(text, "b") => .str(text) }
      #expect(Expr.parse(try set.rendered()).value == set)
    }
  }
}
