/// Finds attributes that are bound twice, by the rules of Nix's parser: `a.b = 1; a.c = 2;` and
/// `a = { b = 1; }; a.c = 2;` make one set, `a.b = 1; a.b = 2;` is a mistake.
enum DuplicateAttributes {
  /// Calls `report` with the path, the place and the first place of each.
  static func find(
    in bindings: [Binding], report: (String, SourceRange, SourceRange) -> Void
  ) {
    guard repeatsFirstName(bindings) else { return }
    var tree = Tree()
    for binding in bindings {
      switch binding {
      case .inherit(let inherit):
        for name in inherit.names {
          tree.bind(name.text, .leaf, at: name.range ?? SourceRange(0..<0), "", report)
        }
      case .attr(let attr):
        tree.bind(attr.path.names[...], attr.value, "", report)
      }
    }
  }

  /// Whether there is anything to look for: nearly no set repeats the first name of a path.
  private static func repeatsFirstName(_ bindings: [Binding]) -> Bool {
    guard bindings.count > 1 else {
      guard case .inherit(let inherit)? = bindings.first else { return false }
      return Set(inherit.names.map(\.text)).count < inherit.names.count
    }
    var seen: Set<String> = []
    seen.reserveCapacity(bindings.count)
    for binding in bindings {
      switch binding {
      case .attr(let attr):
        if let name = attr.path.first.fixed, !seen.insert(name).inserted { return true }
      case .inherit(let inherit):
        for name in inherit.names where !seen.insert(name.text).inserted { return true }
      }
    }
    return false
  }

  private enum Node {
    case leaf
    case set(Tree)
  }

  private struct Tree {
    var entries: [String: (node: Node, range: SourceRange)] = [:]

    typealias Report = (String, SourceRange, SourceRange) -> Void

    mutating func bind(
      _ names: ArraySlice<AttrName>, _ value: Expr, _ prefix: String, _ report: Report
    ) {
      // A computed name is compared when it is evaluated.
      guard let name = names.first, let text = name.fixed else { return }
      let range = name.range ?? SourceRange(0..<0)
      guard names.count > 1 else {
        return bind(text, Tree.node(of: value), at: range, prefix, report)
      }
      var inner = Tree()
      if let existing = entries[text] {
        guard case .set(let set) = existing.node else {
          return report(prefix + text, range, existing.range)
        }
        inner = set
      }
      inner.bind(names.dropFirst(), value, "\(prefix)\(text).", report)
      entries[text] = (.set(inner), entries[text]?.range ?? range)
    }

    mutating func bind(
      _ name: String, _ node: Node, at range: SourceRange, _ prefix: String, _ report: Report
    ) {
      guard let existing = entries[name] else {
        entries[name] = (node, range)
        return
      }
      guard case .set(var old) = existing.node, case .set(let new) = node else {
        return report(prefix + name, range, existing.range)
      }
      // Nix merges the attributes of two sets, not what is below them.
      for (key, entry) in new.entries.sorted(by: { $0.value.range < $1.value.range }) {
        if let first = old.entries[key] {
          report("\(prefix)\(name).\(key)", entry.range, first.range)
        } else {
          old.entries[key] = entry
        }
      }
      entries[name] = (.set(old), existing.range)
    }

    private static func node(of value: Expr) -> Node {
      guard case .attrSet(let set) = value else { return .leaf }
      var tree = Tree()
      for binding in set.bindings {
        switch binding {
        case .inherit(let inherit):
          for name in inherit.names {
            tree.entries[name.text] = (.leaf, name.range ?? SourceRange(0..<0))
          }
        case .attr(let attr): tree.bind(attr.path.names[...], attr.value, "") { _, _, _ in }
        }
      }
      return .set(tree)
    }
  }
}
