/// How tightly an expression holds together, from 0 (a name) to 16 (a function), and what a place in
/// the grammar allows: the one table from which parentheses come. "Operators" in the Nix Reference
/// Manual; the extra levels are those of the grammar.
enum Level {
  static let term = 0
  static let selection = 1
  static let application = 2
  static let negation = 3
  static let hasAttr = 4
  static let any = 16
}

extension Expr {
  /// How tightly the expression holds together.
  var level: Int {
    switch self {
    case .variable, .integer, .float, .string, .path, .searchPath, .list, .attrSet, .legacyLet:
      Level.term
    case .select: Level.selection
    case .apply: Level.application
    case .unary(let operation): operation.op == .negate ? Level.negation : 8
    case .hasAttr: Level.hasAttr
    case .binary(let operation): operation.op.levels.own
    case .lambda, .letIn, .with, .assert, .ifElse: Level.any
    }
  }
}

extension BinaryOperator {
  /// The level of an operation, and those that its operands may have at most.
  var levels: (own: Int, left: Int, right: Int) {
    switch self {
    case .concat: (5, 4, 5)
    case .multiply, .divide: (6, 6, 5)
    case .add, .subtract: (7, 7, 6)
    case .update: (9, 8, 9)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: (10, 9, 9)
    case .equal, .notEqual: (11, 10, 10)
    case .and: (12, 12, 11)
    case .or: (13, 13, 12)
    case .implies: (14, 13, 14)
    // |> and <| are never mixed, so neither may be the operand of the other.
    case .pipeInto: (15, 15, 14)
    case .pipeFrom: (15, 14, 15)
    }
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

  /// What is selected from: `(1).a` and `(./a).b`, because numbers and paths go on behind a dot.
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
    if case .binary(let inner) = expr, inner.op.levels.own == 15, inner.op != op {
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
