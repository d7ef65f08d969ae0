import NixAST
import TestSupport
import Testing

@Suite("What is rendered is read back as the same program")
struct RoundTripTests {
  @Test("parse(render(e)) == e, and rendering that gives the same bytes", arguments: 0..<40)
  func generated(batch: UInt64) throws {
    for depth in 1...4 {
      var generator = ExprGenerator(seed: batch * 10 + UInt64(depth))
      for _ in 0..<30 {
        let expr = generator.expr(depth: depth)
        let text = try expr.rendered()
        let parsed = Expr.parse(text)
        // The smallest failure is reported, and one for each batch is enough.
        try #require(parsed.value == expr, "\(parsed.diagnostics.first?.message ?? "")\n\(text)")
        try #require(try parsed.value?.rendered() == text, "not stable:\n\(text)")
      }
    }
  }

  @Test(
    "computed names in a let, where Nix takes them",
    arguments: ["let a.${b} = 1; in a", "let { ${b} = 1; }"])
  func computedNames(text: String) throws {
    let expr = try #require(Expr.parse(text).value)
    #expect(Expr.parse(try expr.rendered()).value == expr)
  }

  @Test("strings of any text, in every form", arguments: [Str.Form.automatic, .quoted, .indented])
  func strings(form: Str.Form) throws {
    var generator = ExprGenerator(seed: 7)
    for _ in 0..<2000 {
      let text = generator.hostileText()
      let rendered = try Expr.str(text, form: form).rendered()
      try #require(Expr.parse(rendered).value == .str(text), "\(rendered)")
    }
  }
}
