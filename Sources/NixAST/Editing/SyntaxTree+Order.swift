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
      changes.append((old, text(of: chunk, at: old)))
    }
    return replacing(changes)
  }

  /// The text of one place for another one. A line comment at its end needs the line to end there.
  private func text(of chunk: SourceRange, at place: SourceRange) -> String {
    let text = self.text(in: chunk)
    let tail = storage.bytes[Int(place.end)]
    let endsLine = tail == UInt8(ascii: "\n") || tail == UInt8(ascii: "\r") || tail == 0
    guard !endsLine, text.hasLineCommentAtEnd else { return text }
    return text + "\n" + indentation(at: place.start)
  }

  /// A binding with the comments on the lines right above it and the one behind it.
  private func chunk(_ node: SyntaxNode) -> SourceRange {
    let bytes = storage.bytes
    let first = node.tokens.startIndex
    let gap = first > 0 ? Int(tokens[first - 1].end) : 0
    var start = Int(node.range.start)
    if isFirstOnLine(node.range.start) {
      // The lines above that are comments as a whole.
      var line = start
      while line > gap, bytes[line - 1] != UInt8(ascii: "\n") { line -= 1 }
      while line > gap {
        var above = line - 1
        while above > gap, bytes[above - 1] != UInt8(ascii: "\n") { above -= 1 }
        var text = above
        while text < line, bytes[text] == UInt8(ascii: " ") { text += 1 }
        guard above > gap, bytes[text] == UInt8(ascii: "#") else { break }
        start = text
        line = above
      }
    }
    var end = Int(node.range.end)
    var comment = end
    while bytes[comment] == UInt8(ascii: " ") || bytes[comment] == UInt8(ascii: "\t") {
      comment += 1
    }
    if bytes[comment] == UInt8(ascii: "#") {
      while bytes[comment] != UInt8(ascii: "\n"), bytes[comment] != UInt8(ascii: "\r"),
        bytes[comment] != 0
      { comment += 1 }
      end = comment
    }
    return SourceRange(start..<end)
  }
}

extension String {
  /// Whether a text of a binding ends with a line comment: its last semicolon is before it.
  fileprivate var hasLineCommentAtEnd: Bool {
    utf8.last != UInt8(ascii: ";")
  }
}
