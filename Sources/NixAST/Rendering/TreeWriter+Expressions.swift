// Expressions.

extension TreeWriter {
  mutating func expr(_ expr: Expr) {
    switch expr {
    case .variable(let variable): leaf(.variable, .identifier, variable.identifier.name)
    case .integer(let literal): leaf(.integer, .integer, String(literal.value))
    case .float(let literal): leaf(.float, .float, Escaping.float(literal.value))
    case .searchPath(let path): leaf(.searchPath, .searchPath, "<\(path.path)>")
    case .string(let string): self.string(string)
    case .path(let path): self.path(path)
    case .list(let list): self.list(list)
    case .attrSet(let set): attrSet(set)
    case .legacyLet(let legacyLet): self.legacyLet(legacyLet)
    case .select(let select): self.select(select)
    case .hasAttr(let hasAttr): self.hasAttr(hasAttr)
    case .apply(let apply): self.apply(apply)
    case .unary(let operation): unary(operation)
    case .binary(let operation): binary(operation)
    case .lambda(let lambda): self.lambda(lambda)
    case .letIn(let letIn): self.letIn(letIn)
    case .with(let with):
      let start = start
      token(.withKeyword, "with")
      self.expr(with.scope)
      token(.semicolon, ";")
      self.expr(with.body)
      finish(.with, start)
    case .assert(let assertion):
      let start = start
      token(.assertKeyword, "assert")
      self.expr(assertion.condition)
      token(.semicolon, ";")
      self.expr(assertion.body)
      finish(.assert, start)
    case .ifElse(let conditional): self.conditional(conditional)
    }
  }

  mutating func operand(_ operand: Operand) {
    guard operand.isParenthesized else { return expr(operand.expr) }
    let start = start
    token(.leftParenthesis, "(")
    expr(operand.expr)
    token(.rightParenthesis, ")")
    finish(.parenthesized, start)
  }

  // MARK: - Selections and applications

  private mutating func select(_ select: Select) {
    let start = start
    operand(Operand(selectionBase: select.base))
    token(.dot, ".")
    attrpath(select.path)
    if let value = select.defaultValue {
      token(.orKeyword, "or")
      operand(Operand(value, atMost: Level.selection))
    }
    finish(.select, start)
  }

  private mutating func hasAttr(_ hasAttr: HasAttr) {
    let start = start
    operand(Operand(hasAttr.base, atMost: Level.negation))
    token(.question, "?")
    attrpath(hasAttr.path)
    finish(.hasAttr, start)
  }

  private mutating func apply(_ apply: Apply) {
    let start = start
    let arguments = apply.arguments.map { Operand($0, atMost: Level.selection) }
    // `f x or` means `f (x or)`: before `or` as an argument stands one term.
    let last = apply.arguments.indices.dropFirst().last { apply.arguments[$0].isOr } ?? 0
    for _ in 0..<(last > 0 ? 1 : 0) { token(.leftParenthesis, "(") }
    let inner = self.start
    operand(Operand(apply.function, atMost: Level.application))
    for (index, argument) in arguments.enumerated() {
      if last > 0, index == last {
        finish(.apply, inner)
        token(.rightParenthesis, ")")
        finish(.parenthesized, start)
      }
      operand(argument)
    }
    finish(.apply, start)
  }

  // MARK: - Operators

  private mutating func unary(_ operation: UnaryOperation) {
    let start = start
    if operation.op == .negate { token(.minus, "-") } else { token(.not, "!") }
    operand(Operand(of: operation))
    finish(operation.op == .negate ? .negate : .not, start)
  }

  private mutating func binary(_ operation: BinaryOperation) {
    let row = OperatorRow.row(of: operation.op)
    if row.associativity == .none {
      let start = start
      operand(Operand(operation.left, of: operation.op, isLeft: true))
      token(row.token, operation.op.rawValue)
      operand(Operand(operation.right, of: operation.op, isLeft: false))
      return finish(.binary, start)
    }
    let chain = OperatorChain(operation)
    if row.associativity == .right {
      var starts: [Start] = []
      for operand in chain.operands.dropLast() {
        starts.append(start)
        self.operand(operand)
        token(row.token, chain.op.rawValue)
      }
      if let last = chain.operands.last { operand(last) }
      for start in starts.reversed() { finish(.binary, start) }
    } else {
      let start = start
      operand(chain.operands[0])
      for operand in chain.operands.dropFirst() {
        token(row.token, chain.op.rawValue)
        self.operand(operand)
        finish(.binary, start)
      }
    }
  }

  // MARK: - Functions

  private mutating func lambda(_ lambda: Lambda) {
    let start = start
    switch lambda.param {
    case .identifier(let name): leaf(.name, .identifier, name.name)
    case .pattern(let pattern): self.pattern(pattern)
    }
    token(.colon, ":")
    if case .pattern = lambda.param, lambda.body.isOnItsOwnLine { lineBreak() }
    expr(lambda.body)
    finish(.lambda, start)
  }

  private mutating func pattern(_ pattern: Pattern) {
    let start = start
    if let bind = pattern.bind, !pattern.bindsBehind {
      leaf(.patternName, .identifier, bind.name)
      token(.at, "@")
    }
    token(.leftBrace, "{")
    for (index, formal) in pattern.formals.enumerated() {
      before(formal.trivia.before)
      let formalStart = self.start
      leaf(.name, .identifier, formal.name.name)
      if let value = formal.defaultValue {
        token(.question, "?")
        expr(value)
      }
      finish(.formal, formalStart)
      let isLast = index == pattern.formals.count - 1 && !pattern.hasEllipsis
      if !isLast || formal.trivia.after != nil { token(.comma, ",") }
      after(formal.trivia.after)
    }
    before(pattern.closing)
    if pattern.hasEllipsis { leaf(.ellipsis, .ellipsis, "...") }
    token(.rightBrace, "}")
    if let bind = pattern.bind, pattern.bindsBehind {
      token(.at, "@")
      leaf(.patternName, .identifier, bind.name)
    }
    finish(.pattern, start)
  }

  // MARK: - Scopes

  private mutating func letIn(_ letIn: LetIn) {
    let start = start
    token(.letKeyword, "let")
    bindings(letIn.bindings, closing: letIn.closing)
    token(.inKeyword, "in")
    expr(letIn.body)
    finish(.letIn, start)
  }

  /// In a loop, because a chain of `else if` may be long.
  private mutating func conditional(_ conditional: IfElse) {
    var starts: [Start] = []
    var rest = conditional
    while true {
      starts.append(start)
      token(.ifKeyword, "if")
      expr(rest.condition)
      token(.thenKeyword, "then")
      expr(rest.then)
      token(.elseKeyword, "else")
      guard case .ifElse(let next) = rest.otherwise else { break }
      rest = next
    }
    expr(rest.otherwise)
    for start in starts.reversed() { finish(.ifElse, start) }
  }
}

extension Expr {
  /// Whether it is the variable `or`, which can only be the argument of an application.
  fileprivate var isOr: Bool {
    if case .variable(let variable) = self { variable.identifier.name == "or" } else { false }
  }

  /// Whether it starts on a line of its own behind a set pattern: what has line breaks does.
  fileprivate var isOnItsOwnLine: Bool {
    switch self {
    case .string(let string): string.isIndented
    case .list(let list): list.elements.count > 1 || !list.closing.isEmpty
    case .attrSet(let set): !set.bindings.isEmpty || !set.closing.isEmpty
    case .legacyLet(let legacyLet): !legacyLet.bindings.isEmpty || !legacyLet.closing.isEmpty
    case .with(let with): with.body.isOnItsOwnLine
    case .lambda(let lambda): lambda.body.isOnItsOwnLine
    default: false
    }
  }
}
