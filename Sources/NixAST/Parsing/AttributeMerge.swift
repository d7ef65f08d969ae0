/// Finds attributes that are bound twice, by the rules of Nix's parser (2.26): `a.b = 1; a.c = 2;`
/// and `a = { b = 1; }; a.c = 2;` make one set, at any depth; `a.b = 1; a.b = 2;` is an error.
struct AttributeMerge {
  struct Duplicate {
    /// The attribute, as a path for messages.
    var path: String
    /// Where it is bound again.
    var range: SourceRange
    /// Where it was bound first.
    var first: SourceRange
  }

  /// A name in one of the sets.
  private struct Key: Hashable {
    var scope: Int
    var name: String
  }

  private struct Entry {
    var range: SourceRange
    var value: Value

    enum Value {
      /// The number of the set that it is.
      case set(Int)
      /// A node of a set that nothing was merged with so far.
      case literal(Int)
      case other
    }
  }

  private let bytes: SyntaxStorage.Bytes
  private let tokens: SyntaxStorage.Tokens
  private let nodes: SyntaxStorage.Nodes
  private var entries: [Key: Entry] = [:]
  /// Of each set: the set it is in, and its name there.
  private var scopes: [(parent: Int, name: String)] = [(-1, "")]
  /// Sets whose bindings are still to be merged into others.
  private var pending: [(scope: Int, bindings: [Int], reports: Bool)] = []
  private var duplicates: [Duplicate] = []

  /// The duplicates among some bindings.
  static func duplicates(
    in bindings: [Int], bytes: SyntaxStorage.Bytes, tokens: SyntaxStorage.Tokens,
    nodes: SyntaxStorage.Nodes
  ) -> [Duplicate] {
    var merge = AttributeMerge(bytes: bytes, tokens: tokens, nodes: nodes)
    merge.bind(bindings, in: 0, reports: true)
    while let next = merge.pending.popLast() {
      merge.bind(next.bindings, in: next.scope, reports: next.reports)
    }
    return merge.duplicates.sorted { $0.range < $1.range }
  }

  private init(
    bytes: SyntaxStorage.Bytes, tokens: SyntaxStorage.Tokens, nodes: SyntaxStorage.Nodes
  ) {
    self.bytes = bytes
    self.tokens = tokens
    self.nodes = nodes
  }

  private mutating func bind(_ bindings: [Int], in scope: Int, reports: Bool) {
    for binding in bindings {
      switch nodes[binding].kind {
      case .inherit:
        for name in SyntaxStorage.children(of: binding, in: nodes)
        where nodes[name].kind != .inheritSource {
          guard let text = NameText.fixed(name, bytes, tokens, nodes) else { continue }
          bind(text, .other, range(name), in: scope, reports)
        }
      case .binding: bindPath(binding, in: scope, reports)
      default: break
      }
    }
  }

  private mutating func bindPath(_ binding: Int, in scope: Int, _ reports: Bool) {
    var scope = scope
    let path = Int(nodes[binding - 1].start) - 1
    let names = SyntaxStorage.children(of: path, in: nodes)
    for (index, name) in names.enumerated() {
      // A computed name is compared when it is evaluated.
      guard let text = NameText.fixed(name, bytes, tokens, nodes) else { return }
      if index == names.count - 1 {
        return bind(text, value(binding - 1), range(name), in: scope, reports)
      }
      guard let inner = set(at: text, in: scope, range(name)) else {
        if reports { report(text, range(name), in: scope) }
        return
      }
      scope = inner
    }
  }

  private func value(_ node: Int) -> Entry.Value {
    var node = node
    while nodes[node].kind == .parenthesized { node -= 1 }
    return nodes[node].kind == .attrSet ? .literal(node) : .other
  }

  private mutating func bind(
    _ name: String, _ value: Entry.Value, _ range: SourceRange, in scope: Int, _ reports: Bool
  ) {
    let key = Key(scope: scope, name: name)
    guard entries[key] != nil else {
      entries[key] = Entry(range: range, value: value)
      return
    }
    guard case .literal(let node) = value, let inner = set(at: name, in: scope, range) else {
      if reports { report(name, range, in: scope) }
      return
    }
    pending.append((inner, SyntaxStorage.children(of: node, in: nodes), true))
  }

  /// The set under a name, a new one if there is nothing; nil if something else is there.
  private mutating func set(at name: String, in scope: Int, _ range: SourceRange) -> Int? {
    let key = Key(scope: scope, name: name)
    let entry = entries[key]
    switch entry?.value {
    case .set(let set): return set
    case .other: return nil
    default: break
    }
    let new = scopes.count
    scopes.append((scope, name))
    entries[key] = Entry(range: entry?.range ?? range, value: .set(new))
    if case .literal(let node)? = entry?.value {
      // Its own duplicates were reported when it was read.
      bind(SyntaxStorage.children(of: node, in: nodes), in: new, reports: false)
    }
    return new
  }

  private mutating func report(_ name: String, _ range: SourceRange, in scope: Int) {
    let first = entries[Key(scope: scope, name: name)]?.range ?? range
    var names = [name]
    var scope = scope
    while scope > 0 {
      names.append(scopes[scope].name)
      scope = scopes[scope].parent
    }
    let path = names.reversed().map { Identifier.isBareName($0) ? $0 : "\"\($0)\"" }
    duplicates.append(
      Duplicate(path: path.joined(separator: "."), range: range, first: first))
  }

  private func range(_ node: Int) -> SourceRange {
    tokens[Int(nodes[node].first)].range.union(tokens[Int(nodes[node].last)].range)
  }
}
