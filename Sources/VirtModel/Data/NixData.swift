import NixAST

/// Reads Nix data out of a Nix expression: sets, lists, strings, numbers, booleans, null and paths.
/// Everything that needs evaluation is refused, with the way out.
struct NixData {
  /// Constructs that need evaluation, in the order of the text.
  private var refused: [(construct: String, range: SourceRange?)] = []
  /// Texts without quotes.
  private var unquoted: [Diagnostic] = []
  private let source: SourceText?

  /// - Parameter source: what the expression was parsed from, if it is at hand.
  init(_ source: SourceText? = nil) {
    self.source = source
  }

  /// Texts without quotes, and one diagnostic for all that needs evaluation: the way out is the same.
  var diagnostics: [Diagnostic] {
    let inOrder = refused.sorted { left, right in
      guard let a = left.range, let b = right.range else { return false }
      return a < b
    }
    return unquoted
      + inOrder.prefix(1).map { first in
        .needsEvaluation(first.construct, at: first.range, others: Array(inOrder.dropFirst()))
      }
  }

  mutating func read(_ expr: Expr) -> DataValue {
    let range = expr.range
    return DataValue(kind: kind(of: expr, at: range), range: range)
  }

  private mutating func kind(of expr: Expr, at range: SourceRange?) -> DataValue.Kind {
    switch expr {
    case .integer(let literal): return .int(literal.value)
    case .float(let literal): return .float(literal.value)
    case .string(let string):
      guard let text = string.text else { return refuse("string interpolation", at: range) }
      return .string(text)
    case .path(let path):
      guard let text = path.text else { return refuse("path interpolation", at: range) }
      return text.utf8.first == UInt8(ascii: "~")
        ? refuse("a path in the home directory", at: range) : .path(text)
    case .list(let list): return .list(list.elements.map { read($0.expr) })
    case .attrSet(let set):
      return set.isRecursive ? refuse("\"rec\"", at: range) : .set(read(set.bindings))
    case .unary(let operation): return negative(operation, at: range)
    case .variable(let variable): return self.variable(variable.identifier.name, at: range)
    case .apply(let apply):
      guard let text = unquotedText(apply, at: range) else {
        return refuse(expr.construct, at: range)
      }
      unquoted.append(.unquotedText(text, at: range))
      return .invalid
    default: return refuse(expr.construct, at: range)
    }
  }

  /// What starts like a number and goes on without a space, such as `1g` or `192.168.1.2`: for Nix, a
  /// number that is applied to something. Nil for something else.
  private func unquotedText(_ apply: Apply, at range: SourceRange?) -> String? {
    switch apply.function {
    case .integer, .float: break
    default: return nil
    }
    guard let range, let text = source?.text(in: range) else { return nil }
    return text.utf8.allSatisfy(ASCII.isNameByte) ? text : nil
  }

  private mutating func read(_ bindings: [Binding]) -> DataSet {
    var set = DataSet(capacity: bindings.count)
    for binding in bindings {
      switch binding {
      case .inherit(let inherit):
        _ = refuse("\"inherit\"", at: inherit.range)
      case .attr(let attr):
        insert(attr.path.first, attr.path.rest[...], attr.value, into: &set)
      }
    }
    return set
  }

  /// Binds a path; sets of the same path are merged as Nix does, and the parser has refused the rest.
  private mutating func insert(
    _ name: AttrName, _ rest: ArraySlice<AttrName>, _ value: Expr, into set: inout DataSet
  ) {
    let keyRange = name.range
    guard let key = name.fixed else {
      _ = refuse("a computed attribute name", at: keyRange)
      return
    }
    if let next = rest.first {
      let (first, valueRange) =
        set[key].map { ($0.keyRange, $0.value.range) } ?? (keyRange, keyRange)
      var inner = set.takeSet(key) ?? DataSet()
      insert(next, rest.dropFirst(), value, into: &inner)
      let data = DataValue(kind: .set(inner), range: valueRange)
      set.set(.init(key: key, keyRange: first, value: data))
      return
    }
    var data = read(value)
    if case .set(let new) = data.kind, case .set(let bound)? = set[key]?.value.kind {
      data.kind = .set(bound.updated(with: new))
    }
    set.set(.init(key: key, keyRange: keyRange, value: data))
  }

  private mutating func negative(
    _ operation: UnaryOperation, at range: SourceRange?
  ) -> DataValue.Kind {
    guard operation.op == .negate else { return refuse("the operator \"!\"", at: range) }
    switch operation.operand {
    case .integer(let literal): return .int(-literal.value)
    case .float(let literal): return .float(-literal.value)
    default: return refuse("arithmetic", at: range)
    }
  }

  private mutating func variable(_ name: String, at range: SourceRange?) -> DataValue.Kind {
    switch name {
    case "null": .null
    case "true": .bool(true)
    case "false": .bool(false)
    default: refuse("the variable \"\(name)\"", at: range)
    }
  }

  private mutating func refuse(_ construct: String, at range: SourceRange?) -> DataValue.Kind {
    refused.append((construct, range))
    return .invalid
  }
}

extension Expr {
  /// The usual name of the construct.
  fileprivate var construct: String {
    switch self {
    case .searchPath(let path): "the search path <\(path.path)>"
    case .select: "a selection"
    case .hasAttr: "the operator \"?\""
    case .apply(let apply):
      if case .variable(let function) = apply.function, function.identifier.name == "import" {
        "\"import\""
      } else {
        "a function call"
      }
    case .binary(let operation): "the operator \"\(operation.op.rawValue)\""
    case .lambda: "a function"
    case .letIn, .legacyLet: "\"let\""
    case .with: "\"with\""
    case .assert: "\"assert\""
    case .ifElse: "\"if\""
    default: "an expression"
    }
  }
}
