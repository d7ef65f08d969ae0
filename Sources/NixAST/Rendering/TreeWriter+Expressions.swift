// Expressions.

extension TreeWriter {
  /// Writes an expression without others in it; false for one that has some.
  mutating func writeLeaf(_ expr: Expr) -> Bool {
    switch expr {
    case .variable(let variable): leaf(.variable, .identifier, variable.identifier.name)
    case .integer(let literal): leaf(.integer, .integer, String(literal.value))
    case .float(let literal): leaf(.float, .float, Escaping.float(literal.value))
    case .searchPath(let path): leaf(.searchPath, .searchPath, "<\(path.path)>")
    case .string(let string) where string.text != nil: self.string(string)
    default: return false
    }
    return true
  }

  mutating func write(_ expr: Expr) {
    switch expr {
    case .variable, .integer, .float, .searchPath: _ = writeLeaf(expr)
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
    case .with(let with): scope(.with, .withKeyword, "with", with.scope, with.body)
    case .assert(let assertion):
      scope(.assert, .assertKeyword, "assert", assertion.condition, assertion.body)
    case .ifElse(let conditional): self.conditional(conditional)
    }
  }

  /// An expression, in parentheses if it needs them.
  mutating func operand(_ operand: Expr, _ isParenthesized: Bool) {
    guard isParenthesized else { return expr(operand) }
    open()
    token(.leftParenthesis, "(")
    expr(operand)
    token(.rightParenthesis, ")")
    close(.parenthesized)
  }

  // MARK: - Selections and applications

  private mutating func select(_ select: Select) {
    open()
    operand(select.base, select.base.isParenthesizedBase)
    token(.dot, ".")
    attrpath(select.path)
    if let value = select.defaultValue {
      token(.orKeyword, "or")
      operand(value, value.isParenthesized(atMost: Level.selection))
    }
    close(.select)
  }

  private mutating func hasAttr(_ hasAttr: HasAttr) {
    open()
    operand(hasAttr.base, hasAttr.base.isParenthesized(atMost: Level.negation))
    token(.question, "?")
    attrpath(hasAttr.path)
    close(.hasAttr)
  }

  private mutating func apply(_ apply: Apply) {
    // `f x or` means `f (x or)`: before `or` as an argument stands one term.
    let last =
      apply.arguments.count > 1
      ? apply.arguments.indices.dropFirst().last { apply.arguments[$0].isOr } ?? 0 : 0
    open()
    if last > 0 {
      open()
      token(.leftParenthesis, "(")
      open()
    }
    operand(apply.function, apply.function.isParenthesized(atMost: Level.application))
    for (index, argument) in apply.arguments.enumerated() {
      if last > 0, index == last {
        close(.apply)
        token(.rightParenthesis, ")")
        close(.parenthesized)
      }
      operand(argument, argument.isParenthesized(atMost: Level.selection))
    }
    close(.apply)
  }

  // MARK: - Operators

  private mutating func unary(_ operation: UnaryOperation) {
    open()
    if operation.op == .negate { token(.minus, "-") } else { token(.not, "!") }
    operand(operation.operand, operation.isOperandParenthesized)
    close(operation.op == .negate ? .negate : .not)
  }

  private mutating func binary(_ operation: BinaryOperation) {
    let row = OperatorRow.row(of: operation.op)
    if row.associativity == .none {
      open()
      operand(
        operation.left, operation.left.isParenthesized(in: operation.op, isLeft: true))
      token(row.token, operation.op.symbol)
      operand(
        operation.right, operation.right.isParenthesized(in: operation.op, isLeft: false))
      return close(.binary)
    }
    let chain = OperatorChain(operation)
    if chain.operands.count > Expr.maximumChain {
      report("more than \(Expr.maximumChain) operators in a row")
    }
    let last = chain.operands.count - 1
    if row.associativity == .left { open() }
    for (index, operand) in chain.operands.enumerated() {
      if row.associativity == .right, index < last { open() }
      self.operand(operand.expr, operand.isParenthesized)
      if row.associativity == .left, index > 0 {
        if index < last { link(.binary) } else { close(.binary) }
      }
      if index < last { token(row.token, chain.op.symbol) }
    }
    if row.associativity == .right { for _ in 0..<last { close(.binary) } }
  }

  // MARK: - Functions

  private mutating func lambda(_ lambda: Lambda) {
    open()
    switch lambda.param {
    case .identifier(let name): leaf(.name, .identifier, name.name)
    case .pattern(let pattern): self.pattern(pattern)
    }
    token(.colon, ":")
    if case .pattern = lambda.param, lambda.body.isOnItsOwnLine { lineBreak() }
    expr(lambda.body)
    close(.lambda)
  }

  private mutating func pattern(_ pattern: Pattern) {
    let bindsBehind = pattern.bindsBehind && !isCanonical
    open()
    if let bind = pattern.bind, !bindsBehind {
      leaf(.patternName, .identifier, bind.name)
      token(.at, "@")
    }
    token(.leftBrace, "{")
    for (index, formal) in pattern.formals.enumerated() {
      before(formal.trivia.before)
      open()
      leaf(.name, .identifier, formal.name.name)
      if let value = formal.defaultValue {
        token(.question, "?")
        expr(value)
      }
      close(.formal)
      let isLast = index == pattern.formals.count - 1 && !pattern.hasEllipsis
      if !isLast { token(.comma, ",") }
      after(formal.trivia.after)
    }
    before(pattern.closing)
    if pattern.hasEllipsis { leaf(.ellipsis, .ellipsis, "...") }
    token(.rightBrace, "}")
    if let bind = pattern.bind, bindsBehind {
      token(.at, "@")
      leaf(.patternName, .identifier, bind.name)
    }
    close(.pattern)
  }

  // MARK: - Scopes

  /// `with` and `assert`.
  private mutating func scope(
    _ kind: SyntaxKind, _ keyword: TokenKind, _ word: StaticString, _ head: Expr, _ body: Expr
  ) {
    open()
    token(keyword, word)
    expr(head)
    token(.semicolon, ";")
    expr(body)
    close(kind)
  }

  private mutating func letIn(_ letIn: LetIn) {
    open()
    token(.letKeyword, "let")
    for case .attr(let attr) in letIn.bindings where attr.path.first.fixed == nil {
      report("a name in a let cannot be computed")
    }
    bindings(letIn.bindings, closing: letIn.closing)
    token(.inKeyword, "in")
    expr(letIn.body)
    close(.letIn)
  }

  /// The branches of an `else if` are of one level.
  private mutating func conditional(_ conditional: IfElse) {
    var branch = conditional
    var count = 0
    while true {
      open()
      token(.ifKeyword, "if")
      expr(branch.condition)
      token(.thenKeyword, "then")
      expr(branch.then)
      token(.elseKeyword, "else")
      count += 1
      guard case .ifElse(let next) = branch.otherwise else { break }
      branch = next
    }
    expr(branch.otherwise)
    if count > Expr.maximumChain { report("more than \(Expr.maximumChain) branches") }
    for _ in 0..<count { close(.ifElse) }
  }
}

extension BinaryOperator {
  /// The operator as a token.
  var symbol: StaticString {
    switch self {
    case .concat: "++"
    case .multiply: "*"
    case .divide: "/"
    case .add: "+"
    case .subtract: "-"
    case .update: "//"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .equal: "=="
    case .notEqual: "!="
    case .and: "&&"
    case .or: "||"
    case .implies: "->"
    case .pipeInto: "|>"
    case .pipeFrom: "<|"
    }
  }
}
