// Terms, sets and lists.

extension Formatter {
  /// A term without a group around it; a wide set is broken.
  mutating func writeTerm(_ node: Int, wide: Bool) {
    switch kind(node) {
    case .variable, .integer, .float, .searchPath: writeToken(first(node))
    case .string, .uri, .indentedString: writeString(node)
    case .path: writePath(node)
    case .list: writeList(node, separator: .hardLine)
    case .attrSet, .legacyLet: writeSet(node, wide: wide)
    case .select: writeSelection(node)
    case .parenthesized, .inheritSource:
      trivia.moveUp(first(node))
      writeParentheses(node)
    default: writeExpr(node)
    }
  }

  private mutating func writeSelection(_ node: Int) {
    var path = lastChild(node)
    let fallback = kind(path) == .attrpath ? nil : path
    if fallback != nil { path = childBefore(path) }
    let base = childBefore(path)
    expr(base)
    switch kind(base) {
    // nixfmt 1.4 breaks the line or writes nothing behind a path, which then goes on with the name.
    case .integer, .float, .path: spacing(.hardSpace)
    case .variable, .searchPath: break
    case .parenthesized: spacing(.softBreak)
    default: spacing(.line0)
    }
    token(first(path) - 1)
    add(.selectors, path)
    if let fallback {
      spacing(.softSpace)
      nest()
      token(first(fallback) - 1)
      spacing(.hardSpace)
      expr(fallback)
      unnest()
    }
  }

  // MARK: - Lists and sets

  mutating func writeList(_ node: Int, separator: Spacing) {
    let (open, close) = (first(node), last(node))
    // Before the last argument of a call, an empty list with comments before it is broken.
    let keepsBrackets = separator != .line || !trivia.hasBefore(open)
    if !hasItems(node), !trivia.hasBehind(open), keepsBrackets {
      token(open)
      spacing(isOneLine(open, close) ? .hardSpace : .hardLine)
      return token(close)
    }
    let isBroken = !isOneLine(open, close) || !hasChildren(node)
    let around: Spacing = isBroken ? .hardLine : .line
    inBrackets(node, around: around, separator: separator)
  }

  private mutating func writeSet(_ node: Int, wide: Bool) {
    let (open, close) = (opening(node), last(node))
    if first(node) != open {
      token(first(node))
      spacing(.hardSpace)
    }
    if !hasItems(node), !trivia.has(open) {
      token(open)
      spacing(isOneLine(open, close) ? .hardSpace : .hardLine)
      return token(close)
    }
    let isBroken = wide && hasItems(node) || !isOneLine(open, close)
    inBrackets(node, around: isBroken ? .hardLine : .line, separator: .hardLine)
  }

  private mutating func inBrackets(_ node: Int, around: Spacing, separator: Spacing) {
    let (open, close) = (opening(node), last(node))
    let behindOpen = trivia.takeBehind(open)
    token(open)
    spacing(around)
    nest()
    comment(behindOpen)
    items(of: node, closing: close, separator: separator)
    unnest()
    spacing(around)
    token(close)
  }

  /// Items of a list, set or `let` with the comments between them, up to the closing token.
  ///
  /// - Parameter body: the body of a `let`, a child that is not an item.
  mutating func items(
    of node: Int, except body: Int = -1, closing: UInt32, separator: Spacing
  ) {
    let last = trivia.takeBefore(closing)
    var isFirst = true
    for item in children(node) where item != body {
      if !isFirst { spacing(separator) }
      isFirst = false
      if trivia.hasBefore(first(item)) { comments(before: item, separator) }
      begin()
      add(.item, item)
      end()
    }
    if !last.isEmpty {
      if !isFirst { spacing(separator) }
      list(last)
    }
  }

  private mutating func comments(before item: Int, _ separator: Spacing) {
    let comments = trivia.takeBefore(first(item))
    guard let last = comments.last else { return }
    if last.isAnnotation {
      lists.append(comments)
      add(.disabledList, lists.count - 1)
      spacing(.hardSpace)
    } else {
      list(comments)
      spacing(separator)
    }
  }

  // MARK: - Bindings

  mutating func writeItem(_ node: Int) {
    switch kind(node) {
    case .inherit: writeInherit(node)
    case .binding: writeBinding(node)
    default: writeExpr(node)
    }
  }

  private mutating func writeInherit(_ node: Int) {
    let source = children(node).first.flatMap { kind($0) == .inheritSource ? $0 : nil }
    var count = 0
    for _ in children(node) { count += 1 }
    if source != nil { count -= 1 }
    let isBroken = !isOneLine(first(node), last(node)) || count > 3
    let separator: Spacing = isBroken ? .hardLine : .line
    begin()
    token(first(node))
    if source == nil { spacing(separator) }
    nest()
    if let source {
      begin()
      spacing(.line)
      add(.term, source)
      end()
      spacing(separator)
    }
    var isFirst = true
    for name in children(node) where name != source {
      if !isFirst { spacing(separator) }
      isFirst = false
      add(.name, name)
    }
    spacing(isBroken ? .hardLine : .line0)
    token(last(node))
    unnest()
    end()
  }

  private mutating func writeBinding(_ node: Int) {
    let value = lastChild(node)
    let path = childBefore(value)
    begin()
    add(.selectors, path)
    nest()
    spacing(.hardSpace)
    token(first(value) - 1)
    if isPlain(path) {
      add(.rightHandSide, value)
    } else {
      spacing(.line0)
      begin()
      add(.rightHandSide, value)
      end(.priority)
    }
    unnest()
    token(last(node))
    end()
  }

  /// Whether a path has at most four names, all bare.
  private func isPlain(_ path: Int) -> Bool {
    var count = 0
    for name in children(path) {
      count += 1
      if count > 4 || kind(name) != .name { return false }
    }
    return true
  }

  /// The names of a path, with the dots between them.
  mutating func writeSelectors(_ node: Int) {
    var isFirst = true
    for name in children(node) {
      if !isFirst { token(first(name) - 1) }
      isFirst = false
      if kind(name) == .name { token(first(name)) } else { add(.name, name) }
    }
  }

  mutating func writeName(_ node: Int) {
    switch kind(node) {
    case .name: writeToken(first(node))
    case .interpolation:
      before(first(node))
      add(.interpolation, node)
      behind(last(node))
    default: writeString(node)
    }
  }
}
