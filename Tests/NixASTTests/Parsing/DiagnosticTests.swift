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
}
