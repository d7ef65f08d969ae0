// Operators, applications and selections: precedence climbing over the table of the language.

extension BinaryOperator {
  /// How operators of one strength group.
  enum Associativity {
    case left
    case right
    case none
  }

  /// The strength of the operator: the larger, the tighter. "Operators" in the Nix Reference Manual
  /// has the table.
  var strength: Int {
    switch self {
    case .pipeInto, .pipeFrom: 1
    case .implies: 2
    case .or: 3
    case .and: 4
    case .equal, .notEqual: 5
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 6
    case .update: 7
    case .add, .subtract: 9
    case .multiply, .divide: 10
    case .concat: 11
    }
  }

  /// How the operator groups with itself.
  var associativity: Associativity {
    switch self {
    case .implies, .update, .concat, .pipeFrom: .right
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .none
    default: .left
    }
  }

  /// The strength of `!`, between `//` and `+`.
  static let strengthOfNot = 8
  /// The strength of `?`, above all binary operators.
  static let strengthOfHasAttr = 12
}

extension Token.Kind {
  fileprivate var binaryOperator: BinaryOperator? {
    switch self {
    case .concat: .concat
    case .multiply: .multiply
    case .divide: .divide
    case .plus: .add
    case .minus: .subtract
    case .update: .update
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .and: .and
    case .or: .or
    case .implies: .implies
    case .pipeInto: .pipeInto
    case .pipeFrom: .pipeFrom
    default: nil
    }
  }
}

extension Parser {
  /// An expression of operators at least as strong as `minimum`.
  mutating func operation(_ minimum: Int = 0) throws(Failure) -> Expr {
    let start = token.start
    let outerHeight = chainHeight
    chainHeight = 0
    var left = try operand()
    var previous: (op: BinaryOperator, range: SourceRange)?
    while true {
      if token.kind == .question {
        advance()
        let path = try attrpath()
        try addLink()
        left = .hasAttr(HasAttr(left, path, range: range(from: start)))
      } else if let op = token.kind.binaryOperator, op.strength >= minimum {
        try checkNeighbours(op, previous)
        previous = (op, token.range)
        if op.associativity == .right {
          left = try rightChain(left, op, start)
        } else {
          advance()
          let right = try rightOperand(of: op)
          left = .binary(BinaryOperation(left, op, right, range: range(from: start)))
        }
      } else {
        chainHeight = max(chainHeight, outerHeight)
        return left
      }
    }
  }

  private mutating func rightOperand(of op: BinaryOperator) throws(Failure) -> Expr {
    let operand = try nested { parser throws(Failure) in try parser.operation(op.strength + 1) }
    try addLink()
    return operand
  }

  /// Operands of an operator that groups to the right; in a loop, so that a long chain takes no deep
  /// stack.
  private mutating func rightChain(
    _ first: Expr, _ op: BinaryOperator, _ start: Int
  ) throws(Failure) -> Expr {
    var operands = [(expr: first, start: start)]
    while token.kind.binaryOperator == op {
      advance()
      let start = token.start
      operands.append((try rightOperand(of: op), start))
    }
    var (result, _) = operands.removeLast()
    for (operand, start) in operands.reversed() {
      result = .binary(BinaryOperation(operand, op, result, range: range(from: start)))
    }
    return result
  }

  private mutating func addLink() throws(Failure) {
    chainHeight += 1
    if chainHeight >= Expr.maximumChain {
      throw report(.chainTooLong(Expr.maximumChain, at: token.range))
    }
  }

  private mutating func checkNeighbours(
    _ op: BinaryOperator, _ previous: (op: BinaryOperator, range: SourceRange)?
  ) throws(Failure) {
    guard let previous, previous.op.strength == op.strength else { return }
    if op.associativity == .none {
      throw report(.comparisonChain(op.rawValue, at: token.range, first: previous.range))
    }
    if op.associativity != previous.op.associativity { throw report(.mixedPipes(at: token.range)) }
  }

  /// What an operator stands before or behind: a unary operation or an application.
  private mutating func operand() throws(Failure) -> Expr {
    let start = token.start
    switch token.kind {
    case .minus:
      advance()
      let operand = try nested { parser throws(Failure) in try parser.operand() }
      return .unary(UnaryOperation(.negate, operand, range: range(from: start)))
    case .not:
      advance()
      let operand = try nested { parser throws(Failure) in
        try parser.operation(BinaryOperator.strengthOfNot)
      }
      return .unary(UnaryOperation(.not, operand, range: range(from: start)))
    default:
      return try application()
    }
  }

  private mutating func application() throws(Failure) -> Expr {
    let start = token.start
    let function = try selection()
    guard token.kind.beginsTerm else { return function }
    var arguments = [try selection()]
    while token.kind.beginsTerm { arguments.append(try selection()) }
    return .apply(Apply(unchecked: function, to: arguments, range: range(from: start)))
  }

  /// A term, and what is selected from it.
  mutating func selection() throws(Failure) -> Expr {
    let start = token.start
    let base = try term()
    guard token.kind == .dot else { return token.kind == .orKeyword ? orAsName(base, start) : base }
    advance()
    let path = try attrpath()
    guard token.kind == .orKeyword else {
      return .select(Select(base, path, range: range(from: start)))
    }
    advance()
    let fallback = try nested { parser throws(Failure) in try parser.selection() }
    return .select(Select(base, path, default: fallback, range: range(from: start)))
  }

  /// `f or`, where nothing is selected: Nix takes `or` for a variable, because it was one once.
  private mutating func orAsName(_ function: Expr, _ start: Int) -> Expr {
    let name = Variable(Identifier(unchecked: text(token)), range: token.range)
    advance()
    return .apply(Apply(function, to: .variable(name), range: range(from: start)))
  }
}
