// Bindings, lists and sets, with the comments between their items.

extension Lowering {
  /// A binding whose comments are not known yet: one may be behind it.
  enum Draft {
    case attr(Attrpath, Expr, SourceRange)
    case inherit(Inherit)

    consuming func binding(_ trivia: ItemTrivia) -> Binding {
      switch self {
      case .attr(let path, let value, let range):
        return .attr(AttrpathValue(path, value, trivia: trivia, range: range))
      case .inherit(var inherit):
        inherit.trivia = trivia
        return .inherit(inherit)
      }
    }
  }

  mutating func binding(_ index: Int) {
    let node = nodes[index]
    var height = Height()
    if node.kind == .binding {
      let value = pop(&height)
      var pathHeight = Height()
      let path = takePath(Int(nodes[index - 1].start) - 1, &pathHeight)
      // Each name after the first is a set in another.
      height.depth += Int32(truncatingIfNeeded: path.rest.count)
      height.include(pathHeight)
      bindingHeights.append(height)
      return bindings.append(.attr(path, value, range(node)))
    }
    var count = childCount(index)
    let hasSource =
      count > 0
      && nodes[SyntaxStorage.firstChild(of: index, in: nodes)].kind == .inheritSource
    if hasSource { count -= 1 }
    var child = index - 1
    let names = takeNames(count, &child, &height).map { name in
      Inherit.Name(name.fixed ?? "", isQuoted: name.isQuoted, range: name.range)
    }
    let source: Expr? = hasSource ? pop(&height) : Expr?.none
    bindings.append(.inherit(Inherit(names, from: source, range: range(node))))
    bindingHeights.append(height)
  }

  /// Takes the last bindings, which are the nodes before another, with the comments between two tokens.
  mutating func takeBindings(
    _ count: Int, before end: Int, _ opening: UInt32, closing: UInt32
  ) -> (bindings: [Binding], closing: [Trivium], height: Height) {
    var height = Height()
    let start = bindingHeights.count - count
    for index in start..<bindingHeights.count { height.include(bindingHeights[index]) }
    bindingHeights.cut(to: start)
    var claimed = claim(count, before: end, opening, closing: closing)
    if count == 0 { return ([], claimed.closing, height) }
    let result = [Binding](unsafeUninitializedCapacity: count) { buffer, initialized in
      var index = count
      while index > 0 {
        index -= 1
        let binding = bindings.removeLast().binding(claimed.takeTrivia(of: index))
        buffer.initializeElement(at: index, to: binding)
      }
      initialized = count
    }
    return (result, claimed.closing, height)
  }

  // MARK: - Lists and sets

  mutating func collection(_ index: Int) {
    let node = nodes[index]
    let count = childCount(index)
    let range = range(node)
    if node.kind == .list {
      let height = takeHeights(count)
      var claimed = claim(count, before: index, node.first, closing: node.last)
      let elements = takeElements(count, &claimed)
      return push(.list(List(elements, closing: claimed.closing, range: range)), height)
    }
    let isRecursive = tokens[Int(node.first)].kind == .recKeyword
    // After a word, the second token is the brace.
    let opening = node.kind == .legacyLet || isRecursive ? node.first + 1 : node.first
    var (bindings, closing, height) = takeBindings(
      count, before: index, opening, closing: node.last)
    height.depth += 1
    if node.kind == .legacyLet {
      push(.legacyLet(LegacyLet(bindings, closing: closing, range: range)), height)
    } else {
      let set = AttrSet(bindings, isRecursive: isRecursive, closing: closing, range: range)
      push(.attrSet(set), height)
    }
  }

  /// Takes the last expressions as elements of a list.
  private mutating func takeElements(_ count: Int, _ claimed: inout Claimed) -> [List.Element] {
    if count == 0 { return [] }
    return [List.Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      var index = count
      while index > 0 {
        index -= 1
        let trivia = claimed.takeTrivia(of: index)
        buffer.initializeElement(at: index, to: List.Element(exprs.removeLast(), trivia: trivia))
      }
      initialized = count
    }
  }

  // MARK: - Comments

  /// The comments and blank lines between two brackets.
  private struct Claimed {
    /// Trivia of items that have some, in order.
    var items: [(index: Int, trivia: ItemTrivia)] = []
    /// Trivia before the closing bracket.
    var closing: [Trivium] = []

    /// Takes those of an item; items are asked for from the last to the first.
    @inline(__always)
    mutating func takeTrivia(of item: Int) -> ItemTrivia {
      guard let last = items.last, last.index == item else { return .none }
      items.removeLast()
      return last.trivia
    }
  }

  /// Takes the comments after an opening token, up to a closing one, for the items between them, which
  /// are the nodes before another.
  private mutating func claim(
    _ count: Int, before end: Int, _ opening: UInt32, closing: UInt32
  ) -> Claimed {
    // Trivia before the first item and not right before it go elsewhere.
    var gaps = trivia.take(after: opening, through: closing)
    if gaps.isEmpty { return Claimed() }
    var claimed = Claimed()
    var next = 0
    for (item, child) in children(count, before: end).enumerated() {
      if next == gaps.count { return claimed }
      let (first, last) = (nodes[child].first, nodes[child].last)
      if gaps[next].token > last + 1 { continue }
      var before: [Trivium] = []
      while next < gaps.count, gaps[next].token <= last {
        let all = gaps[next].token == first ? gaps[next].all : gaps[next].all.comments
        if before.isEmpty { before = all } else { before += all }
        next += 1
      }
      var after: String?
      if next < gaps.count, gaps[next].token == last + 1 { after = gaps[next].takeTrailing() }
      if !before.isEmpty || after != nil {
        claimed.items.append((item, ItemTrivia(before: before, after: after)))
      }
    }
    claimed.closing = gaps[next...].flatMap(\.all)
    return claimed
  }

  /// The nodes side by side that end before another, in the order of the text.
  private func children(_ count: Int, before end: Int) -> [Int] {
    var result = [Int](repeating: 0, count: count)
    var child = end - 1
    for index in result.indices.reversed() {
      result[index] = child
      child = Int(nodes[child].start) - 1
    }
    return result
  }
}
