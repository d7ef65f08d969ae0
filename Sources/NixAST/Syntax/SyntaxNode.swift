/// A node of a syntax tree: a construct of the language as it was written, with its place.
///
/// ```swift
/// let tree = SyntaxTree(parsing: "{ a = 1; }")
/// tree.root?.children.map(\.text)  // ["a = 1;"]
/// ```
public struct SyntaxNode: Sendable {
  /// The tree that the node is in.
  public let tree: SyntaxTree
  let index: Int

  private var node: SyntaxStorage.Node { tree.storage.nodes[index] }

  /// Its kind.
  public var kind: SyntaxKind { node.kind }

  /// Where it is, from its first to its last token.
  public var range: SourceRange {
    // Every node has tokens.
    guard let first = tokens.first, let last = tokens.last else { return SourceRange(0..<0) }
    return first.range.union(last.range)
  }

  /// Its text as written, with the comments in it.
  public var text: String { tree.text(in: range) }

  /// Its tokens, in the order of the text, those of its children included.
  public var tokens: ArraySlice<SyntaxToken> {
    node.first <= node.last && tree.tokens.indices.contains(Int(node.last))
      ? tree.tokens[Int(node.first)...Int(node.last)] : []
  }

  /// The nodes that it consists of, in the order of the text.
  public var children: [SyntaxNode] {
    SyntaxStorage.children(of: index, in: tree.storage.nodes)
      .map { SyntaxNode(tree: tree, index: $0) }
  }

  /// The node that it is in, nil for the file. Found by a search: those who go through a whole tree
  /// know the parents better from ``SyntaxTree/visit(enter:leave:)``.
  public var parent: SyntaxNode? {
    let nodes = tree.storage.nodes
    for parent in index + 1..<max(nodes.count, index + 1) where Int(nodes[parent].start) <= index {
      return SyntaxNode(tree: tree, index: parent)
    }
    return nil
  }

  /// All nodes in it, each behind those that it consists of.
  public var descendants: [SyntaxNode] {
    (Int(node.start)..<index).map { SyntaxNode(tree: tree, index: $0) }
  }
}

extension SyntaxNode: Hashable {
  /// Whether both are the same node of the same tree.
  public static func == (left: SyntaxNode, right: SyntaxNode) -> Bool {
    left.index == right.index && left.tree.identity === right.tree.identity
  }

  /// Adds the place in the tree, and the tree.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(index)
    hasher.combine(ObjectIdentifier(tree.identity))
  }
}

extension SyntaxTree {
  /// The expression of the file; nil for a text that is no Nix.
  public var root: SyntaxNode? {
    let file = storage.nodes.count - 1
    guard file > 0, storage.nodes[file - 1].kind.isExpression else { return nil }
    return SyntaxNode(tree: self, index: file - 1)
  }

  /// All nodes, each behind those that it consists of; the last is the file.
  public var nodes: [SyntaxNode] {
    storage.nodes.indices.map { SyntaxNode(tree: self, index: $0) }
  }

  /// The text in a range.
  public func text(in range: SourceRange) -> String {
    let end = min(Int(range.end), storage.count)
    let start = min(Int(range.start), end)
    return String(decoding: storage.bytes[start..<end], as: UTF8.self)
  }

  /// Goes through all nodes in the order of the text, without recursion.
  ///
  /// - Parameters:
  ///   - enter: Called with a node before its children, and with those it is in, the file first.
  ///     False leaves the children out.
  ///   - leave: Called with the node after its children.
  public func visit(
    enter: (SyntaxNode, _ parents: [SyntaxNode]) -> Bool,
    leave: (SyntaxNode) -> Void = { _ in }
  ) {
    guard !storage.nodes.isEmpty else { return }
    var parents: [SyntaxNode] = []
    // Nodes to enter, and -1 - index for nodes to leave.
    var pending = [storage.nodes.count - 1]
    while let next = pending.popLast() {
      if next < 0 {
        if let node = parents.popLast() { leave(node) }
        continue
      }
      let node = SyntaxNode(tree: self, index: next)
      let entersChildren = enter(node, parents)
      parents.append(node)
      pending.append(-1 - next)
      if entersChildren {
        pending += SyntaxStorage.children(of: next, in: storage.nodes).reversed()
      }
    }
  }
}
