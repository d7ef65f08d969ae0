import NixAST
import Testing

/// Paths that start alike are compared as they are written, and by what they mean only if that does not
/// do: both must find the same.
@Suite("Attribute paths that start alike")
struct AttributePathTests {
  @Test(
    "One attribute that is bound twice is found, however its path is written",
    arguments: [
      "{ a.b = 1; a.b = 2; }", "{ a.b = 1; a.\"b\" = 2; }", "{ a.\"b c\" = 1; a.\"b c\" = 2; }",
      "{ a.\"\" = 1; a.\"\" = 2; }", "{ a . b = 1; a.b = 2; }", "{ a.b.c = 1; a.b = 2; }",
      "{ a.b = 2; a.b.c = 1; }", "{ a.b = 1; inherit a; }", "{ inherit a; a.b = 1; }",
      "{ a.${\"b\"} = 1; a.b = 2; }", "{ a.b /* c */ .d = 1; a.b.d = 2; }",
      "{ a.b = { c = 1; }; a.b.c = 2; }", "{ a.b.c = 2; a.b = { c = 1; }; }",
      "{ \"a\".b = 1; a.b = 2; }", "{ a.or = 1; a.\"or\" = 2; }", "{ inherit \"a b\" \"a b\"; }",
      "{ a.\"\\n\" = 1; a.\"\n\" = 2; }", "{ a.\"$b\" = 1; a.\"\\$b\" = 2; }",
      "{ a.\"b.c\" = 1; a.\"b.c\" = 2; }", "let a.b = 1; a.b = 2; in a", "{ inherit \"\" \"\"; }",
      "{ a.${''b''} = 1; a.b = 2; }", "{ a.${''\n  b\n''} = 1; a.\"b\\n\" = 2; }",
      "{ a.${''''} = 1; a.\"\" = 2; }", "{ a.${('''''b'')} = 1; a.\"''b\" = 2; }",
    ])
  func twice(text: String) {
    let tree = SyntaxTree(parsing: text)
    #expect(tree.diagnostics.map(\.id) == ["duplicate-attribute"])
  }

  @Test(
    "Different attributes are not",
    arguments: [
      "{ a.b = 1; a.c = 2; }", "{ a.b.c = 1; a.b.d = 2; }", "{ a.\"b.c\" = 1; a.b.c = 2; }",
      "{ a.bc = 1; a.b = 2; a.\"b c\" = 3; }", "{ a.\"\" = 1; a.b = 2; }",
      "{ a.b = { c = 1; }; a.b.d = 2; }", "{ a = { b = 1; }; a.c = 2; }",
      "{ a.${b} = 1; a.b = 2; a.${b} = 3; }", "{ a.\"${b}\" = 1; a.\"c\" = 2; }",
      "{ a.${''b''} = 1; a.c = 2; }", "{ a.${''b${c}''} = 1; a.b = 2; }",
      "let a.b = 1; a.c = 2; in a", "rec { a.b = 1; a.\"c d\".e = 2; a.\"c d\".f = 2; }",
    ])
  func different(text: String) {
    #expect(SyntaxTree(parsing: text).diagnostics.isEmpty)
  }
}
