import NixAST

/// The variables that a module binds, and as much evaluation as plain data needs: variables,
/// selections, `+`, `++`, `//`, interpolated strings.
struct ModuleScope {
  /// An attribute of a set.
  struct Entry {
    var name: String
    var value: Expr
    var range: SourceRange
    var trivia: ItemTrivia
  }

  private var bound: [String: Expr] = [:]
  /// The remaining work that a module may cost; hostile ones double themselves.
  private var budget = 100_000

  /// Adds the bindings of a `let`; inner ones hide outer ones.
  mutating func bind(_ bindings: [Binding]) {
    for entry in Self.entries(bindings) { bound[entry.name] = entry.value }
  }

  // MARK: - Sets

  /// The attributes of a set, or of what evaluates to one; nil for anything else. Values stay as
  /// they are.
  mutating func entries(of expr: Expr, depth: Int = 0) -> [Entry]? {
    guard depth < 40, budget > 0 else { return nil }
    budget -= 1
    switch expr {
    case .attrSet(let set): return Self.entries(set.bindings)
    case .variable(let variable):
      return bound[variable.identifier.name].flatMap { entries(of: $0, depth: depth + 1) }
    case .binary(let operation) where operation.op == .update:
      guard let left = entries(of: operation.left, depth: depth + 1),
        let right = entries(of: operation.right, depth: depth + 1)
      else { return nil }
      return left.filter { old in !right.contains { $0.name == old.name } } + right
    case .select(let select):
      return selected(select, depth).flatMap { entries(of: $0, depth: depth + 1) }
    default: return nil
    }
  }

  /// The attributes by their first names; paths become sets, computed names are left out.
  static func entries(_ bindings: [Binding]) -> [Entry] {
    var entries: [Entry] = []
    var places: [String: Int] = [:]
    for binding in bindings {
      switch binding {
      case .inherit(let inherit):
        for name in inherit.names {
          let value =
            inherit.source.map { Expr.select(Select($0, Attrpath(name.text))) }
            ?? Identifier(name.text).map { Expr.variable($0) } ?? .null
          let range = name.range ?? SourceRange(0..<0)
          entries.append(Entry(name: name.text, value: value, range: range, trivia: .none))
        }
      case .attr(let attr):
        guard let name = attr.path.first.fixed else { continue }
        var value = attr.value
        if let next = attr.path.rest.first {
          let path = Attrpath(next, Array(attr.path.rest.dropFirst()))
          value = .attrSet(
            AttrSet([.attr(AttrpathValue(path, value, range: attr.range))], range: attr.range))
        }
        let range = attr.path.first.range ?? SourceRange(0..<0)
        if let place = places[name], case .attrSet(let old) = entries[place].value,
          case .attrSet(let new) = value
        {
          entries[place].value = .attrSet(
            AttrSet(old.bindings + new.bindings, range: old.range ?? new.range))
        } else {
          places[name] = entries.count
          entries.append(Entry(name: name, value: value, range: range, trivia: attr.trivia))
        }
      }
    }
    return entries
  }

  /// The names that are computed, which ``entries(_:)`` leaves out.
  static func computedNames(_ bindings: [Binding]) -> [SourceRange] {
    bindings.compactMap { binding in
      guard case .attr(let attr) = binding else { return nil }
      guard let name = attr.path.names.first(where: { $0.fixed == nil }) else { return nil }
      return name.range ?? attr.range
    }
  }

  private mutating func selected(_ select: Select, _ depth: Int) -> Expr? {
    var value = select.base
    for name in select.path.names {
      guard let name = name.fixed,
        let entry = entries(of: value, depth: depth + 1)?.first(where: { $0.name == name })
      else { return select.defaultValue }
      value = entry.value
    }
    return value
  }

  // MARK: - Data

  /// The data that an expression evaluates to; nil if it is not known here.
  mutating func data(_ expr: Expr, depth: Int = 0) -> Expr? {
    guard depth < 40, budget > 0 else { return nil }
    budget -= 1
    switch expr {
    case .integer, .float: return expr
    case .unary(let operation): return operation.op == .negate ? expr : nil
    case .path(let path): return path.text == nil ? nil : expr
    case .string(let string): return text(string, depth).map { .string($0) }
    case .variable(let variable):
      let name = variable.identifier.name
      if ["true", "false", "null"].contains(name), bound[name] == nil { return expr }
      return bound[name].flatMap { data($0, depth: depth + 1) }
    case .list(let list):
      var elements: [List.Element] = []
      for element in list.elements {
        guard let value = data(element.expr, depth: depth + 1) else { return nil }
        elements.append(List.Element(value, trivia: element.trivia))
      }
      return .list(List(elements, range: list.range))
    case .attrSet: return set(expr, depth)
    case .binary(let operation):
      return operation.op == .update ? set(expr, depth) : joined(operation, depth)
    case .select(let select):
      return selected(select, depth).flatMap { data($0, depth: depth + 1) }
    case .apply(let apply): return applied(apply, depth)
    default: return nil
    }
  }

  private mutating func set(_ expr: Expr, _ depth: Int) -> Expr? {
    if case .attrSet(let set) = expr, !Self.computedNames(set.bindings).isEmpty { return nil }
    guard let entries = entries(of: expr, depth: depth) else { return nil }
    var bindings: [Binding] = []
    for entry in entries {
      guard let value = data(entry.value, depth: depth + 1) else { return nil }
      bindings.append(
        .attr(AttrpathValue(Attrpath(AttrName(entry.name, range: entry.range)), value)))
    }
    return .attrSet(AttrSet(bindings, range: expr.range))
  }

  private mutating func text(_ string: Str, _ depth: Int) -> Str? {
    var text = ""
    for part in string.parts {
      switch part {
      case .text(let part): text += part
      case .interpolation(let expr):
        guard case .string(let inner)? = data(expr, depth: depth + 1), let part = inner.text else {
          return nil
        }
        text += part
      }
      // The next part is not read if this was too much.
      budget -= text.utf8.count / 64
    }
    return Str(text, form: string.form, range: string.range)
  }

  private mutating func joined(_ operation: BinaryOperation, _ depth: Int) -> Expr? {
    guard let left = data(operation.left, depth: depth + 1),
      let right = data(operation.right, depth: depth + 1)
    else { return nil }
    switch (operation.op, left, right) {
    case (.concat, .list(let left), .list(let right)):
      budget -= left.elements.count + right.elements.count
      return .list(List(left.elements + right.elements, range: operation.range))
    case (.add, .string(let left), .string(let right)):
      return text(Str(left.parts + right.parts, range: operation.range), depth).map { .string($0) }
    default: return nil
    }
  }

  /// The functions that change no data, `toString` of an integer, and `fetchurl`.
  private mutating func applied(_ apply: Apply, _ depth: Int) -> Expr? {
    guard let name = apply.functionName, let last = apply.arguments.last else { return nil }
    switch name {
    case "mkDefault", "mkForce": return data(last, depth: depth + 1)
    case "toString":
      guard case .integer(let number)? = data(last, depth: depth + 1) else { return nil }
      return .string(Str("\(number.value)", range: apply.range))
    // The description of a file that Nix fetches; its name follows from the URL.
    case "fetchurl":
      guard let entries = entries(of: last, depth: depth + 1) else { return nil }
      var bindings: [Binding] = []
      for entry in entries where entry.name != "name" {
        guard let value = data(entry.value, depth: depth + 1) else { return nil }
        bindings.append(Attrpath(entry.name) => value)
      }
      return .attrSet(AttrSet(bindings, range: apply.range))
    default: return nil
    }
  }
}

extension Apply {
  /// The last name of the function: `mkIf` of `lib.mkIf`.
  var functionName: String? {
    switch function {
    case .variable(let variable): variable.identifier.name
    case .select(let select): (select.path.rest.last ?? select.path.first).fixed
    default: nil
    }
  }
}
