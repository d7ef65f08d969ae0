// What the formatter's rules call expressions: absorbable, simple.

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

  /// An absorbable term, or one behind a `with` or behind plain arguments.
  var isAbsorbable: Bool {
    switch self {
    case .with(let with): with.body.isAbsorbableTerm
    case .lambda(let lambda):
      if case .identifier = lambda.param {
        lambda.innermostBody.isAbsorbableTerm
      } else {
        false
      }
    default: isAbsorbableTerm
    }
  }

  /// An expression that is never broken.
  var isSimple: Bool {
    switch self {
    case .variable, .integer, .float, .string, .path, .searchPath: true
    case .select(let select):
      select.defaultValue == nil && select.base.isSimple && select.path.isPlain
    case .apply(let apply): apply.isSimple
    default: false
    }
  }

  var isApplication: Bool {
    if case .apply = self { true } else { false }
  }

  var isSelection: Bool {
    if case .select = self { true } else { false }
  }

  var asList: List? {
    if case .list(let list) = self { list } else { nil }
  }
}

extension Apply {
  /// Of simple parts, with at most two arguments.
  var isSimple: Bool {
    arguments.count <= 2 && function.isSimple && arguments.allSatisfy(\.isSimple)
  }
}

extension Operand {
  var isAbsorbableTerm: Bool { !isParenthesized && expr.isAbsorbableTerm }
  var isApplication: Bool { !isParenthesized && expr.isApplication }
  var isSelection: Bool { !isParenthesized && expr.isSelection }
  var asList: List? { isParenthesized ? nil : expr.asList }
}

extension Lambda {
  /// The body behind all plain arguments: that of `x: y: body`.
  var innermostBody: Expr {
    var body = body
    while case .lambda(let inner) = body, case .identifier = inner.param { body = inner.body }
    return body
  }
}

extension Attrpath {
  /// Whether all names stand bare.
  var isPlain: Bool { first.isBare && rest.allSatisfy(\.isBare) }
}

extension AttrName {
  /// Whether the name stands bare.
  var isBare: Bool {
    guard let fixed else { return false }
    return !isQuoted && Escaping.isBare(fixed)
  }
}

extension List {
  /// Short enough to be on one line between other arguments.
  var isShort: Bool { elements.count <= 6 && elements.allSatisfy(\.expr.isSimple) }
}
