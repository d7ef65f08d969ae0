/// The operands of operators of one kind in a row.
struct OperatorChain {
  let op: BinaryOperator
  private(set) var operands: [Operand] = []

  init(_ operation: BinaryOperation) {
    op = operation.op
    // A chain leans to one side; loops, because it may be long.
    switch OperatorRow.row(of: op).associativity {
    case .right:
      var rest = operation
      operands.append(Operand(rest.left, of: op, isLeft: true))
      while case .binary(let next) = rest.right, next.op == op {
        operands.append(Operand(next.left, of: op, isLeft: true))
        rest = next
      }
      operands.append(Operand(rest.right, of: op, isLeft: false))
    case .left, .none:
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
