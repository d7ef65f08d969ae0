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
    if let old = self.value(at: path) { return try replacing(old, with: value) }
    let names = try names(of: path)
    for count in stride(from: names.count - 1, through: 0, by: -1) {
      guard let set = set(at: Array(names[..<count])) else { continue }
      let rest = names[count...].map { AttrName($0) }
      guard let first = rest.first else { continue }
      let binding = Binding.attr(AttrpathValue(Attrpath(first, Array(rest.dropFirst())), value))
      return try checked(try adding(try text(of: binding), to: set))
    }
    throw EditError(message: "there is no attribute set in the file")
  }

  /// The file without an attribute, and without the comments that belong to it.
  public func removing(_ path: Attrpath) throws(EditError) -> SyntaxTree {
    removing(try found(path))
  }

  /// The file with one more element at the end of a list.
  public func appending(_ element: Expr, to path: Attrpath) throws(EditError) -> SyntaxTree {
    let binding = try found(path)
    guard let list = binding.children.last.flatMap(list(in:)) else {
      throw EditError(message: "\(path.readable) is not a list")
    }
    let wrapped = Expr.list(CollectionOfOne(element))
    let tree = SyntaxTree(parsing: try text(of: wrapped))
    guard let new = tree.root?.children.first else {
      // A list that was written is read with its element.
      throw EditError(message: "the element cannot be written")
    }
    return try checked(try adding(new.text, to: list))
  }

  /// The file with another expression in place of a node of this tree, laid out as the formatter
  /// would, at its indentation.
  public func replacing(_ node: SyntaxNode, with value: Expr) throws(EditError) -> SyntaxTree {
    try check(node)
    return replacingCode([(node.range, try text(of: value, at: node, in: node.parent))])
  }

  /// The file with another name for the last part of an attribute path. Where the path is used is not
  /// looked for.
  public func renaming(_ path: Attrpath, to name: String) throws(EditError) -> SyntaxTree {
    let binding = try found(path)
    // A binding starts with its path, which has a name.
    guard let last = binding.children.first?.children.last else { throw missing(path) }
    if name.utf8.contains(0) {
      throw EditError(message: "a name cannot contain the character U+0000")
    }
    return try checked(replacing(last.range, with: Escaping.name(name)))
  }

  /// The file with other text in a range. All else stays, byte for byte.
  public func replacing(_ range: SourceRange, with text: String) -> SyntaxTree {
    let end = min(Int(range.end), storage.count)
    let start = min(Int(range.start), end)
    var bytes = Array(bytes)
    bytes.replaceSubrange(start..<end, with: text.utf8)
    return SyntaxTree(bytes: bytes)
  }

  /// A tree that an edit of attributes gives: what was right must not have an error after it, as a name
  /// that is bound twice.
  private func checked(_ tree: SyntaxTree) throws(EditError) -> SyntaxTree {
    guard diagnostics.isEmpty, let problem = tree.diagnostics.first else { return tree }
    throw EditError(message: problem.message)
  }

  // MARK: - Looking

  private func names(of path: Attrpath) throws(EditError) -> [String] {
    var names: [String] = []
    for name in path.names {
      guard let fixed = name.fixed else {
        throw EditError(message: "a computed name cannot be looked up in a file")
      }
      names.append(fixed)
    }
    return names
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
        guard let path = fixedNames(parts[0]), next.names.starts(with: path) else { continue }
        let rest = next.names.dropFirst(path.count)
        if rest.isEmpty { return binding }
        if let inner = innerSet(parts[1]) { pending.append((rest, inner)) }
      }
    }
    return nil
  }

  private func set(at names: [String]) -> SyntaxNode? {
    guard let root, let set = innerSet(root) else { return nil }
    if names.isEmpty { return set }
    return binding(names[...], in: set)?.children.last.flatMap(innerSet)
  }

  private func fixedNames(_ path: SyntaxNode) -> [String]? {
    storage.withBuffers { bytes, tokens, nodes in
      var names: [String] = []
      for name in path.children {
        guard let fixed = NameText.fixed(name.index, bytes, tokens, nodes) else {
          return nil
        }
        names.append(fixed)
      }
      return names
    }
  }

  func innerSet(_ node: SyntaxNode) -> SyntaxNode? { inner(node, .attrSet) }

  private func list(in node: SyntaxNode) -> SyntaxNode? { inner(node, .list) }

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

  // MARK: - Text

  func text(of value: Expr) throws(EditError) -> String {
    do {
      return String(try value.rendered().dropLast())
    } catch {
      throw EditError(message: error.message)
    }
  }

  private func text(of binding: Binding) throws(EditError) -> String {
    let set = SyntaxTree(parsing: try text(of: .attrSet(AttrSet([binding]))))
    guard let node = set.root?.children.first else {
      // A set that was written is read with its attribute.
      throw EditError(message: "the attribute cannot be written")
    }
    let column = set.storage.bytes[..<Int(node.range.start)].reversed()
      .prefix { $0 != UInt8(ascii: "\n") }.count
    // In a set on one line there is nothing to take away.
    let spaces = String(repeating: " ", count: set.isOneLine ? 0 : column)
    return node.text.replacing("\n" + spaces, with: "\n")
  }

  private var isOneLine: Bool { bytes.count { $0 == UInt8(ascii: "\n") } == 0 }

  /// Text with the lines behind the first moved to where the line of an offset starts.
  func indented(_ text: String, like offset: UInt32) -> String {
    indented(text, by: indentation(at: offset))
  }

  private func indented(_ text: String, by spaces: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 || $1.isEmpty ? String($1) : spaces + $1 }
      .joined(separator: "\n")
  }

  /// The file with a text behind the last item of a set or list.
  private func adding(_ item: String, to node: SyntaxNode) throws(EditError) -> SyntaxTree {
    guard let close = node.tokens.last,
      let open = node.tokens.first(where: { $0.kind != .recKeyword })
    else { throw EditError(message: "there is nothing to add to") }
    let isOnOneLine = !storage.bytes[Int(open.start)..<Int(close.end)].contains(UInt8(ascii: "\n"))
    let isFirst = isFirstOnLine(close.start)
    let outer = indentation(at: isFirst ? close.start : open.start)
    guard isOnOneLine else {
      var inner = outer + "  "
      if let last = node.children.last?.range.start, isFirstOnLine(last) {
        inner = indentation(at: last)
      }
      let line = inner + indented(item, by: inner) + "\n"
      // Before the spaces of the closing bracket, behind comments of the last item.
      var start = Int(close.start)
      while isSpace(start - 1) { start -= 1 }
      return isFirst
        ? replacing(SourceRange(start..<start), with: line)
        : replacing(SourceRange(start..<Int(close.start)), with: "\n" + line + outer)
    }
    // The bracket was on one line: it is broken, as the formatter breaks two items.
    let lines = (try lines(of: node, after: open) + [item])
      .map { outer + "  " + indented($0, by: outer + "  ") + "\n" }.joined()
    return replacing(
      SourceRange(start: open.end, end: close.start), with: "\n" + lines + outer)
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

  private func removing(_ node: SyntaxNode) -> SyntaxTree {
    var start = Int(node.range.start)
    var end = Int(node.range.end)
    let bytes = storage.bytes
    // The comment behind it, and its line break.
    while isSpace(end) { end += 1 }
    if bytes[end] == UInt8(ascii: "#") { end = endOfLine(end) }
    // The lines before it, of comments and blank ones, unless it shares its line with others.
    if end == endOfLine(end), end < storage.count, let lineEnd = firstLineEnd(before: node) {
      start = lineEnd
    } else {
      while isSpace(start - 1) { start -= 1 }
      end = Int(node.range.end)
    }
    return replacing(SourceRange(start..<end), with: "")
  }
}
