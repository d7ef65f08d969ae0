import NixAST
import Testing

/// A text, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let text: String
  let findings: [String]

  init(_ text: String, _ findings: String...) {
    self.text = text
    self.findings = findings
  }

  var testDescription: String { text.debugDescription }
}

@Suite("What is said about mistakes")
struct DiagnosticTests {
  @Test(
    "Nothing to read",
    arguments: [
      Mistake(
        "",
        "1:1: there is no expression in the file [empty-file]\nhelp: write one, { } at least"
      ),
      Mistake(
        "# a\n",
        "2:1: there is no expression in the file [empty-file]\nhelp: write one, { } at least"
      ),
      Mistake(
        "/* a */",
        "1:8: there is no expression in the file [empty-file]\nhelp: write one, { } at least"
      ),
    ])
  func nothing(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Brackets and strings that are never closed",
    arguments: [
      Mistake(
        "{\n  a = 1;\n",
        "1:1: this brace is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{\n  a = {\n    b = 1;\n}",
        "1:1: this brace is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "[ 1\n  2",
        "1:1: this bracket is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "(1 + 2",
        "1:1: this parenthesis is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        #""abc\#n"#,
        "1:1: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "''\n  abc\n",
        "1:1: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        #""a${b"#,
        "1:3: this interpolation is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{ a }",
        #"1:6: expected ":" and the body of a function, found the end of the file [syntax]\#nhelp: write a = …; in an attribute set"#
      ),
      Mistake(
        "/* a",
        "1:1: this comment is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{ a = 1; /* b",
        "1:10: this comment is never closed: found the end of the file [unclosed]"
      ),
    ])
  func unclosed(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "The wrong closing bracket, with the place of the opening one",
    arguments: [
      Mistake(
        "{ a = [ 1 2; }",
        #"1:12: expected "]", found ";" [syntax]\#n1:7: note: of the bracket here"#
      ),
      Mistake(
        "{ a = (1; b = 2; }",
        #"1:9: expected ")", found ";" [syntax]\#n1:7: note: of the parenthesis here"#
      ),
      Mistake(
        "[ (1 ]",
        #"1:6: expected ")", found "]" [syntax]\#n1:3: note: of the parenthesis here"#
      ),
      Mistake(
        #"{ a = "${b]}"; }"#,
        #"1:11: expected "}", found "]" [syntax]\#n1:8: note: of the interpolation here"#,
        "1:13: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{ a = 1; ]",
        #"1:10: expected a binding or "}", found "]" [syntax]\#n1:1: note: of the brace here"#
      ),
      Mistake(
        "{ a = let b = 1; }",
        #"1:18: expected a binding or "in", found "}" [syntax]\#n1:7: note: of the let here"#
      ),
    ])
  func mismatched(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Brackets that close nothing",
    arguments: [
      Mistake(
        "1 )",
        #"1:3: expected the end of the file, found ")" [syntax]\#nhelp: remove it; nothing is open here"#
      ),
      Mistake(
        "{ }\n}",
        #"2:1: expected the end of the file, found "}" [syntax]\#nhelp: remove it; nothing is open here"#
      ),
      Mistake(
        "[ ] ]",
        #"1:5: expected the end of the file, found "]" [syntax]\#nhelp: remove it; nothing is open here"#
      ),
    ])
  func unopened(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Missing semicolons, at the end of the value",
    arguments: [
      Mistake(
        "{\n  a = 1\n  b = f x\n  c.d = [ ]\n}",
        "2:8: there is no semicolon behind the value of a [missing-semicolon]\nhelp: write ; here",
        "3:10: there is no semicolon behind the value of b [missing-semicolon]\nhelp: write ; here",
        "4:12: there is no semicolon behind the value of c.d [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "let a = 1 in a",
        "1:10: there is no semicolon behind the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = x: y z = 1; }",
        "1:11: there is no semicolon behind the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = if b then c else d\n  e = 1; }",
        "1:25: there is no semicolon behind the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = [ ] inherit b; }",
        "1:10: there is no semicolon behind the value of a [missing-semicolon]\nhelp: write ; here"
      ),
    ])
  func semicolons(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "What other languages write",
    arguments: [
      Mistake(
        "{ a: 1 }",
        #"1:4: expected "=", found ":" [syntax]\#nhelp: write a = …;"#
      ),
      Mistake(
        "{ a = 1, b = 2; }",
        #"1:8: expected ";" behind the value of a, found "," [syntax]\#nhelp: write ; here"#
      ),
      Mistake(
        "[ 1, 2, 3 ]",
        #"1:4: expected an element or "]", found "," [syntax]\#n1:1: note: of the list here\#nhelp: remove it; elements have only spaces between them"#
      ),
      Mistake(
        "{ a = 'x'; }",
        "1:7: the character ' cannot stand here [invalid-character]\nhelp: write strings in double quotes"
      ),
      Mistake(
        "a = 1;",
        #"1:3: expected the end of the file, found "=" [syntax]\#nhelp: a file with bindings starts with { and ends with }"#
      ),
      Mistake(
        "{ a = 1;; }",
        #"1:9: expected the name of an attribute, found ";" [syntax]\#nhelp: remove it; one semicolon is enough"#
      ),
      Mistake(
        "{ inherit a, b; }",
        #"1:12: expected a name to inherit, or ";", found "," [syntax]\#nhelp: remove it; names have only spaces between them"#
      ),
      Mistake(
        "{ inherit a = 1; }",
        #"1:13: expected a name or ";", found "=" [syntax]\#nhelp: a binding has no inherit before it"#
      ),
      Mistake(
        "a & b",
        "1:3: the character & cannot stand here [invalid-character]\nhelp: the operator is &&"
      ),
      Mistake(
        "a | b",
        "1:3: the character | cannot stand here [invalid-character]\nhelp: the operator is ||"
      ),
      Mistake(
        "[ 1 + 2 ]",
        #"1:5: expected an element or "]", found "+" [syntax]\#n1:1: note: of the list here\#nhelp: write ( ) around an element that has operators"#
      ),
      Mistake(
        "[ -1 ]",
        #"1:3: expected an element or "]", found "-" [syntax]\#n1:1: note: of the list here\#nhelp: write ( ) around an element that has operators"#
      ),
      Mistake(
        "“a”",
        "1:1: the character U+201C cannot stand outside strings and comments [invalid-character]\nhelp: write strings in plain double quotes"
      ),
      Mistake(
        "{ a }",
        #"1:6: expected ":" and the body of a function, found the end of the file [syntax]\#nhelp: write a = …; in an attribute set"#
      ),
    ])
  func otherLanguages(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "let, if, with, assert, rec",
    arguments: [
      Mistake(
        "let a = 1; a",
        #"1:13: expected "=" behind a, found the end of the file [syntax]\#nhelp: write in before the value of the let"#
      ),
      Mistake(
        "let a = 1;",
        #"1:11: expected a binding or "in", found the end of the file [syntax]\#n1:1: note: of the let here"#
      ),
      Mistake(
        "if a then b",
        #"1:12: expected "else", found the end of the file [syntax]\#n1:1: note: of the if here\#nhelp: every if has an else in Nix"#
      ),
      Mistake(
        "if a b",
        #"1:7: expected "then", found the end of the file [syntax]\#n1:1: note: of the if here"#
      ),
      Mistake(
        "{ a = if b then 1; c = 2; }",
        #"1:18: expected "else", found ";" [syntax]\#n1:7: note: of the if here\#nhelp: every if has an else in Nix"#
      ),
      Mistake(
        "with a b",
        #"1:9: expected ";" behind what "with" brings into scope, found the end of the file [syntax]"#
      ),
      Mistake(
        "assert a b",
        #"1:11: expected ";" behind the condition of "assert", found the end of the file [syntax]"#
      ),
      Mistake(
        "rec [ ]",
        #"1:5: expected "{" behind rec, found "[" [syntax]"#
      ),
      Mistake(
        "rec a",
        #"1:5: expected "{" behind rec, found "a" [syntax]"#
      ),
      Mistake(
        "f if a then b else c",
        #"1:3: expected the end of the file, found "if" [syntax]\#nhelp: write ( before it and ) behind what belongs to it"#
      ),
      Mistake(
        "f let a = 1; in a",
        #"1:3: "let" cannot stand here without parentheses [syntax]\#nhelp: write ( before it and ) behind what belongs to it"#
      ),
      Mistake(
        "f x: x",
        #"1:4: expected the end of the file, found ":" [syntax]\#nhelp: write ( before a function that is an operand or an argument, and ) behind it"#
      ),
    ])
  func constructs(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Words of the language as names",
    arguments: [
      Mistake(
        "{ in = 1; }",
        #"1:3: in is a word of the language, and cannot be a name here [syntax]\#nhelp: as the name of an attribute write "in" in quotes"#
      ),
      Mistake(
        "{ a.let = 1; else = 2; }",
        #"1:5: let is a word of the language, and cannot be a name here [syntax]\#nhelp: as the name of an attribute write "let" in quotes"#,
        #"1:14: else is a word of the language, and cannot be a name here [syntax]\#nhelp: as the name of an attribute write "else" in quotes"#
      ),
      Mistake(
        "{ or }: 1",
        "1:3: or is a word of the language, and cannot be a name here [syntax]\nhelp: take another name"
      ),
      Mistake(
        "{ with }: 1",
        "1:3: with is a word of the language, and cannot be a name here [syntax]\nhelp: take another name"
      ),
      Mistake(
        "let rec = 1; in 1",
        #"1:5: rec is a word of the language, and cannot be a name here [syntax]\#nhelp: as the name of an attribute write "rec" in quotes"#
      ),
    ])
  func keywords(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Arguments of functions",
    arguments: [
      Mistake(
        "{ a, ... , b }: 1",
        #"1:10: expected "}"; nothing comes behind "...", found "," [syntax]"#
      ),
      Mistake(
        "{ a, 1 }: 1",
        #"1:6: expected the name of an argument, "..." or "}", found "1" [syntax]"#
      ),
      Mistake(
        "{ a b }: 1",
        #"1:5: expected "=" behind a, found "b" [syntax]\#nhelp: write a = …; the names of arguments have commas between them"#
      ),
      Mistake(
        "{ a, b ...}: 1",
        #"1:8: expected "," or "}", found "..." [syntax]"#
      ),
      Mistake(
        "{ a, b, a }: 1",
        "1:9: the argument a is named twice [duplicate-formal]\n1:3: note: it was named here first"
      ),
      Mistake(
        "a@{ a }: 1",
        "1:5: the argument a is named twice [duplicate-formal]\n1:1: note: it was named here first"
      ),
      Mistake(
        "{ a ? 1, a ? 2 }@b: 1",
        "1:10: the argument a is named twice [duplicate-formal]\n1:3: note: it was named here first"
      ),
      Mistake(
        "{ a }@1: 1",
        #"1:7: expected a name, found "1" [syntax]"#
      ),
      Mistake(
        "a@b: 1",
        #"1:3: expected the "{" of a pattern, found "b" [syntax]"#
      ),
    ])
  func formals(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Attributes that are bound twice",
    arguments: [
      Mistake(
        "{ a = 1; a = 2; }",
        "1:10: the attribute a is given twice [duplicate-attribute]\n1:3: note: it was given here first"
      ),
      Mistake(
        "{ a.b = 1; a.b.c = 2; }",
        "1:14: the attribute a.b is given twice [duplicate-attribute]\n1:5: note: it was given here first"
      ),
      Mistake(
        "{ inherit a; a = 1; }",
        "1:14: the attribute a is given twice [duplicate-attribute]\n1:11: note: it was given here first"
      ),
      Mistake(
        "{ a = { b = 1; }; a = { b = 2; }; }",
        "1:25: the attribute a.b is given twice [duplicate-attribute]\n1:9: note: it was given here first"
      ),
      Mistake(
        #"{ "a b".c = 1; "a b".c = 2; }"#,
        #"1:22: the attribute "a b".c is given twice [duplicate-attribute]\#n1:9: note: it was given here first"#
      ),
      Mistake(
        "{ a.b.c = 1; a = { b = { d = 2; }; }; }",
        "1:20: the attribute a.b is given twice [duplicate-attribute]\n1:5: note: it was given here first"
      ),
      Mistake(
        "let a = 1; a = 2; in a",
        "1:12: the attribute a is given twice [duplicate-attribute]\n1:5: note: it was given here first"
      ),
      Mistake(
        "{ inherit a a; }",
        "1:13: the attribute a is given twice [duplicate-attribute]\n1:11: note: it was given here first"
      ),
      Mistake(
        "{ a.x = 1; a.y = 2; a.x = 3; b = 1; b = 2; }",
        "1:23: the attribute a.x is given twice [duplicate-attribute]\n1:5: note: it was given here first",
        "1:37: the attribute b is given twice [duplicate-attribute]\n1:30: note: it was given here first"
      ),
    ])
  func duplicates(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Names that cannot be computed",
    arguments: [
      Mistake(
        "let ${a} = 1; in 1",
        "1:5: a name in a let cannot be computed [computed-name]"
      ),
      Mistake(
        #"let "a${b}".c = 1; in 1"#,
        "1:5: a name in a let cannot be computed [computed-name]"
      ),
      Mistake(
        "{ inherit ${a}; }",
        "1:11: a name in an inherit cannot be computed [computed-name]"
      ),
      Mistake(
        #"{ inherit (x) "a${b}"; }"#,
        "1:15: a name in an inherit cannot be computed [computed-name]"
      ),
    ])
  func computedNames(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Numbers",
    arguments: [
      Mistake(
        "9223372036854775808",
        "1:1: the largest integer is 9223372036854775807 [integer-out-of-range]"
      ),
      Mistake(
        "-9223372036854775808",
        "1:2: the largest integer is 9223372036854775807 [integer-out-of-range]"
      ),
      Mistake(
        "1.0e400",
        "1:1: this number is too large or too small for a float of 64 bits [invalid-float]"
      ),
      Mistake(
        "4.9e-324",
        "1:1: this number is too large or too small for a float of 64 bits [invalid-float]"
      ),
    ])
  func numbers(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Paths",
    arguments: [
      Mistake(
        "./a/",
        "1:4: a path has no slash at its end [path-trailing-slash]\nhelp: leave it out; for the folder itself write ./."
      ),
      Mistake(
        "./",
        #"1:1: expected an expression, found "." [syntax]\#nhelp: the folder itself is ./."#
      ),
      Mistake(
        "./a//b",
        "1:4: a path has no two slashes in a row [path-trailing-slash]\nhelp: write one; for the operator // write spaces around it"
      ),
      Mistake(
        "./${a}/",
        "1:7: a path has no slash at its end [path-trailing-slash]\nhelp: leave it out; for the folder itself write ./."
      ),
      Mistake(
        "<a",
        #"1:1: expected an expression, found "<" [syntax]\#nhelp: a search path is written <name>"#
      ),
      Mistake(
        "~",
        "1:1: the character ~ cannot stand here [invalid-character]\nhelp: a path in the home directory is ~/name"
      ),
      Mistake(
        "a/",
        "1:3: expected an expression, found the end of the file [syntax]"
      ),
    ])
  func paths(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Operators",
    arguments: [
      Mistake(
        "a == b == c",
        "1:8: comparisons cannot follow each other without parentheses [syntax]\n1:3: note: the first comparison is here\nhelp: write ( ) around one of them"
      ),
      Mistake(
        "a < b >= c",
        "1:7: comparisons cannot follow each other without parentheses [syntax]\n1:3: note: the first comparison is here\nhelp: write ( ) around one of them"
      ),
      Mistake(
        "a |> b <| c",
        "1:8: |> and <| cannot be mixed without parentheses [syntax]\nhelp: write ( ) around one of them"
      ),
      Mistake(
        "a +",
        "1:4: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "* a",
        #"1:1: expected an expression, found "*" [syntax]"#
      ),
      Mistake(
        "a ? 1",
        #"1:5: expected the name of an attribute, found "1" [syntax]"#
      ),
      Mistake(
        "a.",
        "1:3: expected the name of an attribute, found the end of the file [syntax]"
      ),
      Mistake(
        "a.b or",
        "1:7: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "!",
        "1:2: expected an expression, found the end of the file [syntax]"
      ),
      Mistake(
        "a === b",
        #"1:5: expected an expression, found "=" [syntax]"#
      ),
      Mistake(
        "a => b",
        #"1:3: expected the end of the file, found "=" [syntax]\#nhelp: a file with bindings starts with { and ends with }"#
      ),
    ])
  func operators(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Characters",
    arguments: [
      Mistake(
        "a\u{A0}b",
        "1:2: the character U+00A0 cannot stand outside strings and comments [invalid-character]\nhelp: write a plain space"
      ),
      Mistake(
        "\u{C}1",
        "1:1: the character U+000C cannot stand outside strings and comments [invalid-character]\nhelp: write a plain space"
      ),
      Mistake(
        "{ a\u{200B} = 1; }",
        "1:4: the character U+200B cannot stand outside strings and comments [invalid-character]"
      ),
      Mistake(
        #"a \ b"#,
        #"1:3: the character \ cannot stand here [invalid-character]"#
      ),
      Mistake(
        "a % b",
        "1:3: the character % cannot stand here [invalid-character]"
      ),
      Mistake(
        "é",
        "1:1: the character U+00E9 cannot stand outside strings and comments [invalid-character]"
      ),
      Mistake(
        "$a",
        "1:1: the character $ cannot stand here [invalid-character]\nhelp: an interpolation is ${name}, within a string"
      ),
    ])
  func characters(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "A mistake on the last line is reported there",
    arguments: [
      Mistake(
        "{\n  a = 1;\n  b = ;\n}",
        #"3:7: expected an expression, found ";" [syntax]"#
      ),
      Mistake(
        "{\n  a = 1;\n} 2 }",
        #"3:5: expected the end of the file, found "}" [syntax]\#nhelp: remove it; nothing is open here"#
      ),
    ])
  func lastLine(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Mistakes that have nothing to do with each other are all reported",
    arguments: [
      Mistake(
        "{\n  a = ;\n  b = 1;\n  c = 2\n  d = [ 1 + 2 ];\n  e = 9223372036854775808;\n  f.g = 1;\n  f.g = 2;\n}",
        #"2:7: expected an expression, found ";" [syntax]"#,
        "4:8: there is no semicolon behind the value of c [missing-semicolon]\nhelp: write ; here",
        #"5:11: expected an element or "]", found "+" [syntax]\#n5:7: note: of the list here\#nhelp: write ( ) around an element that has operators"#,
        "6:7: the largest integer is 9223372036854775807 [integer-out-of-range]",
        "8:5: the attribute f.g is given twice [duplicate-attribute]\n7:5: note: it was given here first"
      ),
      Mistake(
        "{ a = { b = ; }; c = { d = ; }; }",
        #"1:13: expected an expression, found ";" [syntax]"#,
        #"1:28: expected an expression, found ";" [syntax]"#
      ),
      Mistake(
        "let a = ; b = ; in a",
        #"1:9: expected an expression, found ";" [syntax]"#,
        #"1:15: expected an expression, found ";" [syntax]"#
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
        1:1: the text starts with a byte order mark, which Nix does not take [byte-order-mark]
        help: save the file as UTF-8 without one
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
        2:8: the character U+0000 cannot stand in a text [nul-in-source]
        help: remove it; the file may be no text at all
        """
      ])
  }

  @Test("After a hundred mistakes the rest is not read")
  func many() {
    let all = findings("{" + String(repeating: "a = ;", count: 10_000) + "}")
    #expect(all.count == 101)
    #expect(
      all.last?.hasSuffix("there are too many mistakes, the rest is not read [too-many-errors]")
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
