// Changing the order of attributes.

extension SyntaxTree {
  /// The file with the bindings of a set in another order. Each takes the comments right above it and
  /// the one behind it along; what is set apart by a blank line stays where it is.
  ///
  /// ```swift
  /// let sorted = try tree.reordering("services") { $0.sorted { $0.text < $1.text } }
  /// ```
  ///
  /// - Parameters:
  ///   - path: The attribute whose value the set is; nil for the set of the file.
  ///   - order: Gives the bindings and inherits in their new order, each once.
  public func reordering(
    _ path: Attrpath? = nil, _ order: ([SyntaxNode]) -> [SyntaxNode]
  ) throws(EditError) -> SyntaxTree {
    let set: SyntaxNode?
    if let path { set = value(at: path).flatMap(innerSet) } else { set = root.flatMap(innerSet) }
    guard let set else {
      throw EditError(message: "\(path?.readable ?? "the file") is not an attribute set")
    }
    let items = set.children
    let ordered = order(items)
    guard ordered.count == items.count, Set(ordered) == Set(items) else {
      throw EditError(message: "the new order must have every attribute once")
    }
    let chunks = items.map(chunk)
    let positions = Dictionary(uniqueKeysWithValues: zip(items, chunks))
    var changes: [(range: SourceRange, text: String)] = []
    for (old, new) in zip(chunks, ordered) {
      guard let chunk = positions[new], chunk != old else { continue }
      // A line comment at its end needs the line to end there.
      let end = Int(old.end)
      let isInLine = commentsBehind(new)?.isLine == true && end != endOfLine(end)
      changes.append(
        (old, text(in: chunk) + (isInLine ? lineBreak + indentation(at: old.start) : "")))
    }
    return replacing(changes)
  }

  /// A binding with the comments on the lines right above it and the one behind it.
  private func chunk(_ node: SyntaxNode) -> SourceRange {
    SourceRange(startWithComments(node)..<(commentsBehind(node)?.end ?? Int(node.range.end)))
  }
}
