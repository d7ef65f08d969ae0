// Changes of many nodes at once.

extension SyntaxTree {
  /// The replacement of a node.
  public enum Replacement: Hashable, Sendable {
    /// An expression, laid out as the formatter would, in parentheses where the place needs them.
    case expr(Expr)
    /// Text as it is: of a name, a formal, a binding, anything.
    case text(String)
  }

  /// The file with other code in the place of some nodes, in one pass. All else stays, byte for byte.
  ///
  /// ```swift
  /// // Quotes around URIs, which Nix will not take for ever.
  /// let quoted = try tree.rewriting { node, _ in node.kind == .uri ? .text("\"\(node.text)\"") : nil }
  /// ```
  ///
  /// - Parameter replacement: Called with each node and those that it is in, the file first; nil
  ///   keeps the node, and its children are asked for. Nodes in a replaced one are not.
  /// - Throws: ``EditError`` for an expression that cannot be written, for code with which a file that had no
  ///   error gets one, and what the function throws.
  public func rewriting(
    _ replacement: (_ node: SyntaxNode, _ parents: [SyntaxNode]) throws(EditError) -> Replacement?
  ) throws(EditError) -> SyntaxTree {
    var changes: [(range: SourceRange, text: String)] = []
    var failure: EditError?
    visit(enter: { node, parents in
      guard failure == nil else { return false }
      do throws(EditError) {
        guard let new = try replacement(node, parents) else { return true }
        changes.append(try change(of: node, in: parents.last, to: new))
      } catch {
        failure = error
      }
      return false
    })
    if let failure { throw failure }
    return try checked(replacingCode(changes))
  }

  private func change(
    of node: SyntaxNode, in parent: SyntaxNode?, to replacement: Replacement
  ) throws(EditError) -> (range: SourceRange, text: String) {
    switch replacement {
    case .text(let text): return (node.range, text)
    case .expr(let expr): return try change(of: node, in: parent, to: expr)
    }
  }

  /// An expression in the place of a node.
  func change(
    of node: SyntaxNode, in parent: SyntaxNode?, to expr: Expr
  ) throws(EditError) -> (range: SourceRange, text: String) {
    if let parent, parent.kind == .binding, let code = try code(of: expr, in: parent) {
      return code
    }
    let text = try self.text(of: expr)
    let kind = SyntaxTree(parsing: text).root?.kind ?? .error
    // A string can be a name, too.
    let isName = parent?.kind == .attrpath || parent?.kind == .inherit
    guard node.kind.isExpression, !isName || kind == .string else {
      throw EditError(message: "an expression cannot replace \(node.text)")
    }
    let needsParentheses = parent.map { $0.needsParentheses(kind, inPlaceOf: node) } ?? false
    return (
      node.range, indented(needsParentheses ? "(\(text))" : text, like: node.range.start)
    )
  }

  /// The file with other texts in ranges, which are in order and apart.
  func replacing(_ changes: [(range: SourceRange, text: String)]) -> SyntaxTree {
    var result: [UInt8] = []
    result.reserveCapacity(storage.count)
    var end = 0
    for (range, text) in changes {
      result += storage.bytes[end..<Int(range.start)]
      result += text.utf8
      end = Int(range.end)
    }
    result += storage.bytes[end..<storage.count]
    return SyntaxTree(bytes: result)
  }

  /// The file with other code in ranges, which are in order and apart. Where a token would go on in its
  /// neighbour, as in `f"a"` with a name in place of the string, a space comes between.
  func replacingCode(_ changes: [(range: SourceRange, text: String)]) -> SyntaxTree {
    let tree = replacing(changes)
    var spaced = changes
    var isSpaced = false
    var growth = 0
    for (index, change) in changes.enumerated() {
      let start = Int(change.range.start) + growth
      let end = start + change.text.utf8.count
      growth = end - Int(change.range.end)
      if tree.isInToken(end) {
        spaced[index].text += " "
        isSpaced = true
      }
      if tree.isInToken(start) {
        spaced[index].text = " " + spaced[index].text
        isSpaced = true
      }
    }
    return isSpaced ? replacing(spaced) : tree
  }

  /// Whether an offset is in a token, not before or after one. Before a comment, a path takes the slash.
  private func isInToken(_ offset: Int) -> Bool {
    let next = storage.bytes[min(offset, storage.count)...].prefix(2)
    let isBeforeComment = next.elementsEqual("/*".utf8)
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low < tokens.count && tokens[low].start < offset + (isBeforeComment ? 1 : 0)
  }

  /// - Throws: ``EditError`` for a node of another tree, whose ranges mean nothing here.
  func check(_ node: SyntaxNode) throws(EditError) {
    guard contains(node) else {
      throw EditError(
        message: "the node belongs to another tree: look it up in the tree that you change")
    }
  }
}

extension SyntaxNode {
  /// Whether an expression of a kind needs parentheses in the place of a child.
  func needsParentheses(_ kind: SyntaxKind, inPlaceOf child: SyntaxNode) -> Bool {
    let isTerm: Bool
    switch kind {
    case .variable, .integer, .float, .uri, .searchPath, .string, .indentedString, .path,
      .parenthesized, .list, .attrSet, .legacyLet:
      isTerm = true
    default: isTerm = false
    }
    switch self.kind {
    case .list: return !isTerm && kind != .select
    case .select:
      // A number or a path before the dot would take it.
      if children.first == child { return !isTerm || [.integer, .float, .path].contains(kind) }
      return !isTerm && kind != .select
    case .apply:
      // `or` as an argument takes only what is right before it.
      if child == children.first, followsWithOr(child) { return !isTerm }
      return !isTerm && kind != .select && !(kind == .apply && children.first == child)
    case .hasAttr, .binary, .negate, .not: return !isTerm && kind != .select && kind != .apply
    default: return false
    }
  }
  private func followsWithOr(_ child: SyntaxNode) -> Bool {
    tree.tokens[child.tokens.endIndex].kind == .orKeyword
  }
}
