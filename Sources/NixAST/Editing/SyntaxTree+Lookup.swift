// Looking for attributes by their paths.

extension SyntaxTree {
  func names(of path: Attrpath) throws(EditError) -> [String] {
    var names: [String] = []
    for name in path.names {
      guard let fixed = name.fixed else {
        throw EditError(message: "a computed name cannot be looked up in a file")
      }
      names.append(fixed)
    }
    return names
  }

  /// The binding of a path.
  func found(_ path: Attrpath) throws(EditError) -> SyntaxNode {
    guard let binding = binding(at: path) else { throw missing(path) }
    return binding
  }

  /// Why a path has no binding.
  func missing(_ path: Attrpath) -> EditError {
    let message =
      switch (try? names(of: path)).flatMap({ places(of: $0).first }) {
      case nil: "there is no attribute \(path.readable)"
      case .inherit: "the attribute \(path.readable) is inherited"
      case .binding: "the attribute \(path.readable) has no value of its own, only attributes"
      }
    return EditError(message: message)
  }

  func binding(at path: Attrpath) -> SyntaxNode? {
    guard let names = try? names(of: path), let root, let set = innerSet(root) else { return nil }
    return binding(names[...], in: set)
  }

  /// The binding of a path, which may be written as one or nested. Sets that are given in parts are
  /// looked through one by one.
  private func binding(_ names: ArraySlice<String>, in set: SyntaxNode) -> SyntaxNode? {
    var pending: [(names: ArraySlice<String>, set: SyntaxNode)] = [(names, set)]
    while let next = pending.popLast() {
      for binding in next.set.children.reversed() where binding.kind == .binding {
        let parts = binding.children
        guard let path = fixedNames(parts[0]), Self.names(next.names, startWith: path) else {
          continue
        }
        let rest = next.names.dropFirst(path.count)
        if rest.isEmpty { return binding }
        if let inner = innerSet(parts[1]) { pending.append((rest, inner)) }
      }
    }
    return nil
  }

  func set(at names: [String]) -> SyntaxNode? {
    guard let root, let set = innerSet(root) else { return nil }
    if names.isEmpty { return set }
    return binding(names[...], in: set)?.children.last.flatMap(innerSet)
  }

  /// Whether a path starts with the names of another, each with the same bytes.
  private static func names(
    _ names: some Collection<String>, startWith others: some Collection<String>
  ) -> Bool {
    names.starts(with: others) { $0.isSame(as: $1) }
  }

  /// The names of a path; nil for one with a computed name.
  private func fixedNames(_ path: SyntaxNode) -> [String]? {
    let children = path.children
    let names = leadingNames(children)
    return names.count == children.count ? names : nil
  }

  /// The names before the first one that is computed.
  private func leadingNames(_ nodes: [SyntaxNode]) -> [String] {
    storage.withBuffers { bytes, tokens, tree in
      var names: [String] = []
      for node in nodes {
        guard let fixed = NameText.fixed(node.index, bytes, tokens, tree) else { break }
        names.append(fixed)
      }
      return names
    }
  }

  func innerSet(_ node: SyntaxNode) -> SyntaxNode? { inner(node, .attrSet) }

  func list(in node: SyntaxNode) -> SyntaxNode? { inner(node, .list) }

  /// The set or list that an expression is, behind functions, scopes and parentheses.
  private func inner(_ node: SyntaxNode, _ kind: SyntaxKind) -> SyntaxNode? {
    var node = node
    while node.kind != kind {
      switch node.kind {
      case .lambda, .letIn, .with, .assert, .parenthesized:
        guard let last = node.children.last else { return nil }
        node = last
      default: return nil
      }
    }
    return node
  }

  /// A place that binds an attribute, or a part of it.
  enum Place {
    /// A binding, and which of the names of its path is the last one of the attribute's.
    case binding(SyntaxNode, Int)
    /// A name of an `inherit`.
    case inherit(SyntaxNode, name: SyntaxNode)
  }

  /// All places that bind an attribute: `a.b` is in `a.b = 1;`, and in parts in `a.b.c = 1; a.b.d = 2;`. In the
  /// order of the text.
  func places(of names: [String]) -> [Place] {
    guard let root, let set = innerSet(root) else { return [] }
    var places: [(start: UInt32, place: Place)] = []
    var pending = [(names: names[...], set: set)]
    while let next = pending.popLast() {
      for item in next.set.children {
        switch item.kind {
        case .binding:
          let parts = item.children
          let names = parts[0].children
          let path = leadingNames(names)
          if path.count >= next.names.count, Self.names(path, startWith: next.names) {
            places.append((item.range.start, .binding(item, next.names.count - 1)))
          } else if path.count == names.count, Self.names(next.names, startWith: path),
            parts.count > 1, let inner = innerSet(parts[1])
          {
            pending.append((next.names.dropFirst(path.count), inner))
          }
        case .inherit where next.names.count == 1:
          for name in item.children where name.kind != .inheritSource {
            let found = leadingNames([name])
            if found.count == 1, Self.names(next.names, startWith: found) {
              places.append((name.range.start, .inherit(item, name: name)))
            }
          }
        default: continue
        }
      }
    }
    return places.sorted { $0.start < $1.start }.map(\.place)
  }
}
