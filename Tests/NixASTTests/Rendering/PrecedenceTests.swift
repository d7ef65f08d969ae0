import Foundation
import NixAST
import TestSupport
import Testing

/// Every construct in every place where an expression can stand: parentheses are where they are
/// needed, so that both this parser and Nix read what was built.
@Suite("Every construct in every place")
struct PrecedenceTests {
  /// An expression, and a text that means the same whatever is tighter than what.
  struct Sample: Sendable, CustomTestStringConvertible {
    var text: String
    var expr: Expr

    var testDescription: String { text }

    /// Nix has the pipes since 2.24.
    var hasPipe: Bool { text.contains("|>") || text.contains("<|") }
  }

  /// A place for an expression, written with parentheses around it.
  struct Place: Sendable {
    var text: @Sendable (String) -> String
    var expr: @Sendable (Expr) -> Expr

    init(
      _ text: @escaping @Sendable (String) -> String, _ expr: @escaping @Sendable (Expr) -> Expr
    ) {
      self.text = text
      self.expr = expr
    }

    func callAsFunction(_ sample: Sample) -> Sample {
      Sample(text: text("(\(sample.text))"), expr: expr(sample.expr))
    }
  }

  static let (x, y): (Expr, Expr) = (.variable("x"), .variable("y"))

  static let operands: [Place] =
    BinaryOperator.allCases.flatMap { op in
      [
        Place({ "\($0) \(op.rawValue) y" }, { .op($0, op, y) }),
        Place({ "y \(op.rawValue) \($0)" }, { .op(y, op, $0) }),
      ]
    }
    + UnaryOperator.allCases.map { op in
      Place({ "\(op.rawValue)\($0)" }, { .unary(UnaryOperation(op, $0)) })
    }
    + [
      Place({ "\($0).a" }, { .select(Select($0, "a")) }),
      Place({ "\($0).a or y" }, { .select(Select($0, "a", default: y)) }),
      Place({ "y.a or \($0)" }, { .select(Select(y, "a", default: $0)) }),
      Place({ "y.${\($0)}" }, { .select(Select(y, Attrpath(AttrName(dynamic: $0)))) }),
      Place({ "\($0) ? a" }, { .hasAttr(HasAttr($0, "a")) }),
      Place({ "\($0) y" }, { .apply(Apply($0, to: y)) }),
      Place({ "y \($0)" }, { y($0) }),
      Place({ "y \($0) y" }, { y($0, y) }),
    ]

  static let otherPlaces: [Place] = [
    Place({ "[ \($0) y ]" }, { [$0, y] }),
    Place({ "{ a = \($0); }" }, { ["a": $0] }),
    Place({ "{ inherit (\($0)) a; }" }, { .attrSet(AttrSet([.inherit("a", from: $0)])) }),
    Place({ "z: \($0)" }, { .lambda("z", body: $0) }),
    Place(
      { "{ a ? \($0) }: y" },
      { .lambda(.pattern(Pattern([Formal("a", default: $0)])), body: y) }),
    Place({ "let a = \($0); in y" }, { .letIn(LetIn(["a" => $0], in: y)) }),
    Place({ "let a = 1; in \($0)" }, { .letIn(LetIn(["a" => 1], in: $0)) }),
    Place({ "with \($0); y" }, { .with($0, y) }),
    Place({ "with y; \($0)" }, { .with(y, $0) }),
    Place({ "assert \($0); y" }, { .assert(Assert($0, y)) }),
    Place({ "assert y; \($0)" }, { .assert(Assert(y, $0)) }),
    Place({ "if \($0) then y else y" }, { .ifElse($0, then: y, else: y) }),
    Place({ "if y then \($0) else y" }, { .ifElse(y, then: $0, else: y) }),
    Place({ "if y then y else \($0)" }, { .ifElse(y, then: y, else: $0) }),
    Place({ "\"a${\($0)}b\"" }, { "a\($0)b" }),
    Place({ "''\n${\($0)}\n''" }, { .string(Str([.interpolation($0), .text("\n")])) }),
  ]

  static let leaves: [Sample] = [
    Sample(text: "x", expr: x), Sample(text: "1", expr: 1),
    Sample(text: "1.5", expr: .float(1.5) ?? 0), Sample(text: "\"s\"", expr: "s"),
    Sample(text: "./p", expr: .path("./p")), Sample(text: "-/p", expr: path("-/p")),
    Sample(text: "~/p", expr: path("~/p")), Sample(text: "./p/${x}", expr: interpolatedPath),
    Sample(text: "<n>", expr: SearchPath("n").map { .searchPath($0) } ?? 0),
    Sample(text: "[ ]", expr: []), Sample(text: "{ }", expr: .attrSet(AttrSet([]))),
    Sample(text: "rec { a = 1; }", expr: .attrSet(AttrSet(["a" => 1], isRecursive: true))),
    Sample(text: "let { body = 1; }", expr: .legacyLet(LegacyLet(["body" => 1]))),
    Sample(text: "{ }: 1", expr: .lambda(.pattern(), body: 1)),
    Sample(
      text: "q@{ ... }: 1",
      expr: .lambda(.pattern(Pattern([], hasEllipsis: true, bind: "q")), body: 1)),
  ]

  static let interpolatedPath: Expr =
    PathLiteral([.text("./p/"), .interpolation(x)]).map { .path($0) } ?? 0

  static func path(_ text: String) -> Expr { PathLiteral(text).map { .path($0) } ?? 0 }

  /// Every leaf, and every place with a variable in it.
  static let children =
    leaves + (operands + otherPlaces).map { $0(Sample(text: "x", expr: x)) }

  static let samples = (operands + otherPlaces).flatMap { place in children.map { place($0) } }

  @Test("there are thousands")
  func present() {
    #expect(Self.samples.count > 4000)
  }

  @Test("what is rendered is read back, and means what parentheses say")
  func readBack() throws {
    for sample in Self.samples {
      let text = try sample.expr.rendered()
      try #require(Expr.parse(text).value == sample.expr, "\(text)")
      try #require(Expr.parse(sample.text).value == sample.expr, "\(sample.text)")
    }
  }

  /// Nix prints what it parsed with parentheses of its own.
  @Test(
    "real Nix reads the rendering as it reads the text with all parentheses",
    .enabled(if: ExternalTool.find("nix-instantiate") != nil, "nix-instantiate is not installed"))
  func nix() throws {
    let samples = Self.samples.filter { !$0.hasPipe }
    let rendered = try Self.printed(samples.map { try $0.expr.rendered() })
    let parenthesized = try Self.printed(samples.map(\.text))
    try #require(rendered.count == samples.count + 1)
    for (index, pair) in zip(rendered, parenthesized).enumerated() where pair.0 != pair.1 {
      Issue.record("\(samples[index - 1].text): \(pair.0) is not \(pair.1)")
    }
    #expect(rendered.count == parenthesized.count)
  }

  /// What Nix prints for some expressions, all in one file.
  private static func printed(_ texts: [String]) throws -> [String] {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("all.nix")
    let list = texts.map { "\"NEXT\" (\($0)\n)\n" }.joined()
    try Data("with { }; [\n\(list)]".utf8).write(to: file)
    let nix = try #require(ExternalTool.find("nix-instantiate"))
    let result = try ExternalTool.run(nix, ["--parse", file.path])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.replacingOccurrences(of: folder.path, with: "")
      .components(separatedBy: "\"NEXT\"")
  }
}
