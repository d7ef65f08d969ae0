// Expressions over several lines.

extension DirectWriter {
  /// Writes an expression in something that is broken, without a group of its own.
  ///
  /// - Parameter tail: how many columns follow that must be on the last line.
  /// - Parameter isTried: whether it is known not to fit on one line.
  mutating func bare(_ expr: Expr, tail: Int, isTried: Bool) -> Bool {
    if calls >= Self.maximumCalls { return false }
    calls += 1
    level += 1
    let isWritten = broken(expr, tail: tail, isTried: isTried)
    level -= 1
    calls -= 1
    return isWritten
  }

  private mutating func broken(_ expr: Expr, tail: Int, isTried: Bool) -> Bool {
    switch expr {
    case .variable, .integer, .float, .searchPath: return !isTried && onOneLine(expr, tail: tail)
    case .string(let string):
      return string.isIndented ? indented(string, tail: tail) : unbroken(expr, tail: tail)
    case .path: return unbroken(expr, tail: tail)
    case .list(let list):
      // A list is a group.
      return !isTried && list.elements.count <= 1 && list.closing.isEmpty
        && onOneLine(expr, tail: tail)
        || brackets(list)
    case .attrSet(let set): return brackets(set)
    case .select(let select):
      if isTried { return false }
      switch select.base {
      case .variable, .searchPath: return onOneLine(expr, tail: tail)
      default: return select.base.isParenthesizedBase && onOneLine(expr, tail: tail)
      }
    case .hasAttr: return !isTried && onOneLine(expr, tail: tail)
    case .apply(let apply): return application(apply, lead: "", tail: tail, isTried: isTried)
    case .binary(let operation): return binary(operation, tail: tail, isTried: isTried)
    case .lambda(let lambda): return self.lambda(lambda, tail: tail, isTried: isTried)
    case .letIn(let letIn): return self.letIn(letIn, tail: tail)
    case .with(let with): return heads("with ", with.scope, with.body, tail: tail)
    case .assert(let assert): return heads("assert ", assert.condition, assert.body, tail: tail)
    case .ifElse(let conditional):
      if !isTried, onOneLine(expr, tail: tail) { return true }
      return self.conditional(conditional, tail: tail)
    case .unary, .legacyLet: return false
    }
  }

  /// Writes something that is on one line if it fits, and otherwise not written here.
  private mutating func onOneLine(_ expr: Expr, tail: Int) -> Bool {
    let start = mark
    if flat(expr), column + tail <= Formatter.width { return true }
    take(back: start)
    return false
  }

  // MARK: - Scopes

  /// The body of a scope, on a line of its own.
  private mutating func body(_ expr: Expr, tail: Int) -> Bool {
    let outer = indentation
    newline(outer)
    let start = mark
    if bare(expr, tail: tail, isTried: false) { return true }
    take(back: start)
    return tail <= 1 && !isRefused && fallBack(body: expr, tail: tail)
  }

  private mutating func letIn(_ letIn: LetIn, tail: Int) -> Bool {
    let outer = indentation
    for case .attr(let attr) in letIn.bindings where attr.path.first.fixed == nil {
      isRefused = true
    }
    guard column == 0, !letIn.bindings.isEmpty else { return false }
    add("let")
    items(letIn.bindings, closing: letIn.closing, indentation: outer + 2)
    newline(outer)
    add("in")
    return body(letIn.body, tail: tail)
  }

  /// `with` and `assert`.
  private mutating func heads(_ word: StaticString, _ head: Expr, _ body: Expr, tail: Int) -> Bool {
    guard column == 0 else { return false }
    add(word)
    guard flat(head), column < Formatter.width else { return false }
    add(";")
    return self.body(body, tail: tail)
  }

  private mutating func conditional(_ conditional: IfElse, tail: Int) -> Bool {
    let outer = indentation
    guard column == 0 else { return false }
    var branch = conditional
    var count = 0
    while true {
      add("if ")
      guard flat(branch.condition), column + 5 <= Formatter.width else { return false }
      add(" then")
      guard onItsOwnLine(branch.then, outer + 2) else { return false }
      newline(outer)
      add("else")
      count += 1
      guard case .ifElse(let next) = branch.otherwise else { break }
      branch = next
      add(" ")
    }
    if count > Expr.maximumChain { isRefused = true }
    if tail == 0 { return onItsOwnLine(branch.otherwise, outer + 2) }
    newline(outer + 2)
    return grouped(branch.otherwise, tail: tail)
  }

  // MARK: - Functions

  private mutating func lambda(_ lambda: Lambda, tail: Int, isTried: Bool) -> Bool {
    guard case .pattern(let pattern) = lambda.param else {
      return plain(lambda, tail: tail, isTried: isTried)
    }
    guard column == 0 else { return false }
    if !lambda.body.isOnItsOwnLine, lambda.body.isAbsorbable { return false }
    checkNames(of: pattern)
    let outer = indentation
    if !self.pattern(pattern) { return false }
    add(":")
    indentation = outer
    return body(lambda.body, tail: tail)
  }

  private mutating func pattern(_ pattern: Pattern) -> Bool {
    let start = mark
    if pattern.isFlat {
      flat(pattern)
      if column < Formatter.width { return true }
      take(back: start)
    }
    if pattern.formals.isEmpty { return false }
    let outer = indentation
    if let bind = pattern.bind, !pattern.bindsBehind {
      add(bind.name)
      add("@")
    }
    add("{")
    guard pattern.closing.isEmpty, pattern.formals.allSatisfy({ $0.trivia.isEmpty }) else {
      take(back: start)
      return fallBack(pattern)
    }
    for formal in pattern.formals {
      newline(outer + 2)
      add(formal.name.name)
      if let value = formal.defaultValue {
        add(" ? ")
        guard !value.isBrokenValue, flat(value), column < Formatter.width else {
          take(back: start)
          return fallBack(pattern)
        }
      }
      add(",")
    }
    if pattern.hasEllipsis {
      newline(outer + 2)
      add("...")
    }
    newline(outer)
    add("}")
    if let bind = pattern.bind, pattern.bindsBehind {
      add("@")
      add(bind.name)
    }
    return true
  }

  /// `x: y: body`, where it is not on one line.
  mutating func plain(_ lambda: Lambda, tail: Int, isTried: Bool) -> Bool {
    let start = mark
    if !isTried, fits(lambda, tail: tail) { return true }
    let outer = indentation
    var body = Expr.lambda(lambda)
    var isFirst = true
    while case .lambda(let inner) = body, case .identifier(let name) = inner.param {
      if !isFirst { add(" ") }
      isFirst = false
      add(name.name)
      add(":")
      body = inner.body
    }
    if body.isAbsorbable {
      add(" ")
      return absorbed(body, isWide: false, mustFit: true, tail: tail)
    }
    guard column <= Formatter.width, start.count == lineStart else { return false }
    indentation = outer
    return self.body(body, tail: tail)
  }
}
