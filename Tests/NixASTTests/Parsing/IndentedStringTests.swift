import NixAST
import Testing

@Suite("Indented strings")
struct IndentedStringTests {
  @Test(
    "The indentation that the lines share is taken out",
    arguments: [
      ("''''", ""),
      ("''   ''", ""),
      ("''a\n  b''", "a\n  b"),
      ("''\n  a\n  b\n''", "a\nb\n"),
      ("''\n    a\n  b''", "  a\nb"),
      // Tabs are no indentation.
      ("''\t\n  a''", "\t\n  a"),
      ("''\n\ta\n  b''", "\ta\n  b"),
      // Blank lines do not count, and keep what they have more.
      ("''\n     \n  a''", "   \na"),
      ("''\n\n  a''", "\na"),
      // The line of the closing quotes does not count.
      ("''\n  a\n    ''", "a\n"),
      ("''\n  a\n''", "a\n"),
      // The opening swallows a line break behind spaces.
      ("''  \n  a''", "a"),
      ("''\n\n''", "\n"),
    ])
  func indentation(text: String, value: String) throws {
    #expect(try parsed(text) == .str(value))
  }

  @Test(
    "Escapes",
    arguments: [
      ("''a'''b''", "a''b"), ("''''${x}''", "${x}"), (#"''''\n''"#, "\n"),
      (#"''''\t''\x''"#, "\tx"),
      (#"''\n''"#, #"\n"#), ("''$${x}''", "$${x}"), ("''$''", "$"), ("''a'b''", "a'b"),
      (#"''a''\'''"#, "a'"), ("''\"''", "\""), ("''a\r\n''", "a\r\n"),
      // An escape is no indentation, and what follows an escaped line break is at a line start.
      ("''\n  a''\\n  b\n''", "a\nb\n"), ("''\n    ''\\ta\n  b''", "  \ta\nb"),
    ])
  func escapes(text: String, value: String) throws {
    #expect(try parsed(text) == .str(value))
  }

  @Test("Interpolations count as text of their line")
  func interpolations() throws {
    #expect(try parsed("''\n  ${x}\n    a\n''") == "\(v("x"))\n  a\n")
    #expect(try parsed("''\n    ${x}\n  a''") == "  \(v("x"))\na")
    #expect(try parsed("''${x}''") == "\(v("x"))")
    #expect(try parsed("''a'${x}''") == "a'\(v("x"))")
    #expect(try parsed("''a'''${x}''") == "a''\(v("x"))")
    #expect(try parsed("''\n  a ${''\n  b\n''} c''") == "a \(Expr.str("b\n")) c")
    // Spaces behind an interpolation stay.
    #expect(try parsed("''\n  ${x}   ''") == "\(v("x"))   ")
  }

  @Test("The form is kept")
  func form() throws {
    guard case .string(let string) = try parsed("''\n  a\n''") else {
      Issue.record("another kind of expression")
      return
    }
    #expect(string.form == .indented)
  }
}
