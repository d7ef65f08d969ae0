// Right-hand sides, applications and operators over several lines.

extension DirectWriter {
  /// Writes the expression behind the `=` of a binding and what ends the binding, from the `=` on.
  mutating func rightHandSide(_ value: Expr, isPlain: Bool, tail: StaticString) -> Bool {
    guard rightHandSide(value, isPlain: isPlain) else { return false }
    add(tail)
    return true
  }

  private mutating func rightHandSide(_ value: Expr, isPlain: Bool) -> Bool {
    let start = mark
    add(" ")
    let behindSpace = mark
    if !value.isBrokenValue {
      if flat(value), column < Formatter.width { return true }
      take(back: behindSpace)
    }
    switch value {
    case .attrSet, .list:
      if value.isAbsorbableTerm { return absorbed(value, isWide: true, mustFit: false, tail: 1) }
    case .string(let string):
      if string.isIndented { return indented(string, tail: 1) }
      return isPlain && unbroken(value, tail: 1)
    case .path: return isPlain && unbroken(value, tail: 1)
    case .with, .lambda:
      if value.isAbsorbable { return absorbed(value, isWide: true, mustFit: true, tail: 1) }
    case .apply(let apply):
      take(back: start)
      return application(apply, lead: " ", tail: 1, isTried: true, isFree: isPlain)
    case .binary(let operation) where isPlain:
      if let isWritten = joined(operation) { return isWritten }
    default: break
    }
    take(back: start)
    guard isPlain else { return false }
    newline(indentation + 2)
    switch value {
    case .ifElse, .letIn, .lambda, .assert, .hasAttr, .unary, .binary:
      return grouped(value, tail: 1)
    // Others are in one group with the line break.
    default: return bare(value, tail: 1, isTried: false)
    }
  }

  // MARK: - Operators

  mutating func binary(_ operation: BinaryOperation, tail: Int, isTried: Bool) -> Bool {
    let row = OperatorRow.row(of: operation.op)
    if !isTried, fits(operation, tail: tail) { return true }
    if row.associativity == .none || row.level == OperatorRow.row(of: .pipeInto).level {
      return false
    }
    return chain(operation, isFirstWide: false, tail: tail)
  }

  private mutating func chain(_ operation: BinaryOperation, isFirstWide: Bool, tail: Int) -> Bool {
    let operands = OperatorChain(operation).operands
    if operands.count > Expr.maximumChain { isRefused = true }
    let outer = indentation
    for (index, operand) in operands.enumerated() {
      if isRefused { return false }
      let tail = index == operands.count - 1 ? tail : 0
      if index > 0 {
        newline(outer)
        add(operation.op.symbol)
        guard self.operand(operand, tail: tail) else { return false }
      } else if operand.isParenthesized {
        guard parenthesized(operand.expr, tail: 0) else { return false }
      } else if isFirstWide {
        guard absorbed(operand.expr, isWide: true, mustFit: false, tail: 0) else { return false }
      } else {
        guard bare(operand.expr, tail: 0, isTried: false) else { return false }
      }
      indentation = outer
    }
    return true
  }

  private mutating func operand(_ operand: Operand, tail: Int) -> Bool {
    if operand.isParenthesized {
      add(" ")
      return parenthesized(operand.expr, tail: tail)
    }
    switch operand.expr {
    case .apply(let apply): return application(apply, lead: " ", tail: tail, isTried: false)
    case .binary:
      add(" ")
      return flat(operand.expr) && column + tail <= Formatter.width
    case .ifElse, .letIn, .with, .assert, .lambda, .unary: return false
    default:
      add(" ")
      return bare(operand.expr, tail: tail, isTried: false)
    }
  }

  /// A value of operands one of which brings its own brackets; nil for other values.
  private mutating func joined(_ operation: BinaryOperation) -> Bool? {
    guard operation.op == .update || operation.op == .concat || operation.op == .add else {
      return nil
    }
    var first = operation.left
    if operation.op == .add {
      while case .binary(let inner) = first, inner.op == .add { first = inner.left }
    }
    if first.isAbsorbableTerm {
      return chain(operation, isFirstWide: true, tail: 1)
    }
    guard operation.right.isAbsorbableTerm else { return nil }
    if case .binary(let inner) = operation.left, inner.op == operation.op { return nil }
    guard
      flat(
        operation.left,
        isParenthesized: operation.left.isParenthesized(in: operation.op, isLeft: true))
    else { return false }
    add(" ")
    add(operation.op.symbol)
    add(" ")
    return absorbed(operation.right, isWide: true, mustFit: true, tail: 1)
  }
}
