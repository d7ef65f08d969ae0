// The kinds of expressions in nixfmt's rules, as in `Formatter`: terms, absorbable, simple.

extension Expr {
  /// A term that stays on the line of what is before it, because it brings its own brackets.
  var isAbsorbableTerm: Bool {
    switch self {
    case .string(let string): string.isIndented
    case .list(let list): !list.elements.isEmpty || !list.closing.isEmpty
    case .attrSet(let set): !set.bindings.isEmpty || !set.closing.isEmpty
    case .legacyLet(let legacyLet): !legacyLet.bindings.isEmpty || !legacyLet.closing.isEmpty
    default: false
    }
  }

  /// An absorbable term, or one behind a `with` or behind parameters.
  var isAbsorbable: Bool {
    var expr = self
    while true {
      switch expr {
      case .with(let with): return with.body.isAbsorbableTerm
      case .lambda(let lambda):
        switch lambda.param {
        case .identifier:
          if case .lambda = lambda.body {} else { return lambda.body.isAbsorbableTerm }
        case .pattern(let pattern):
          guard pattern.bind == nil, pattern.isFlat, !lambda.body.isOnItsOwnLine else {
            return false
          }
        }
        expr = lambda.body
      default: return expr.isAbsorbableTerm
      }
    }
  }

  /// Whether it has line breaks as the value of a binding, whatever its width.
  var isBrokenValue: Bool {
    switch self {
    case .attrSet(let set):
      if set.bindings.count == 1, set.closing.isEmpty, case .inherit(let inherit) = set.bindings[0]
      {
        return !inherit.trivia.isEmpty
      }
      return !set.bindings.isEmpty || !set.closing.isEmpty
    case .with(let with):
      if case .attrSet = with.body { return with.body.isAbsorbableTerm }
      return false
    case .binary(let operation):
      switch operation.op {
      case .update, .concat: return operation.left.isFilledSet || operation.right.isFilledSet
      case .add:
        var first = operation.left
        var count = 2
        while case .binary(let inner) = first, inner.op == .add {
          first = inner.left
          count += 1
        }
        return first.isFilledSet || count == 2 && operation.right.isFilledSet
      default: return false
      }
    default: return false
    }
  }

  var isFilledSet: Bool { if case .attrSet = self { isAbsorbableTerm } else { false } }

  /// What is in parentheses behind an application, if that is a term with brackets of its own behind one
  /// parameter or function.
  var absorbedParts: (name: String, isLambda: Bool, body: Expr)? {
    switch self {
    case .lambda(let lambda):
      guard case .identifier(let name) = lambda.param, lambda.body.isAbsorbableTerm else {
        return nil
      }
      return (name.name, true, lambda.body)
    case .apply(let apply):
      guard case .variable(let variable) = apply.function, apply.arguments.count == 1,
        apply.arguments[0].isAbsorbableTerm
      else { return nil }
      return (variable.identifier.name, false, apply.arguments[0])
    default: return nil
    }
  }

  /// Whether it starts on a line of its own behind a set pattern: what has line breaks does.
  var isOnItsOwnLine: Bool {
    var expr = self
    while true {
      switch expr {
      case .string(let string): return string.isIndented
      case .list(let list): return list.elements.count > 1 || !list.closing.isEmpty
      case .attrSet(let set): return !set.bindings.isEmpty || !set.closing.isEmpty
      case .legacyLet(let legacyLet):
        return !legacyLet.bindings.isEmpty || !legacyLet.closing.isEmpty
      case .with(let with): expr = with.body
      case .lambda(let lambda): expr = lambda.body
      default: return false
      }
    }
  }
}

extension Expr {
  /// Whether comments before it stay where they are, and change nothing in it.
  var keepsHeader: Bool {
    switch self {
    case .attrSet, .letIn, .with, .lambda: true
    default: false
    }
  }
}

extension Lambda {
  /// The body behind parameters that are single names, and how many there are.
  var plainBody: (body: Expr, count: Int) {
    var (body, count) = (self.body, 1)
    while case .lambda(let inner) = body, case .identifier = inner.param {
      body = inner.body
      count += 1
    }
    return (body, count)
  }
}

extension Apply {
  /// Whether the last two arguments are lists, which are laid out alike.
  var hasListsAtEnd: Bool {
    let count = arguments.count
    return count > 1 && arguments[count - 1].isList && arguments[count - 2].isList
  }
}

extension Pattern {
  /// Whether it is simple enough for one line.
  var isFlat: Bool {
    guard closing.isEmpty, formals.count <= 2 else { return false }
    return formals.allSatisfy { $0.defaultValue == nil && $0.trivia.isEmpty }
  }
}

extension DirectWriter {
  /// Whether an expression is never broken.
  mutating func isSimple(_ expr: Expr, depth: Int = 0) -> Bool {
    if depth > 16 {
      isRefused = true
      return false
    }
    switch expr {
    case .variable, .integer, .float, .searchPath, .string, .path: return true
    case .apply(let apply):
      guard apply.arguments.count <= 2, isSimple(apply.function, depth: depth + 1) else {
        return false
      }
      for argument in apply.arguments {
        if !isSimple(argument, depth: depth + 1) { return false }
      }
      return true
    case .select(let select):
      return select.defaultValue == nil && select.path.first.isBare
        && select.path.rest.allSatisfy(\.isBare) && isSimple(select.base, depth: depth + 1)
    default: return false
    }
  }

  /// Whether a list before the last argument may be on one line.
  mutating func isShort(_ list: List) -> Bool {
    guard list.elements.count <= 6, list.closing.isEmpty else { return false }
    for element in list.elements {
      if !element.trivia.isEmpty || !isSimple(element.expr) { return false }
    }
    return true
  }
}
