import NixAST
import TestSupport
import Testing

/// A text, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let text: String
  /// As ``diagnostics(_:)-(String)`` gives them, with lines and columns.
  let findings: [String]

  /// An error, with its places marked and not counted.
  ///
  /// - Parameters:
  ///   - marked: the text, with `‸` at each place that something is said about.
  ///   - findings: what is said: `‸: message [id]`; `‸2:` is the second of several places.
  init(_ marked: String, _ findings: String...) {
    let marked = MarkedText(marked)
    text = marked.text
    let source = SourceText(name: "", text: text)
    let locations = marked.places.map { place in
      let location = source.location(of: place)
      return "\(location.line):\(location.column):"
    }
    self.findings = findings.map { finding in
      var finding = finding
      for (index, location) in locations.enumerated() {
        let mark = locations.count == 1 ? "‸:" : "‸\(index + 1):"
        finding = finding.replacing(mark, with: location)
      }
      return finding
    }
  }

  var testDescription: String { text.debugDescription }
}

@Suite("What is said about errors")
struct DiagnosticTests {
  @Test(
    "Nothing to read",
    arguments: [
      Mistake(
        "‸",
        "‸: the file contains no expression [empty-file]\nhelp: write an attribute set, such as { }"
      ),
      Mistake(
        "# a\n‸",
        "‸: the file contains no expression [empty-file]\nhelp: write an attribute set, such as { }"
      ),
      Mistake(
        "/* a */‸",
        "‸: the file contains no expression [empty-file]\nhelp: write an attribute set, such as { }"
      ),
      // The file ends in an inherit: that it has no semicolon is said, and nothing else.
      Mistake(
        "{ inherit a‸",
        "‸: there is no semicolon after inherit [missing-semicolon]\nhelp: write ; here"),
    ])
  func nothing(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test("Of a long text the first 40 characters are quoted", arguments: [40, 41])
  func long(count: Int) {
    let text = "./" + String(repeating: "a", count: count - 2)
    let shown = count == 40 ? text : text.dropLast() + "…"
    #expect(
      findings("{ \(text) }").first
        == "1:3: expected the name of an attribute, found \"\(shown)\" [syntax]")
  }

  @Test(
    "Brackets and strings that are never closed",
    arguments: [
      Mistake(
        "‸{\n  a = 1;\n",
        "‸: this brace is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{\n  a = ‸{\n    b = 1;\n‸}",
        "‸1: this brace is never closed: found less indentation [unclosed]\n‸2: note: it is closed here, but the indentation belongs to another one"
      ),
      Mistake(
        "‸[ 1\n  2",
        "‸: this bracket is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "‸(1 + 2",
        "‸: this parenthesis is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        #"‸"abc\#n"#,
        "‸: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "‸''\n  abc\n",
        "‸: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        #""a‸${b"#,
        "‸: this interpolation is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{ a }‸",
        #"‸: expected ":" and the body of a function, found the end of the file [syntax]\#nhelp: write a = …; in an attribute set"#
      ),
      Mistake(
        "‸/* a",
        "‸: this comment is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "{ a = 1; ‸/* b",
        "‸: this comment is never closed: found the end of the file [unclosed]"
      ),
    ])
  func unclosed(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "The wrong closing bracket, with the place of the opening one",
    arguments: [
      Mistake(
        "{ a = ‸[ 1 2‸; }",
        #"‸2: expected "]", found ";" [syntax]\#n‸1: note: of the bracket here"#
      ),
      Mistake(
        "{ a = ‸(1‸; b = 2; }",
        #"‸2: expected ")", found ";" [syntax]\#n‸1: note: of the parenthesis here"#
      ),
      Mistake(
        "[ ‸(1 ‸]",
        #"‸2: expected ")", found "]" [syntax]\#n‸1: note: of the parenthesis here"#
      ),
      Mistake(
        #"{ a = "‸${b‸]}‸"; }"#,
        #"‸2: expected "}", found "]" [syntax]\#n‸1: note: of the interpolation here"#,
        "‸3: this string is never closed: found the end of the file [unclosed]"
      ),
      Mistake(
        "‸{ a = 1; ‸]",
        #"‸2: expected a binding or "}", found "]" [syntax]\#n‸1: note: of the brace here"#
      ),
      Mistake(
        "{ a = ‸let b = 1; ‸}",
        #"‸2: expected a binding or "in", found "}" [syntax]\#n‸1: note: of the let here"#
      ),
    ])
  func mismatched(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Brackets that close nothing",
    arguments: [
      Mistake(
        "1 ‸)",
        #"‸: expected the end of the file, found ")" [syntax]\#nhelp: remove it; there is no open bracket here"#
      ),
      Mistake(
        "{ }\n‸}",
        #"‸: expected the end of the file, found "}" [syntax]\#nhelp: remove it; there is no open bracket here"#
      ),
      Mistake(
        "[ ] ‸]",
        #"‸: expected the end of the file, found "]" [syntax]\#nhelp: remove it; there is no open bracket here"#
      ),
    ])
  func unopened(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Missing semicolons, at the end of the value",
    arguments: [
      Mistake(
        "{\n  a = 1‸\n  b = f x‸\n  c.d = [ ]‸\n}",
        "‸1: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here",
        "‸2: there is no semicolon after the value of b [missing-semicolon]\nhelp: write ; here",
        "‸3: there is no semicolon after the value of c.d [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "let a = 1‸ in a",
        "‸: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = x: y‸ z = 1; }",
        "‸: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = if b then c else d‸\n  e = 1; }",
        "‸: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
      ),
      Mistake(
        "{ a = [ ]‸ inherit b; }",
        "‸: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
      ),
    ])
  func semicolons(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "What other languages write",
    arguments: [
      Mistake(
        "{ a‸: 1 }",
        #"‸: expected "=", found ":" [syntax]\#nhelp: write a = …;"#
      ),
      Mistake(
        "{ a = 1‸, b = 2; }",
        #"‸: expected ";" after the value of a, found "," [syntax]\#nhelp: write ; here"#
      ),
      Mistake(
        "‸[ 1‸, 2, 3 ]",
        #"‸2: expected an element or "]", found "," [syntax]\#n‸1: note: of the list here\#nhelp: remove it; only spaces separate elements"#
      ),
      Mistake(
        "{ a = ‸'x'; }",
        "‸: the character ' is not allowed here [invalid-character]\nhelp: write strings in double quotes"
      ),
      Mistake(
        "a ‸= 1;",
        #"‸: expected the end of the file, found "=" [syntax]\#nhelp: a file with bindings starts with { and ends with }"#
      ),
      Mistake(
        "{ a = 1;‸; }",
        #"‸: expected the name of an attribute, found ";" [syntax]\#nhelp: remove it; one semicolon is enough"#
      ),
      Mistake(
        "{ inherit a‸, b; }",
        #"‸: expected a name to inherit, or ";", found "," [syntax]\#nhelp: remove it; only spaces separate names"#
      ),
      Mistake(
        "{ inherit a ‸= 1; }",
        #"‸: expected a name or ";", found "=" [syntax]\#nhelp: remove inherit before a binding"#
      ),
      Mistake(
        "a ‸& b",
        "‸: the character & is not allowed here [invalid-character]\nhelp: the operator is &&"
      ),
      Mistake(
        "a ‸| b",
        "‸: the character | is not allowed here [invalid-character]\nhelp: the operator is ||"
      ),
      Mistake(
        "‸[ 1 ‸+ 2 ]",
        #"‸2: expected an element or "]", found "+" [syntax]\#n‸1: note: of the list here\#nhelp: put an element with operators in parentheses"#
      ),
      Mistake(
        "‸[ ‸-1 ]",
        #"‸2: expected an element or "]", found "-" [syntax]\#n‸1: note: of the list here\#nhelp: put an element with operators in parentheses"#
      ),
      Mistake(
        "‸“a”",
        "‸: the character U+201C is not allowed outside of strings and comments [invalid-character]\nhelp: write strings in plain double quotes"
      ),
      Mistake(
        "{ a }‸",
        #"‸: expected ":" and the body of a function, found the end of the file [syntax]\#nhelp: write a = …; in an attribute set"#
      ),
    ])
  func otherLanguages(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }
}
