import NixAST

/// Makes random expressions of every construct, valid ones, the same for the same seed.
public struct ExprGenerator {
  private var random: RandomSource
  private var counter = 0

  /// A generator from its seed.
  public init(seed: UInt64) {
    random = RandomSource(seed: seed)
  }

  /// An expression of at most `depth` levels.
  public mutating func expr(depth: Int) -> Expr {
    guard depth > 0 else { return leaf() }
    switch number(22) {
    case 0...3: return leaf()
    case 4: return .string(string(depth: depth - 1))
    case 5: return path(depth: depth - 1)
    case 6...7: return .list(List(many(4) { .init($0.expr(depth: depth - 1)) }))
    case 8...10:
      return .attrSet(AttrSet(bindings(depth: depth - 1), isRecursive: number(5) == 0))
    case 11:
      return .select(
        Select(
          expr(depth: depth - 1), attrpath(depth: depth - 1),
          default: number(3) == 0 ? expr(depth: depth - 1) : nil))
    case 12: return .hasAttr(HasAttr(expr(depth: depth - 1), attrpath(depth: depth - 1)))
    case 13...14:
      return .apply(
        Apply(
          expr(depth: depth - 1), to: expr(depth: depth - 1),
          many(3) { $0.expr(depth: depth - 1) }))
    case 15:
      return .unary(
        UnaryOperation(pick(UnaryOperator.allCases), expr(depth: depth - 1)))
    case 16...17:
      let operators = BinaryOperator.allCases.filter { $0 != .pipeInto && $0 != .pipeFrom }
      return .binary(
        BinaryOperation(expr(depth: depth - 1), pick(operators), expr(depth: depth - 1)))
    case 18: return lambda(depth: depth - 1)
    case 19:
      let bindings = fixedBindings(depth: depth - 1)
      return .letIn(LetIn(bindings, in: expr(depth: depth - 1)))
    case 20: return .with(With(expr(depth: depth - 1), expr(depth: depth - 1)))
    case 21 where number(2) == 0:
      return .assert(Assert(expr(depth: depth - 1), expr(depth: depth - 1)))
    default:
      return .ifElse(
        IfElse(
          expr(depth: depth - 1), then: expr(depth: depth - 1), else: expr(depth: depth - 1)))
    }
  }

  /// A text of characters that strings have trouble with.
  public mutating func hostileText() -> String {
    let pieces = [
      "a", "b c", "$", "${", "''", "'", "\"", "\\", "\n", "\n  ", "\r", "\t", "}", "$$", "''${",
      "é",
      "\u{1F600}", "\u{301}", "%", ",", "\u{1}", " ", "#", "*/",
    ]
    return many(6) { $0.pick(pieces) }.joined()
  }

  // MARK: - Parts

  private mutating func leaf() -> Expr {
    switch number(8) {
    case 0: .int(Int64(number(1000)))
    case 1: .int(Int64.max - Int64(number(3)))
    case 2: .float(Double(number(1000)) / 8) ?? 0
    case 3: .string(Str(hostileText(), form: pick([.automatic, .quoted, .indented])))
    case 4: SearchPath(pick(["nixpkgs", "a/b", "x.y"])).map { .searchPath($0) } ?? .null
    case 5: pick(["./a.nix", "../b", "/etc/x", "~/c", "a/b-c"]).asPath
    case 6: .attrSet(AttrSet([]))
    default: .variable(identifier())
    }
  }

  private mutating func string(depth: Int) -> Str {
    let parts = many(4) { generator -> StrPart in
      generator.number(2) == 0
        ? .text(generator.hostileText()) : .interpolation(generator.expr(depth: depth))
    }
    return Str(parts, form: pick([.automatic, .quoted, .indented]))
  }

  private mutating func path(depth: Int) -> Expr {
    PathLiteral([.text("./a/"), .interpolation(expr(depth: depth)), .text(".nix")])
      .map { .path($0) } ?? .null
  }

  private mutating func bindings(depth: Int) -> [Binding] {
    var result = fixedBindings(depth: depth)
    if number(4) == 0 {
      let path = Attrpath(AttrName(dynamic: expr(depth: depth)))
      result.append(.attr(AttrpathValue(path, expr(depth: depth))))
    }
    if number(4) == 0 {
      let name = Str([.text("q"), .interpolation(expr(depth: depth))])
      result.append(
        .attr(AttrpathValue(Attrpath(AttrName(quoted: name)), expr(depth: depth))))
    }
    return result
  }

  /// Bindings whose names never collide.
  private mutating func fixedBindings(depth: Int) -> [Binding] {
    many(4) { generator -> Binding in
      if generator.number(5) == 0 {
        let names =
          generator.many(5) { Inherit.Name($0.freshName()) } + [.init("z\(generator.fresh())")]
        let source = generator.number(2) == 0 ? generator.expr(depth: depth) : nil
        return .inherit(Inherit(names, from: source))
      }
      let rest = generator.many(2) { AttrName($0.freshName()) }
      let path = Attrpath(AttrName(generator.freshName()), rest)
      return .attr(AttrpathValue(path, generator.expr(depth: depth)))
    } + [.attr(AttrpathValue(Attrpath("z\(fresh())"), expr(depth: depth)))]
  }

  private mutating func attrpath(depth: Int) -> Attrpath {
    let first =
      number(4) == 0 ? AttrName(dynamic: expr(depth: depth)) : AttrName(freshName())
    return Attrpath(first, many(2) { AttrName($0.freshName()) })
  }

  private mutating func lambda(depth: Int) -> Expr {
    guard number(2) == 0 else {
      return .lambda(Lambda(.identifier(identifier()), body: expr(depth: depth)))
    }
    let formals = many(4) { generator in
      Formal(
        Identifier("f\(generator.fresh())") ?? "f",
        default: generator.number(3) == 0 ? generator.expr(depth: depth) : nil)
    }
    let pattern = Pattern(
      formals, hasEllipsis: number(2) == 0,
      bind: number(3) == 0 ? Identifier("args\(fresh())") : nil,
      bindsBehind: number(2) == 0)
    return .lambda(Lambda(.pattern(pattern), body: expr(depth: depth)))
  }

  private mutating func identifier() -> Identifier {
    pick(["a", "b", "pkgs", "x'", "some-name", "_"])
  }

  private mutating func freshName() -> String {
    let number = fresh()
    return pick([
      "n\(number)", "with space \(number)", "dot.\(number)", "\"\(number)$", "\(number)é",
    ])
  }

  private mutating func fresh() -> Int {
    counter += 1
    return counter
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[number(values.count)] }

  private mutating func many<Value>(_ limit: Int, _ make: (inout ExprGenerator) -> Value) -> [Value]
  {
    var result: [Value] = []
    for _ in 0..<number(limit) { result.append(make(&self)) }
    return result
  }
}

extension String {
  fileprivate var asPath: Expr { PathLiteral(self).map { .path($0) } ?? .str(self) }
}
