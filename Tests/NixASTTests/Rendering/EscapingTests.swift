import NixAST
import Testing

/// The bytes of strings, as they are written. A carriage return or a tab that stands for itself would have
/// the same value, but is not seen in a review.
@Suite("Escapes in strings")
struct EscapingTests {
  @Test(
    "in quotes",
    arguments: [
      ("plain", #""plain""#),
      (#"a"b"#, #""a\"b""#),
      (#"a\b"#, #""a\\b""#),
      ("a\tb", #""a\tb""#),
      ("a\rb", #""a\rb""#),
      ("a\nb", #""a\nb""#),
      ("a${b}", #""a\${b}""#),
      ("a$b", #""a$b""#),
      ("$${b}", #""$\${b}""#),
      ("a$", #""a$""#),
      ("it's ''", #""it's ''""#),
    ])
  func quoted(text: String, written: String) throws {
    #expect(try Expr.string(Str(text, form: .quoted)).rendered() == written + "\n")
  }

  @Test(
    "in indented strings",
    arguments: [
      ("plain", "plain"),
      (#"a"b\c"#, #"a"b\c"#),
      ("a\rb", #"a''\rb"#),
      ("a${b}", "a''${b}"),
      ("a$b", "a$b"),
      ("$${b}", "$''${b}"),
      ("it's", "it's"),
      ("it''s", "it'''s"),
      ("it'''s", "it''''s"),
      ("it''''s", "it''''''s"),
      ("'${b}", #"''\'''${b}"#),
      ("'\r", #"''\'''\r"#),
    ])
  func indented(text: String, written: String) throws {
    let nix = try Expr.string(Str("first\n\(text)\n", form: .indented)).rendered()
    #expect(nix == "''\n  first\n  \(written)\n''\n")
  }

  @Test(
    "wherever they are in a text, which is looked through in steps of eight bytes",
    arguments: [
      ("\"", #"\""#, "\""), ("\\", #"\\"#, "\\"), ("${", #"\${"#, "''${"), ("$", "$", "$"),
      ("\t", #"\t"#, "\t"), ("\r", #"\r"#, #"''\r"#), ("''", "''", "'''"), ("'", "'", "'"),
      ("\u{1}", "\u{1}", "\u{1}"), ("é", "é", "é"),
    ])
  func places(piece: String, quoted: String, indented: String) throws {
    for place in 0...20 {
      let before = String(repeating: "x", count: place)
      let behind = String(repeating: "y", count: 20 - place)
      let one = Expr.string(Str(before + piece + behind, form: .quoted))
      let first = try one.rendered()
      #expect(first == "\"\(before)\(quoted)\(behind)\"\n")
      #expect(Expr.parse(first).value == one)
      let other = Expr.string(Str("a\n \(before)\(piece)\(behind)\nb\n", form: .indented))
      let second = try other.rendered()
      #expect(second == "''\n  a\n   \(before)\(indented)\(behind)\n  b\n''\n")
      #expect(Expr.parse(second).value == other)
    }
  }

  @Test(
    "a text of several whole lines is an indented string, unless the form is given",
    arguments: [
      ("a\nb\n", "''\n  a\n  b\n''\n"), ("a\nb\nc", "\"a\\nb\\nc\"\n"), ("a\n", "\"a\\n\"\n"),
      ("\na\n", "''\n\n  a\n''\n"), ("  a\n  b\n", "\"  a\\n  b\\n\"\n"),
    ])
  func automatic(text: String, written: String) throws {
    #expect(try Expr.string(Str(text)).rendered() == written)
  }

  @Test("a NUL is refused, which Nix cannot read", arguments: [Str.Form.quoted, .indented])
  func nul(form: Str.Form) {
    for text in ["\0", "a\0b\nc\n", "first\nit's\0\n"] {
      #expect(throws: InvalidExpr.self) { try Expr.string(Str(text, form: form)).rendered() }
    }
  }

  @Test("before an interpolation")
  func beforeInterpolation() throws {
    #expect(try Expr.string("a$\(Expr.variable("b"))").rendered() == #""a\$${b}""# + "\n")
    #expect(
      try Expr.string("one\na$\(Expr.variable("b"))\n").rendered()
        == "''\n  one\n  a''$${b}\n''\n")
  }
}
