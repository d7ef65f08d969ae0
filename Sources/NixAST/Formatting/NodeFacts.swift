/// Answers about nodes that rules of the formatter need often, found in one pass over all of them.
struct NodeFacts: ~Copyable {
  /// Which nodes are nixfmt's "simple" but for comments: never broken.
  private var simple: Stack<Bool>
  /// Of each node: its first child, or itself if it has none.
  private var first: Stack<UInt32>
  /// Of each node: the child that comes after it in the same node, or 0.
  private var following: Stack<UInt32>

  init(_ nodes: SyntaxStorage.Nodes) {
    simple = Stack(capacity: nodes.count)
    first = Stack(capacity: nodes.count)
    following = Stack(capacity: nodes.count)
    for (index, node) in nodes.enumerated() {
      var right: UInt32 = 0
      var count = 0
      var areSimple = true
      var areNames = true
      var child = index - 1
      while child >= Int(node.start) {
        following[child] = right
        right = UInt32(truncatingIfNeeded: child)
        count += 1
        areSimple = areSimple && simple[child]
        areNames = areNames && nodes[child].kind == .name
        child = Int(nodes[child].start) - 1
      }
      first.append(count > 0 ? right : UInt32(truncatingIfNeeded: index))
      following.append(0)
      switch node.kind {
      case .variable, .integer, .float, .uri, .searchPath, .string, .indentedString, .path, .name:
        simple.append(true)
      case .parenthesized: simple.append(areSimple)
      // Names in quotes are not simple.
      case .attrpath: simple.append(areNames)
      case .apply: simple.append(areSimple && count <= 3)
      // Without a default.
      case .select: simple.append(areSimple && count == 2)
      default: simple.append(false)
      }
    }
  }

  @inline(__always)
  func isSimple(_ node: Int) -> Bool { simple[node] }

  /// The children of a node, in the order of the text.
  @inline(__always)
  func children(of node: Int) -> Children {
    let child = Int(first[node])
    return Children(child: child == node ? -1 : child, following: following.view)
  }

  struct Children: Sequence, IteratorProtocol {
    /// The next child, -1 behind the last.
    fileprivate var child: Int
    fileprivate let following: UnsafeBufferPointer<UInt32>

    /// The first child, if there is one.
    @inline(__always)
    var first: Int? { child < 0 ? nil : child }

    @inline(__always)
    mutating func next() -> Int? {
      if child < 0 { return nil }
      let result = child
      let next = Int(following[child])
      child = next == 0 ? -1 : next
      return result
    }
  }
}
