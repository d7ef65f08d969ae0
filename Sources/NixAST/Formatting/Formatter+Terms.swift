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
    if !hasItems(node), !trivia.hasBehind(open) {
      token(open)
      spacing(isOneLine(open, close) ? .hardSpace : .hardLine)
      return token(close)
    }
    let isBroken =
      !isOneLine(open, close) || !hasChildren(node)
      || trivia.has(open) && !hasItems(node)
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
    items(children(node), closing: close, separator: separator)
    unnest()
    spacing(around)
    token(close)
  }

  /// Items of a list, set or `let` with the comments between them, up to the closing token.
  mutating func items(_ items: [Int], closing: UInt32, separator: Spacing) {
    let last = trivia.takeBefore(closing)
    for (index, item) in items.enumerated() {
      if index > 0 { spacing(separator) }
      let comments = trivia.takeBefore(first(item))
      if let last = comments.last {
        if last.isAnnotation {
          lists.append(comments)
          add(.disabledList, lists.count - 1)
          spacing(.hardSpace)
        } else {
          self.list(comments)
          spacing(separator)
        }
      }
      begin()
      add(.item, item)
      end()
    }
    if !last.isEmpty {
      if !items.isEmpty { spacing(separator) }
      list(last)
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
    var names = children(node)
    let source = names.first.flatMap { kind($0) == .inheritSource ? $0 : nil }
    if source != nil { names.removeFirst() }
    let isBroken = !isOneLine(first(node), last(node)) || names.count > 3
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
    for (index, name) in names.enumerated() {
      if index > 0 { spacing(separator) }
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
    let names = children(path)
    if names.count <= 4, names.allSatisfy({ kind($0) == .name }) {
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

  /// The names of a path, with the dots between them.
  mutating func writeSelectors(_ node: Int) {
    for (index, name) in children(node).enumerated() {
      if index > 0 { token(first(name) - 1) }
      add(.name, name)
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

  // MARK: - Right-hand sides

  /// Writes the expression after the `=` of a binding or the `?` of a formal.
  mutating func writeRightHandSide(_ node: Int) {
    if kind(node) == .attrSet || kind(node) == .legacyLet, isSingleInherit(node) {
      return attached { $0.add(.absorbed, node) }
    }
    if isAbsorbableExpr(node) {
      return attached { $0.add(.absorbed, node, flag: true) }
    }
    switch kind(node) {
    case .parenthesized:
      nest()
      spacing(.hardSpace)
      add(.absorbedParentheses, node)
      unnest()
    case .string, .uri, .indentedString, .path: attached { $0.expr(node) }
    case .apply:
      nest()
      add(.application, node, b: ApplicationPlace.rightHandSide.rawValue)
      unnest()
    case .binary: writeJoined(node)
    default:
      nest()
      if isTerm(node) || kind(node) == .with {
        begin()
        spacing(.line)
        expr(node)
        end()
      } else {
        spacing(.line)
        group(node)
      }
      unnest()
    }
  }

  private mutating func attached(_ write: (inout Formatter) -> Void) {
    nest()
    spacing(.hardSpace)
    begin()
    write(&self)
    end()
    unnest()
  }

  private func isSingleInherit(_ node: Int) -> Bool {
    guard hasChildren(node), Int(nodes[node - 1].start) == Int(nodes[node].start) else {
      return false
    }
    return kind(node - 1) == .inherit && !trivia.hasBefore(first(node - 1))
      && !trivia.hasBefore(last(node))
  }

  private mutating func writeJoined(_ node: Int) {
    let right = lastChild(node)
    let left = childBefore(right)
    let op = last(left) + 1
    let kind = tokens[Int(op)].kind
    if kind == .update || kind == .concat || kind == .plus {
      let operands = operands(node)
      let head = operands[0]
      if isTerm(head), isAbsorbable(head), !trivia.hasBefore(first(head)) {
        spacing(.hardSpace)
        return add(.operation, node, flag: true)
      }
      if operands.count == 2, isTerm(right), isAbsorbable(right), !trivia.has(op) {
        nest()
        begin()
        spacing(.line)
        expr(left)
        spacing(.line)
        begin()
        token(op)
        spacing(.hardSpace)
        begin()
        add(.wide, right)
        end(.priority)
        end(.transparent)
        end()
        return unnest()
      }
    }
    nest()
    spacing(.line)
    group(node)
    unnest()
  }
}
