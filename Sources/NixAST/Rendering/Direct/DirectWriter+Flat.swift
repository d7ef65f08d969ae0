// Expressions on one line.

extension DirectWriter {
  /// Writes an expression on the present line; false if it does not fit there, or if it breaks the line
  /// wherever it stands.
  mutating func flat(_ expr: Expr) -> Bool {
    switch expr {
    case .variable(let variable): add(variable.identifier.name)
    case .integer(let literal): add(String(literal.value))
    case .float(let literal): add(Escaping.float(literal.value))
    case .searchPath(let path):
      add("<")
      add(path.path)
      add(">")
    case .string(let string) where string.text != nil:
      return !string.isIndented && quoted(string) && column <= limit
    default:
      guard enter() else { return false }
      let fits = flatNested(expr)
      level -= 1
      return fits && column <= limit
    }
    return column <= limit
  }

  /// Goes a level deeper, if there may be one and there is room on the line.
  @inline(__always)
  private mutating func enter() -> Bool {
    if column > limit { return false }
    if level >= Self.maximumLevel {
      isRefused = true
      return false
    }
    level += 1
    return true
  }

  /// Writes an application with what must follow it on the present line, or nothing.
  mutating func fits(_ apply: Apply, tail: Int) -> Bool {
    let start = mark
    if enter(), flat(apply), column + tail <= Formatter.width {
      level -= 1
      return true
    }
    take(back: start)
    return false
  }

  mutating func fits(_ operation: BinaryOperation, tail: Int) -> Bool {
    let start = mark
    if enter(), flat(operation), column + tail <= Formatter.width {
      level -= 1
      return true
    }
    take(back: start)
    return false
  }

  mutating func fits(_ lambda: Lambda, tail: Int) -> Bool {
    let start = mark
    if enter(), flat(lambda), column + tail <= Formatter.width {
      level -= 1
      return true
    }
    take(back: start)
    return false
  }

  private mutating func flatNested(_ expr: Expr) -> Bool {
    switch expr {
    case .string(let string): return !string.isIndented && quoted(string)
    case .path(let path):
      for part in path.parts {
        switch part {
        case .text(let text): add(text)
        case .interpolation(let expr): guard interpolation(expr) else { return false }
        }
      }
      return true
    case .list(let list): return flat(list)
    case .attrSet(let set): return flat(set)
    case .select(let select):
      guard flat(select.base, isParenthesized: select.base.isParenthesizedBase) else {
        return false
      }
      add(".")
      guard path(select.path) else { return false }
      guard let value = select.defaultValue else { return true }
      add(" or ")
      return flat(value, isParenthesized: value.isParenthesized(atMost: Level.selection))
    case .hasAttr(let hasAttr):
      guard
        flat(hasAttr.base, isParenthesized: hasAttr.base.isParenthesized(atMost: Level.negation))
      else { return false }
      add(" ? ")
      return path(hasAttr.path)
    case .apply(let apply): return flat(apply)
    case .unary(let operation):
      if operation.op == .negate { add("-") } else { add("!") }
      return flat(operation.operand, isParenthesized: operation.isOperandParenthesized)
    case .binary(let operation): return flat(operation)
    case .lambda(let lambda): return flat(lambda)
    case .with(let with):
      add("with ")
      guard flat(with.scope) else { return false }
      add("; ")
      return flat(with.body)
    case .ifElse(let conditional):
      if case .ifElse = conditional.otherwise { return false }
      add("if ")
      guard flat(conditional.condition) else { return false }
      add(" then ")
      guard flat(conditional.then) else { return false }
      add(" else ")
      return flat(conditional.otherwise)
    case .legacyLet:
      isRefused = true
      return false
    default: return false
    }
  }

  private mutating func flat(_ apply: Apply) -> Bool {
    guard head(of: apply), let last = apply.arguments.last else { return false }
    add(" ")
    if last.isParenthesized(atMost: Level.selection) {
      // A set behind the only parameter or function is broken.
      if let parts = last.absorbedParts, case .attrSet = parts.body { return false }
      add("(")
      guard flat(last) else { return false }
      add(")")
      return true
    }
    return argument(last, isInner: apply.hasListsAtEnd)
  }

  /// An operand, in parentheses if it needs them.
  mutating func flat(_ expr: Expr, isParenthesized: Bool) -> Bool {
    guard isParenthesized else { return flat(expr) }
    if case .with(let with) = expr, case .attrSet = with.body, with.body.isAbsorbableTerm {
      return false
    }
    add("(")
    guard flat(expr) else { return false }
    add(")")
    return true
  }

  /// The function of an application and all arguments but the last.
  mutating func head(of apply: Apply) -> Bool {
    let last = apply.arguments.count - 1
    // It cannot stand between arguments, see TreeWriter.
    if apply.arguments[last].isOr { isRefused = true }
    return head(of: apply, upTo: last)
  }

  /// The function of an application and the arguments before one.
  mutating func head(of apply: Apply, upTo end: Int) -> Bool {
    let function = apply.function
    guard flat(function, isParenthesized: function.isParenthesized(atMost: Level.application))
    else {
      return false
    }
    for index in 0..<end {
      if apply.arguments[index].isOr { isRefused = true }
      add(" ")
      guard argument(apply.arguments[index], isInner: true) else { return false }
    }
    return true
  }

  private mutating func argument(_ argument: Expr, isInner: Bool) -> Bool {
    if isInner, case .list(let list) = argument, list.elements.count > 1 {
      return isShort(list) && flat(list.elements)
    }
    return flat(argument, isParenthesized: argument.isParenthesized(atMost: Level.selection))
  }

  private mutating func flat(_ operation: BinaryOperation) -> Bool {
    let op = operation.op
    let row = OperatorRow.row(of: op)
    // How many there are in a row decides.
    if row.level == OperatorRow.row(of: .pipeInto).level {
      isRefused = true
      return false
    }
    guard
      flat(operation.left, isParenthesized: operation.left.isParenthesized(in: op, isLeft: true))
    else { return false }
    add(" ")
    add(op.symbol)
    add(" ")
    return flat(
      operation.right, isParenthesized: operation.right.isParenthesized(in: op, isLeft: false))
  }

  private mutating func flat(_ lambda: Lambda) -> Bool {
    switch lambda.param {
    case .identifier(let name):
      add(name.name)
      add(": ")
      // More than two names are on one line only before brackets.
      let (body, count) = lambda.plainBody
      if count > 2, !body.isAbsorbable { return false }
      if case .with(let with) = body, case .attrSet = with.body, body.isAbsorbable { return false }
    case .pattern(let pattern):
      guard pattern.isFlat, !lambda.body.isOnItsOwnLine else { return false }
      checkNames(of: pattern)
      flat(pattern)
      add(": ")
    }
    return flat(lambda.body)
  }

  /// A pattern on one line.
  mutating func flat(_ pattern: Pattern) {
    if let bind = pattern.bind, !pattern.bindsBehind {
      add(bind.name)
      add("@")
    }
    add("{ ")
    for (index, formal) in pattern.formals.enumerated() {
      if index > 0 { add(", ") }
      add(formal.name.name)
    }
    if pattern.hasEllipsis { add(pattern.formals.isEmpty ? "..." : ", ...") }
    add(pattern.formals.isEmpty && !pattern.hasEllipsis ? "}" : " }")
    if let bind = pattern.bind, pattern.bindsBehind {
      add("@")
      add(bind.name)
    }
  }

  // MARK: - Lists and sets

  private mutating func flat(_ list: List) -> Bool {
    guard list.elements.count <= 1, list.closing.isEmpty else { return false }
    return flat(list.elements)
  }

  private mutating func flat(_ elements: [List.Element]) -> Bool {
    add("[ ")
    for element in elements {
      guard element.trivia.isEmpty else { return false }
      guard
        flat(
          element.expr, isParenthesized: element.expr.isParenthesized(atMost: Level.selection)),
        column <= limit
      else { return false }
      add(" ")
    }
    add("]")
    return column <= limit
  }

  private mutating func flat(_ set: AttrSet) -> Bool {
    guard set.bindings.count <= 1, set.closing.isEmpty else { return false }
    if set.isRecursive { add("rec ") }
    add("{ ")
    switch set.bindings.first {
    case .attr(let attr)?:
      guard attr.trivia.isEmpty, path(attr.path) else { return false }
      add(" = ")
      guard !attr.value.isBrokenValue, flat(attr.value) else { return false }
      add("; }")
    case .inherit(let inherit)?:
      if inherit.names.isEmpty { isRefused = true }
      guard inherit.trivia.isEmpty, flat(inherit) else { return false }
      add(" }")
    case nil: add("}")
    }
    return column <= limit
  }
}

extension Expr {
  var isList: Bool { if case .list = self { true } else { false } }

  /// Whether it is the variable `or`, which can only be the argument of an application.
  var isOr: Bool {
    if case .variable(let variable) = self { variable.identifier.name == "or" } else { false }
  }
}
