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

// Whether an expression needs parentheses at a place in the grammar.
extension Expr {
  func isParenthesized(atMost level: Int) -> Bool { self.level > level }

  /// As the base of a selection: `(1).a` and `(./a).b`, because a dot continues numbers and paths.
  var isParenthesizedBase: Bool {
    switch self {
    case .integer, .float, .path: true
    default: level > Level.term
    }
  }

  /// As an operand. Operators of one level that group to different sides cannot stand side by side: pipes.
  func isParenthesized(in op: BinaryOperator, isLeft: Bool) -> Bool {
    let levels = op.levels
    if case .binary(let inner) = self, inner.op.levels.own == levels.own,
      OperatorRow.row(of: inner.op).associativity != OperatorRow.row(of: op).associativity
    {
      return true
    }
    return level > (isLeft ? levels.left : levels.right)
  }
}

extension UnaryOperation {
  /// Whether the operand needs parentheses: `-(./a)`, because a path may start with a minus.
  var isOperandParenthesized: Bool {
    operand.level > (op == .negate ? Level.negation : Level.not)
      || op == .negate && operand.startsWithPath
  }
}

/// An operand of a chain: with parentheses or without.
struct Operand {
  let expr: Expr
  let isParenthesized: Bool

  init(_ expr: Expr, of op: BinaryOperator, isLeft: Bool) {
    self.expr = expr
    isParenthesized = expr.isParenthesized(in: op, isLeft: isLeft)
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
