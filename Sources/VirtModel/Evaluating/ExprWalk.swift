import NixAST

extension Expr {
  /// Calls a closure with the expression and everything in it, in no certain order. Long chains of
  /// operators do not nest calls.
  func forEachPart(_ visit: (Expr) -> Void) {
    var rest = [self]
    while let expr = rest.popLast() {
      visit(expr)
      rest += expr.parts
    }
  }

  /// Whether a variable of a name is used anywhere in it.
  func mentions(_ name: String) -> Bool {
    var isFound = false
    forEachPart { part in
      if case .variable(let variable) = part, variable.identifier.name == name { isFound = true }
    }
    return isFound
  }

  /// The expressions that it is made of.
  private var parts: [Expr] {
    switch self {
    case .variable, .integer, .float, .searchPath: []
    case .string(let string): Self.interpolations(string.parts)
    case .path(let path): Self.interpolations(path.parts)
    case .list(let list): list.elements.map(\.expr)
    case .attrSet(let set): Self.values(set.bindings)
    case .select(let select):
      [select.base] + Self.names(select.path) + (select.defaultValue.map { [$0] } ?? [])
    case .hasAttr(let test): [test.base] + Self.names(test.path)
    case .apply(let apply): [apply.function] + apply.arguments
    case .unary(let operation): [operation.operand]
    case .binary(let operation): [operation.left, operation.right]
    case .lambda(let lambda): Self.defaults(lambda.param) + [lambda.body]
    case .letIn(let letIn): Self.values(letIn.bindings) + [letIn.body]
    case .legacyLet(let letIn): Self.values(letIn.bindings)
    case .with(let with): [with.scope, with.body]
    case .assert(let assertion): [assertion.condition, assertion.body]
    case .ifElse(let branch): [branch.condition, branch.then, branch.otherwise]
    }
  }

  private static func interpolations(_ parts: [StrPart]) -> [Expr] {
    parts.compactMap { if case .interpolation(let expr) = $0 { expr } else { nil } }
  }

  private static func names(_ path: Attrpath) -> [Expr] {
    path.names.flatMap { name -> [Expr] in
      switch name.kind {
      case .fixed: []
      case .dynamic(let expr): [expr]
      case .interpolated(let string): [.string(string)]
      }
    }
  }

  private static func values(_ bindings: [Binding]) -> [Expr] {
    bindings.flatMap { binding -> [Expr] in
      switch binding {
      case .attr(let attr): names(attr.path) + [attr.value]
      case .inherit(let inherit): inherit.source.map { [$0] } ?? []
      }
    }
  }

  private static func defaults(_ param: Param) -> [Expr] {
    guard case .pattern(let pattern) = param else { return [] }
    return pattern.formals.compactMap(\.defaultValue)
  }
}

extension Expr {
  /// Whether a string of it holds a private key, or what may be part of one.
  var mayHoldPrivateKey: Bool {
    var result = false
    forEachPart { part in
      guard case .string(let string) = part else { return }
      for case .text(let text) in string.parts where PrivateKeyText.isSuspicious(text) {
        result = true
      }
    }
    return result
  }
}
