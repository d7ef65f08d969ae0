extension Expr {
  /// How tightly the expression holds together.
  var level: Int {
    switch self {
    case .variable, .integer, .float, .string, .path, .searchPath, .list, .attrSet, .legacyLet:
      Level.term
    case .select: Level.selection
    case .apply: Level.application
    case .unary(let operation): operation.op == .negate ? Level.negation : Level.not
    case .hasAttr: Level.hasAttr
    case .binary(let operation): operation.op.levels.own
    case .lambda, .letIn, .with, .assert, .ifElse: Level.any
    }
  }
}

extension BinaryOperator {
  /// The level of an operation, and those that its operands may have at most.
  var levels: (own: Int, left: Int, right: Int) {
    let row = OperatorRow.row(of: self)
    return (
      row.level, row.associativity == .left ? row.level : row.level - 1,
      row.associativity == .right ? row.level : row.level - 1
    )
  }
}

/// An expression at a place in the grammar: with parentheses or without.
struct Operand {
  let expr: Expr
  let isParenthesized: Bool

  init(_ expr: Expr, atMost level: Int) {
    self.expr = expr
    isParenthesized = expr.level > level
  }

  /// The operand of a unary operator: `-(./a)`, because a path may start with a minus.
  init(of operation: UnaryOperation) {
    expr = operation.operand
    isParenthesized =
      expr.level > Expr.unary(operation).level || operation.op == .negate && expr.startsWithPath
  }

  /// The base of a selection: `(1).a` and `(./a).b`, because a dot continues numbers and paths.
  init(selectionBase expr: Expr) {
    self.expr = expr
    switch expr {
    case .integer, .float, .path: isParenthesized = true
    default: isParenthesized = expr.level > Level.term
    }
  }

  /// The operand of a pipe: of the same pipe on its side only.
  init(_ expr: Expr, of op: BinaryOperator, isLeft: Bool) {
    self.expr = expr
    let limit = isLeft ? op.levels.left : op.levels.right
    if case .binary(let inner) = expr, inner.op.levels.own == op.levels.own,
      op.levels.own == OperatorRow.row(of: .pipeInto).level, inner.op != op
    {
      isParenthesized = true
    } else {
      isParenthesized = expr.level > limit
    }
  }
}

extension Expr {
  /// Whether the first token is a path other than one in the home directory.
  fileprivate var startsWithPath: Bool {
    switch self {
    case .path(let path):
      guard case .text(let text)? = path.parts.first else { return false }
      return text.utf8.first != UInt8(ascii: "~")
    case .apply(let apply):
      return apply.function.level == Level.term && apply.function.startsWithPath
    default: return false
    }
  }
}
