import NixAST

/// The options that a module sets, and the variables that it binds on the way.
struct ModuleOutline {
  /// An option with its value, as far as the names are known.
  struct Setting {
    var path: [String]
    var value: Expr
    var range: SourceRange

    /// The option in a user's words, cut to what is one thing: a unit, a user.
    var title: String {
      let depth = ["systemd", "users"].contains(path.first) ? 3 : 2
      return path.prefix(depth).map { Identifier($0) == nil ? quoted($0) : $0 }
        .joined(separator: ".")
    }
  }

  private(set) var scope = ModuleScope()
  private(set) var settings: [Setting] = []
  /// The bindings of all `let`s around the options.
  private(set) var bindings: [ModuleScope.Entry] = []
  /// Names that are computed.
  private(set) var computed: [SourceRange] = []

  init(_ expr: Expr) {
    walk(expr, [], expr.range ?? SourceRange(0..<0), depth: 0)
  }

  private mutating func walk(_ expr: Expr, _ path: [String], _ range: SourceRange, depth: Int) {
    guard depth < 100 else {
      settings.append(Setting(path: path, value: expr, range: range))
      return
    }
    switch expr {
    case .lambda(let lambda): walk(lambda.body, path, range, depth: depth + 1)
    case .with(let with): walk(with.body, path, range, depth: depth + 1)
    case .assert(let assertion): walk(assertion.body, path, range, depth: depth + 1)
    case .letIn(let letIn):
      scope.bind(letIn.bindings)
      bindings += ModuleScope.entries(letIn.bindings)
      walk(letIn.body, path, range, depth: depth + 1)
    case .attrSet(let set):
      for case .attr(let attr) in set.bindings where attr.path.first.fixed == nil {
        computed.append(attr.path.first.range ?? range)
      }
      for entry in ModuleScope.entries(set.bindings) {
        let isRoot = path.isEmpty && entry.name == "config"
        walk(entry.value, isRoot ? [] : path + [entry.name], entry.range, depth: depth + 1)
      }
    case .binary(let operation) where operation.op == .update:
      walk(operation.left, path, range, depth: depth + 1)
      walk(operation.right, path, range, depth: depth + 1)
    case .apply(let apply): walk(apply, expr, path, range, depth: depth)
    default:
      if path.isEmpty, let entries = scope.entries(of: expr) {
        for entry in entries { walk(entry.value, [entry.name], entry.range, depth: depth + 1) }
      } else {
        settings.append(Setting(path: path, value: expr, range: range))
      }
    }
  }

  /// Functions that give one of their arguments are looked through.
  private mutating func walk(
    _ apply: Apply, _ expr: Expr, _ path: [String], _ range: SourceRange, depth: Int
  ) {
    switch (apply.functionName, apply.arguments.count, apply.arguments.last) {
    case ("mkIf", 2, let value?), ("optionalAttrs", 2, let value?), ("mkDefault", 1, let value?),
      ("mkForce", 1, let value?):
      walk(value, path, range, depth: depth + 1)
    case ("mkMerge", 1, .list(let list)?):
      for element in list.elements { walk(element.expr, path, range, depth: depth + 1) }
    default: settings.append(Setting(path: path, value: expr, range: range))
    }
  }
}
