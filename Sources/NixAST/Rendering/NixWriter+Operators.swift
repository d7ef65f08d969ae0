// Operators and selections.

/// The operands of operators of one kind in a row.
struct OperatorChain {
  let op: BinaryOperator
  private(set) var operands: [Operand] = []

  init(_ operation: BinaryOperation) {
    op = operation.op
    // A chain leans to one side; loops, because it may be long.
    switch op {
    case .concat, .update, .implies, .pipeFrom:
      var rest = operation
      operands.append(Operand(rest.left, of: op, isLeft: true))
      while case .binary(let next) = rest.right, next.op == op {
        operands.append(Operand(next.left, of: op, isLeft: true))
        rest = next
      }
      operands.append(Operand(rest.right, of: op, isLeft: false))
    default:
      var rest = operation
      var reversed = [Operand(rest.right, of: op, isLeft: false)]
      while case .binary(let next) = rest.left, next.op == op {
        reversed.append(Operand(next.right, of: op, isLeft: false))
        rest = next
      }
      reversed.append(Operand(rest.left, of: op, isLeft: true))
      operands = reversed.reversed()
    }
  }
}

extension NixWriter {
  mutating func binary(_ operation: BinaryOperation) {
    if operation.op.isComparison {
      operand(Operand(operation.left, of: operation.op, isLeft: true))
      spacing(.softSpace)
      text(operation.op.rawValue)
      spacing(.hardSpace)
      operand(Operand(operation.right, of: operation.op, isLeft: false))
    } else {
      chain(OperatorChain(operation), wide: false)
    }
  }

  /// Operands with an operator before each but the first, which may be a wide set.
  mutating func chain(_ chain: OperatorChain, wide: Bool) {
    let isLongPipe =
      (chain.op == .pipeInto || chain.op == .pipeFrom) && chain.operands.count > 3
    group { writer in
      for (index, operand) in chain.operands.enumerated() {
        if index == 0 {
          if wide { writer.wideTerm(operand.expr) } else { writer.operand(operand) }
          continue
        }
        writer.spacing(isLongPipe ? .hardLine : .line)
        writer.text(chain.op.rawValue)
        writer.nest { $0.laterOperand(operand) }
      }
    }
  }

  /// A term that is broken with what is around it.
  private mutating func wideTerm(_ expr: Expr) {
    if case .list(let list) = expr { self.list(list) } else { self.expr(expr, wide: true) }
  }

  private mutating func laterOperand(_ operand: Operand) {
    switch operand.expr {
    case .binary where !operand.isParenthesized:
      group { writer in
        writer.spacing(.line)
        writer.operand(operand)
      }
    case .apply(let apply) where !operand.isParenthesized:
      spacing(.hardSpace)
      group { $0.call(apply, before: .line) }
    default:
      spacing(.hardSpace)
      self.operand(operand)
    }
  }

  mutating func unary(_ operation: UnaryOperation) {
    text(operation.op.rawValue)
    operand(Operand(of: operation))
  }

  mutating func hasAttr(_ hasAttr: HasAttr) {
    operand(Operand(hasAttr.base, atMost: Level.negation))
    spacing(.softSpace)
    text("?")
    spacing(.hardSpace)
    attrpath(hasAttr.path)
  }

  mutating func selection(_ select: Select) {
    let base = Operand(selectionBase: select.base)
    operand(base)
    switch select.base {
    case _ where base.isParenthesized: spacing(.softBreak)
    case .variable, .searchPath: break
    default: spacing(.line0)
    }
    text(".")
    attrpath(select.path)
    guard let fallback = select.defaultValue else { return }
    spacing(.softSpace)
    nest { writer in
      writer.text("or")
      writer.spacing(.hardSpace)
      writer.operand(Operand(fallback, atMost: Level.selection))
    }
  }
}

extension BinaryOperator {
  fileprivate var isComparison: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
    default: false
    }
  }
}
