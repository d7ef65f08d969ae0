// Removing and renaming attributes, wherever they are bound.

extension SyntaxTree {
  /// The file without an attribute, and without the comments that belong to it: those on the lines right above,
  /// and behind it on its line. One that is bound in parts, as `a` in `a.b = 1; a.c = 2;`, goes as a whole, and
  /// an inherited one as well.
  public func removing(_ path: Attrpath) throws(EditError) -> SyntaxTree {
    let places = (try? names(of: path)).map(places) ?? []
    if places.isEmpty { throw missing(path) }
    return replacing(places.map { (removal(of: $0), "") })
  }

  /// The file with another name for the last part of an attribute path, also where it is bound in parts. Where the
  /// path is used is not looked for.
  public func renaming(_ path: Attrpath, to name: String) throws(EditError) -> SyntaxTree {
    let places = (try? names(of: path)).map(places) ?? []
    if places.isEmpty { throw missing(path) }
    if name.utf8.contains(0) {
      throw EditError(message: "a name cannot contain the character U+0000")
    }
    var changes: [(range: SourceRange, text: String)] = []
    for place in places {
      // The name of an inherited attribute is that of its value, too.
      guard case .binding(let binding, let index) = place else { throw missing(path) }
      let names = binding.children[0].children
      changes.append((names[index].range, Escaping.name(name)))
    }
    return try checked(replacing(changes))
  }

  private func removal(of place: Place) -> SourceRange {
    switch place {
    case .binding(let node, _): return removal(of: node)
    case .inherit(let node, let name):
      let names = node.children.filter { $0.kind != .inheritSource }
      return names.count == 1
        ? removal(of: node) : SourceRange(gap(before: name)..<Int(name.range.end))
    }
  }

  private func removal(of node: SyntaxNode) -> SourceRange {
    let start = startWithComments(node)
    let end = commentsBehind(node)?.end ?? Int(node.range.end)
    // Its lines, with blank ones before them.
    if isLineEnd(end), let lineEnd = lineEnd(before: start, of: node) {
      return SourceRange(lineEnd..<end)
    }
    if isLineEnd(end), !followsItem(node) { return SourceRange(spaceStart(start)..<end) }
    // A comment at the end of a line with several attributes stays.
    let nodeEnd = Int(node.range.end)
    if !isFirstOnLine(UInt32(start)) { return SourceRange(spaceStart(start)..<nodeEnd) }
    var next = nodeEnd
    while isSpace(next) { next += 1 }
    return SourceRange(start..<next)
  }

  /// Whether another attribute ends where a node starts.
  private func followsItem(_ node: SyntaxNode) -> Bool {
    let first = node.tokens.startIndex
    return first > 0 && tokens[first - 1].kind == .semicolon
  }
}
