/// Walks two expressions side by side.
struct Comparison {
  private(set) var differences: [Difference] = []
  private var path: [Difference.Step] = []

  mutating func compare(_ old: Expr, _ new: Expr) {
    if old == new { return }
    switch (old, new) {
    case (.attrSet(let old), .attrSet(let new)) where old.isRecursive == new.isRecursive:
      compare(Attributes(old.bindings), Attributes(new.bindings))
    case (.list(let old), .list(let new)) where old.elements.count == new.elements.count:
      for (index, pair) in zip(old.elements, new.elements).enumerated() {
        step(.element(index)) { $0.compare(pair.0.expr, pair.1.expr) }
      }
    case (.lambda(let old), .lambda(let new)) where old.param == new.param:
      compare(old.body, new.body)
    case (.letIn(let old), .letIn(let new)):
      compare(Attributes(old.bindings), Attributes(new.bindings))
      compare(old.body, new.body)
    case (.with(let old), .with(let new)) where old.scope == new.scope:
      compare(old.body, new.body)
    case (.assert(let old), .assert(let new)) where old.condition == new.condition:
      compare(old.body, new.body)
    case (.binary(let old), .binary(let new))
    where old.op == new.op && [.update, .concat].contains(new.op) && old.right == new.right:
      // Elements added after both change no path of those before them.
      compare(old.left, new.left)
    default:
      differences.append(Difference(path: path, change: .changed(from: old, to: new)))
    }
  }

  private mutating func compare(_ old: Attributes, _ new: Attributes) {
    for name in Set(old.values.keys).union(new.values.keys).sorted() {
      step(name.isComputed ? .computed(name.text) : .attribute(name.text)) { comparison in
        switch (old.values[name], new.values[name]) {
        case (let old?, let new?): comparison.compare(old, new)
        case (let old?, nil): comparison.add(.removed(old))
        case (nil, let new?): comparison.add(.added(new))
        case (nil, nil): break
        }
      }
    }
  }

  private mutating func add(_ change: Difference.Change) {
    differences.append(Difference(path: path, change: change))
  }

  private mutating func step(_ step: Difference.Step, _ body: (inout Comparison) -> Void) {
    path.append(step)
    body(&self)
    path.removeLast()
  }
}

/// The attributes of a set by their first names, however they are written: paths as nested sets,
/// what is inherited as the variable or selection that it is.
private struct Attributes {
  struct Name: Hashable, Comparable {
    var text: String
    var isComputed = false

    static func == (left: Name, right: Name) -> Bool {
      left.isComputed == right.isComputed && left.text.isSame(as: right.text)
    }

    static func < (left: Name, right: Name) -> Bool {
      if left.text != right.text { return left.text < right.text }
      if left.isComputed != right.isComputed { return right.isComputed }
      return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }

  private(set) var values: [Name: Expr] = [:]

  init(_ bindings: [Binding]) {
    for binding in bindings {
      switch binding {
      case .inherit(let inherit):
        for name in inherit.names {
          values[Name(text: name.text)] = Self.inherited(name.text, inherit.source)
        }
      case .attr(let attr): add(attr.path, attr.value)
      }
    }
  }

  private mutating func add(_ path: Attrpath, _ value: Expr) {
    let key = path.first.fixed.map { Name(text: $0) } ?? Self.computed(path.first)
    var value = value
    if let next = path.rest.first {
      let inner = Attrpath(next, Array(path.rest.dropFirst()))
      value = .attrSet(AttrSet([.attr(AttrpathValue(inner, value))]))
    }
    guard case .attrSet(let old)? = values[key], case .attrSet(let new) = value else {
      values[key] = value
      return
    }
    // Nix takes `rec` from the first of them.
    values[key] = .attrSet(
      AttrSet(old.bindings + new.bindings, isRecursive: old.isRecursive))
  }

  private static func inherited(_ name: String, _ source: Expr?) -> Expr {
    if let source { return .select(Select(source, Attrpath(name))) }
    return Identifier(name).map { .variable($0) } ?? .str(name)
  }

  /// A computed name, as it is written.
  private static func computed(_ name: AttrName) -> Name {
    let set = Expr.attrSet(AttrSet([.attr(AttrpathValue(Attrpath(name), .null))]))
    let tree = (try? set.rendered()).map { SyntaxTree(parsing: $0) }
    let path = tree?.root?.children.first?.children.first
    return Name(text: path?.text ?? "${…}", isComputed: true)
  }
}
