// Changes of a file that keep every byte outside of them.

extension SyntaxTree {
  /// The value that an attribute path has in the file: `services.nginx.enable`, however it is written,
  /// as one path or in nested sets. Functions, `let`, `with`, `assert` and parentheses around a set
  /// are looked through. Nil if there is none.
  ///
  /// ```swift
  /// SyntaxTree(parsing: "{ a.b = { c = 1; }; }").value(at: "a.b.c")?.text  // 1
  /// ```
  public func value(at path: Attrpath) -> SyntaxNode? {
    binding(at: path)?.children.last
  }

  /// The file with an attribute set to a value: an existing one is replaced, a new one is added behind
  /// the last attribute of the innermost set of the path that is there.
  ///
  /// - Throws: ``EditError`` if the file is not an attribute set, if a value on the path is
  ///   none, if the attribute is inherited, or if the value cannot be written.
  public func setting(_ path: Attrpath, to value: Expr) throws(EditError) -> SyntaxTree {
    if let old = self.value(at: path) { return try checked(try replacing(old, with: value)) }
    let names = try names(of: path)
    if case .inherit? = places(of: names).first { throw missing(path) }
    for count in stride(from: names.count - 1, through: 0, by: -1) {
      let parent = names[..<count]
      guard let set = set(at: Array(parent)) else {
        if let path = Attrpath(names: parent), binding(at: path) != nil {
          throw EditError(message: "\(path.readable) is not an attribute set")
        }
        continue
      }
      let rest = names[count...].map { AttrName($0) }
      guard let first = rest.first else { continue }
      let binding = AttrpathValue(Attrpath(first, Array(rest.dropFirst())), value)
      return try checked(
        try adding(to: set) { space throws(EditError) in try code(of: binding, behind: space) })
    }
    throw EditError(message: "there is no attribute set in the file")
  }

  /// The file with one more element at the end of a list.
  public func appending(_ element: Expr, to path: Attrpath) throws(EditError) -> SyntaxTree {
    let binding = try found(path)
    guard let list = binding.children.last.flatMap(list(in:)) else {
      throw EditError(message: "\(path.readable) is not a list")
    }
    return try checked(
      try adding(to: list) { space throws(EditError) in try code(of: element, behind: space) })
  }

  /// The file with another expression in place of a node of this tree, laid out as the formatter
  /// would, at its indentation.
  ///
  /// - Throws: ``EditError`` for an expression that cannot be written, and for one with which a file that had
  ///   no error gets one: a value beside other parts of its attribute.
  public func replacing(_ node: SyntaxNode, with value: Expr) throws(EditError) -> SyntaxTree {
    try check(node)
    return try checked(replacingCode([try change(of: node, in: node.parent, to: value)]))
  }

  /// The file with other text in a range. All else stays, byte for byte.
  public func replacing(_ range: SourceRange, with text: String) -> SyntaxTree {
    let end = min(Int(range.end), storage.count)
    let start = min(Int(range.start), end)
    var bytes = Array(bytes)
    bytes.replaceSubrange(start..<end, with: text.utf8)
    return SyntaxTree(bytes: bytes)
  }

  /// A tree that an edit gives: what was right must not have an error after it, as a name
  /// that is bound twice.
  func checked(_ tree: SyntaxTree) throws(EditError) -> SyntaxTree {
    guard diagnostics.isEmpty, let problem = tree.diagnostics.first else { return tree }
    throw EditError(message: problem.message)
  }

  // MARK: - Text

  func text(of value: Expr) throws(EditError) -> String {
    do {
      return String(try value.rendered().dropLast())
    } catch {
      throw EditError(message: error.message)
    }
  }

  /// The file with one more item behind the last one of a set or list.
  ///
  /// - Parameter item: Gives its text with the lines behind the first moved behind some space.
  private func adding(
    to node: SyntaxNode, _ item: (_ space: String) throws(EditError) -> String
  ) throws(EditError) -> SyntaxTree {
    guard let close = node.tokens.last,
      let open = node.tokens.first(where: { $0.kind != .recKeyword })
    else { throw EditError(message: "there is nothing to add to") }
    let isOnOneLine = !storage.bytes[Int(open.start)..<Int(close.end)].contains(UInt8(ascii: "\n"))
    let isFirst = isFirstOnLine(close.start)
    let outer = indentation(at: isFirst ? close.start : open.start)
    let lineBreak = lineBreak
    guard isOnOneLine else {
      var inner = outer + "  "
      if let last = node.children.last?.range.start, isFirstOnLine(last) {
        inner = indentation(at: last)
      }
      let line = inner + (try item(inner)) + lineBreak
      // Before the spaces of the closing bracket, behind comments of the last item.
      var start = Int(close.start)
      while isSpace(start - 1) { start -= 1 }
      return isFirst
        ? replacing(SourceRange(start..<start), with: line)
        : replacing(SourceRange(start..<Int(close.start)), with: lineBreak + line + outer)
    }
    // The bracket was on one line: it is broken, as the formatter breaks two items.
    let inner = outer + "  "
    let lines = (try lines(of: node, after: open) + [try item(inner)])
      .map { inner + $0 + lineBreak }.joined()
    return replacing(
      SourceRange(start: open.end, end: close.start), with: lineBreak + lines + outer)
  }

  /// The items of a bracket on one line, as lines of their own; all of it as one if there are comments.
  private func lines(of node: SyntaxNode, after open: SyntaxToken) throws(EditError) -> [String] {
    var end = open.end
    var lines: [String] = []
    for child in node.children {
      let gap = text(in: SourceRange(start: end, end: child.range.start))
      lines.append(child.text)
      end = child.range.end
      if gap.utf8.allSatisfy(CharacterClass.isWhitespace) { continue }
      lines = []
      break
    }
    let close = node.tokens.last?.start ?? end
    let rest = text(in: SourceRange(start: end, end: close))
    if lines.count == node.children.count, rest.utf8.allSatisfy(CharacterClass.isWhitespace) {
      return lines
    }
    let all = text(in: SourceRange(start: open.end, end: close))
    return [String(all.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())]
  }
}
