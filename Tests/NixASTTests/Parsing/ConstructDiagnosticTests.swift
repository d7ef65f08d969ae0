import NixAST
import Testing

@Suite("What is said about errors in constructs and names")
struct ConstructDiagnosticTests {
  @Test(
    "let, if, with, assert, rec",
    arguments: [
      Mistake(
        "let a = 1; a‸",
        #"‸: expected "=" after a, found the end of the file [syntax]\#nhelp: write in before the value of the let"#
      ),
      Mistake(
        "‸let a = 1;‸",
        #"‸2: expected a binding or "in", found the end of the file [syntax]\#n‸1: note: of the let here"#
      ),
      Mistake(
        "‸if a then b‸",
        #"‸2: expected "else", found the end of the file [syntax]\#n‸1: note: of the if here\#nhelp: every if needs an else in Nix"#
      ),
      Mistake(
        "‸if a b‸",
        #"‸2: expected "then", found the end of the file [syntax]\#n‸1: note: of the if here"#
      ),
      Mistake(
        "{ a = ‸if b then 1‸; c = 2; }",
        #"‸2: expected "else", found ";" [syntax]\#n‸1: note: of the if here\#nhelp: every if needs an else in Nix"#
      ),
      Mistake(
        "with a‸ b",
        #"‸: expected ";" after with a, found an argument [syntax]\#nhelp: write ; here"#
      ),
      Mistake(
        "assert a b‸",
        #"‸: expected ";" after the condition of "assert", found the end of the file [syntax]"#
      ),
      Mistake(
        "rec ‸[ ]",
        #"‸: expected "{" after rec, found "[" [syntax]"#
      ),
      Mistake(
        "rec ‸a",
        #"‸: expected "{" after rec, found "a" [syntax]"#
      ),
      Mistake(
        "f ‸if a then b else c",
        #"‸: expected the end of the file, found "if" [syntax]\#nhelp: put it and everything that belongs to it in parentheses"#
      ),
      Mistake(
        "f ‸let a = 1; in a",
        #"‸: "let" needs parentheses here [syntax]\#nhelp: put it and everything that belongs to it in parentheses"#
      ),
      Mistake(
        "f x‸: x",
        #"‸: expected the end of the file, found ":" [syntax]\#nhelp: put a function that is an operand or an argument in parentheses"#
      ),
    ])
  func constructs(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Words of the language as names",
    arguments: [
      Mistake(
        "{ ‸in = 1; }",
        #"‸: in is a keyword, and cannot be a name here [syntax]\#nhelp: for an attribute, write the name in quotes: "in""#
      ),
      Mistake(
        "{ a.‸let = 1; ‸else = 2; }",
        #"‸1: let is a keyword, and cannot be a name here [syntax]\#nhelp: for an attribute, write the name in quotes: "let""#,
        #"‸2: else is a keyword, and cannot be a name here [syntax]\#nhelp: for an attribute, write the name in quotes: "else""#
      ),
      Mistake(
        "{ ‸or }: 1",
        "‸: or is a keyword, and cannot be a name here [syntax]\nhelp: use another name"
      ),
      Mistake(
        "{ ‸with }: 1",
        "‸: with is a keyword, and cannot be a name here [syntax]\nhelp: use another name"
      ),
      Mistake(
        "let ‸rec = 1; in 1",
        #"‸: rec is a keyword, and cannot be a name here [syntax]\#nhelp: for an attribute, write the name in quotes: "rec""#
      ),
    ])
  func keywords(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Arguments of functions",
    arguments: [
      Mistake(
        "{ a, ... ‸, b }: 1",
        #"‸: expected "}"; nothing comes after "...", found "," [syntax]"#
      ),
      Mistake(
        "{ a, ‸1 }: 1",
        #"‸: expected the name of an argument, "..." or "}", found "1" [syntax]"#
      ),
      Mistake(
        "{ a‸ b }: 1",
        #"‸: expected "," between the arguments a and b, found "b" [syntax]\#nhelp: write , here"#
      ),
      Mistake(
        "{ a, b ‸...}: 1",
        #"‸: expected "," or "}", found "..." [syntax]"#
      ),
      Mistake(
        "{ ‸a, b, ‸a }: 1",
        "‸2: the argument a is named twice [duplicate-formal]\n‸1: note: the first one is here"
      ),
      Mistake(
        "‸a@{ ‸a }: 1",
        "‸2: the argument a is named twice [duplicate-formal]\n‸1: note: the first one is here"
      ),
      Mistake(
        "{ ‸a ? 1, ‸a ? 2 }@b: 1",
        "‸2: the argument a is named twice [duplicate-formal]\n‸1: note: the first one is here"
      ),
      Mistake(
        "{ a }@‸1: 1",
        #"‸: expected a name, found "1" [syntax]"#
      ),
      Mistake(
        "a@‸b: 1",
        #"‸: expected the "{" of a pattern, found "b" [syntax]"#
      ),
    ])
  func formals(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Attributes that are bound twice",
    arguments: [
      Mistake(
        "{ ‸a = 1; ‸a = 2; }",
        "‸2: the attribute a is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        "{ a.‸b = 1; a.‸b.c = 2; }",
        "‸2: the attribute a.b is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        "{ inherit ‸a; ‸a = 1; }",
        "‸2: the attribute a is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        "{ a = { ‸b = 1; }; a = { ‸b = 2; }; }",
        "‸2: the attribute a.b is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        #"{ "a b".‸c = 1; "a b".‸c = 2; }"#,
        #"‸2: the attribute "a b".c is defined twice [duplicate-attribute]\#n‸1: note: it was first defined here"#
      ),
      Mistake(
        "let ‸a = 1; ‸a = 2; in a",
        "‸2: the attribute a is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        "{ inherit ‸a ‸a; }",
        "‸2: the attribute a is defined twice [duplicate-attribute]\n‸1: note: it was first defined here"
      ),
      Mistake(
        "{ a.‸x = 1; a.y = 2; a.‸x = 3; ‸b = 1; ‸b = 2; }",
        "‸2: the attribute a.x is defined twice [duplicate-attribute]\n‸1: note: it was first defined here",
        "‸4: the attribute b is defined twice [duplicate-attribute]\n‸3: note: it was first defined here"
      ),
    ])
  func duplicates(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test(
    "Names that cannot be computed",
    arguments: [
      Mistake(
        "let ‸${a} = 1; in 1",
        "‸: a name in a let cannot be computed [computed-name]"
      ),
      Mistake(
        #"let ‸"a${b}".c = 1; in 1"#,
        "‸: a name in a let cannot be computed [computed-name]"
      ),
      Mistake(
        "{ inherit ‸${a}; }",
        "‸: a name in an inherit cannot be computed [computed-name]"
      ),
      Mistake(
        #"{ inherit (x) ‸"a${b}"; }"#,
        "‸: a name in an inherit cannot be computed [computed-name]"
      ),
    ])
  func computedNames(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }
}
