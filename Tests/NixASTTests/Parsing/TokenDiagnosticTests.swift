import NixAST
import Testing

@Suite("What is said about errors in numbers, paths, operators and characters")
struct TokenDiagnosticTests {
  @Test(
    "Numbers",
    arguments: [
      Mistake(
        "‸9223372036854775808",
        "‸: the largest integer is 9223372036854775807 [integer-out-of-range]"
      ),
      Mistake(
        "-‸9223372036854775808",
        "‸: the largest integer is 9223372036854775807 [integer-out-of-range]"
      ),
      Mistake(
        "‸1.0e400",
        "‸: this number is too large or too small for a float of 64 bits [invalid-float]"
      ),
      Mistake(
        "‸4.9e-324",
        "‸: this number is too large or too small for a float of 64 bits [invalid-float]"
      ),
    ])
  func numbers(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Paths",
    arguments: [
      Mistake(
        "./a‸/",
        "‸: a path cannot end with a slash [path-trailing-slash]\nhelp: write ./a"
      ),
      Mistake(
        "‸./",
        #"‸: expected an expression, found "." [syntax]\#nhelp: the directory itself is ./."#
      ),
      Mistake(
        "./a‸//b",
        "‸: a path cannot have two slashes in a row [path-trailing-slash]\nhelp: write one slash; the operator // needs spaces around it"
      ),
      Mistake(
        "./${a}‸/",
        "‸: a path cannot end with a slash [path-trailing-slash]\nhelp: write ./${a}"
      ),
      Mistake(
        "‸<a",
        #"‸: expected an expression, found "<" [syntax]\#nhelp: a search path is written <name>"#
      ),
      Mistake(
        "‸~",
        "‸: the character ~ is not allowed here [invalid-character]\nhelp: a path in the home directory is ~/name"
      ),
      Mistake(
        "a/‸",
        "‸: expected an expression, found the end of the file [syntax]"
      ),
    ])
  func paths(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Operators",
    arguments: [
      Mistake(
        "a ‸== b ‸== c",
        "‸2: a chain of comparisons needs parentheses [syntax]\n‸1: note: the first comparison is here\nhelp: put one of them in parentheses"
      ),
      Mistake(
        "a ‸< b ‸>= c",
        "‸2: a chain of comparisons needs parentheses [syntax]\n‸1: note: the first comparison is here\nhelp: put one of them in parentheses"
      ),
      Mistake(
        "a |> b ‸<| c",
        "‸: |> and <| cannot be mixed without parentheses [syntax]\nhelp: put one of them in parentheses"
      ),
      Mistake(
        "a +‸",
        "‸: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "‸* a",
        #"‸: expected an expression, found "*" [syntax]"#
      ),
      Mistake(
        "a ? ‸1",
        #"‸: expected the name of an attribute, found "1" [syntax]\#nhelp: Nix has no ? : operator; write if … then … else …"#
      ),
      Mistake(
        "a.‸",
        "‸: expected the name of an attribute, found the end of the file [syntax]"
      ),
      Mistake(
        "a.b or‸",
        "‸: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "!‸",
        "‸: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "a ==‸= b",
        #"‸: expected an expression, found "=" [syntax]"#
      ),
      Mistake(
        "a ‸=> b",
        #"‸: expected the end of the file, found "=" [syntax]\#nhelp: a function is written name: body"#
      ),
    ])
  func operators(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Characters",
    arguments: [
      Mistake(
        "a‸\u{A0}b",
        "‸: the character U+00A0 is not allowed outside of strings and comments [invalid-character]\nhelp: write a plain space"
      ),
      Mistake(
        "‸\u{C}1",
        "‸: the character U+000C is not allowed outside of strings and comments [invalid-character]\nhelp: write a plain space"
      ),
      Mistake(
        "{ a‸\u{200B} = 1; }",
        "‸: the character U+200B is not allowed outside of strings and comments [invalid-character]"
      ),
      Mistake(
        #"a ‸\ b"#,
        #"‸: the character \ is not allowed here [invalid-character]"#
      ),
      Mistake(
        "a ‸% b",
        "‸: the character % is not allowed here [invalid-character]"
      ),
      Mistake(
        "‸é",
        "‸: the character U+00E9 is not allowed outside of strings and comments [invalid-character]"
      ),
      Mistake(
        "‸$a",
        "‸: the character $ is not allowed here [invalid-character]\nhelp: an interpolation is ${name}, within a string"
      ),
    ])
  func characters(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "A mistake on the last line is reported there",
    arguments: [
      Mistake(
        "{\n  a = 1;\n  b = ‸;\n}",
        #"‸: expected an expression, found ";" [syntax]"#
      ),
      Mistake(
        "{\n  a = 1;\n} 2 ‸}",
        #"‸: expected the end of the file, found "}" [syntax]\#nhelp: remove it; there is no open bracket here"#
      ),
    ])
  func lastLine(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Mistakes that have nothing to do with each other are all reported",
    arguments: [
      Mistake(
        "{\n  a = ‸;\n  b = 1;\n  c = 2‸\n  d = ‸[ 1 ‸+ 2 ];\n  e = ‸9223372036854775808;\n  f.‸g = 1;\n  f.‸g = 2;\n}",
        #"‸1: expected an expression, found ";" [syntax]"#,
        "‸2: there is no semicolon after the value of c [missing-semicolon]\nhelp: write ; here",
        #"‸4: expected an element or "]", found "+" [syntax]\#n‸3: note: of the list here\#nhelp: put an element with operators in parentheses"#,
        "‸5: the largest integer is 9223372036854775807 [integer-out-of-range]",
        "‸7: the attribute f.g is defined twice [duplicate-attribute]\n‸6: note: it was first defined here"
      ),
      Mistake(
        "{ a = { b = ‸; }; c = { d = ‸; }; }",
        #"‸1: expected an expression, found ";" [syntax]"#,
        #"‸2: expected an expression, found ";" [syntax]"#
      ),
      Mistake(
        "let a = ‸; b = ‸; in a",
        #"‸1: expected an expression, found ";" [syntax]"#,
        #"‸2: expected an expression, found ";" [syntax]"#
      ),
    ])
  func several(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test("Bytes that are no text")
  func bytes() {
    func findings(_ bytes: [UInt8]) -> [String] {
      NixASTTests.findings(SourceText(name: "", bytes: bytes))
    }
    let prefix = Array("{\n  a = \"".utf8)
    #expect(
      findings([0xEF, 0xBB, 0xBF] + prefix) == [
        """
        1:1: the file starts with a byte order mark, which Nix refuses [byte-order-mark]
        help: save the file as UTF-8 without a byte order mark
        """
      ])
    for invalid: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(
        findings(prefix + invalid + Array("\";\n}".utf8)) == [
          """
          2:8: this byte is not part of valid UTF-8 [invalid-utf8]
          help: save the file as UTF-8
          """
        ])
    }
    #expect(
      findings(prefix + [0]) == [
        """
        2:8: the file contains the character U+0000 [nul-in-source]
        help: remove it; the file may not be a text file at all
        """
      ])
  }

  @Test("After a hundred errors the rest is not read")
  func many() {
    let all = findings("{" + String(repeating: "a = ;", count: 10_000) + "}")
    #expect(all.count == 101)
    #expect(
      all.last?.hasSuffix("too many errors; the rest of the file is not read [too-many-errors]")
        == true)
  }

  @Test("Every id is in the list of ids")
  func ids() {
    let texts = [
      "", "[", "a )", "{ a = 1 }", "\u{0}", "\u{FEFF}", "let ${a} = 1; in 1", "1.0e999", "./a/",
    ]
    for text in texts {
      for diagnostic in Expr.parse(text).diagnostics {
        #expect(Diagnostic.syntaxIDs.contains(diagnostic.id))
      }
    }
  }
}
