/// A binary operator. See "Operators" in the Nix Reference Manual.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  /// `++`, joins lists.
  case concat = "++"
  /// `*`
  case multiply = "*"
  /// `/`
  case divide = "/"
  /// `+`, adds numbers, joins strings and paths.
  case add = "+"
  /// `-`
  case subtract = "-"
  /// `//`, the attributes of both, those of the right side first.
  case update = "//"
  /// `<`
  case less = "<"
  /// `<=`
  case lessOrEqual = "<="
  /// `>`
  case greater = ">"
  /// `>=`
  case greaterOrEqual = ">="
  /// `==`
  case equal = "=="
  /// `!=`
  case notEqual = "!="
  /// `&&`
  case and = "&&"
  /// `||`
  case or = "||"
  /// `->`, logical implication.
  case implies = "->"
  /// `|>`, `x |> f` applies `f`; experimental (`pipe-operators`).
  case pipeInto = "|>"
  /// `<|`, `f <| x` applies `f`; experimental (`pipe-operators`).
  case pipeFrom = "<|"
}

/// A unary operator.
public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  /// `-a`
  case negate = "-"
  /// `!a`
  case not = "!"
}

/// A binary operation: `left op right`.
public struct BinaryOperation: Hashable, Sendable {
  /// The left operand.
  public var left: Expr
  /// The operator.
  public var op: BinaryOperator
  /// The right operand.
  public var right: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// An operation.
  public init(_ left: Expr, _ op: BinaryOperator, _ right: Expr, range: SourceRange? = nil) {
    self.left = left
    self.op = op
    self.right = right
    self.range = range
  }
}

/// A unary operation: `-a`, `!a`.
public struct UnaryOperation: Hashable, Sendable {
  /// The operator.
  public var op: UnaryOperator
  /// The operand.
  public var operand: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// An operation.
  public init(_ op: UnaryOperator, _ operand: Expr, range: SourceRange? = nil) {
    self.op = op
    self.operand = operand
    self.range = range
  }
}
