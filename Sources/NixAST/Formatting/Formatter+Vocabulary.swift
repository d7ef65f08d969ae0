// The kinds of expressions in nixfmt's rules: terms, absorbable, simple.

extension Formatter {
  func kind(_ node: Int) -> SyntaxKind { nodes[node].kind }

  func first(_ node: Int) -> UInt32 { nodes[node].first }

  func last(_ node: Int) -> UInt32 { nodes[node].last }

  func children(_ node: Int) -> NodeFacts.Children { facts.children(of: node) }

  /// The last child.
  func lastChild(_ node: Int) -> Int { node - 1 }

  /// The child before the last one.
  func childBefore(_ child: Int) -> Int { Int(nodes[child].start) - 1 }

  func hasChildren(_ node: Int) -> Bool { Int(nodes[node].start) < node }

  func isTerm(_ node: Int) -> Bool {
    switch kind(node) {
    case .variable, .integer, .float, .uri, .searchPath, .string, .indentedString, .path,
      .parenthesized, .list, .attrSet, .legacyLet, .select:
      true
    default: false
    }
  }

  /// The opening bracket of a list or set.
  func opening(_ node: Int) -> UInt32 {
    switch tokens[Int(first(node))].kind {
    case .recKeyword, .letKeyword: first(node) + 1
    default: first(node)
    }
  }

  /// Whether a list, set or `let` has items or comments between its brackets.
  func hasItems(_ node: Int) -> Bool { hasChildren(node) || trivia.hasBefore(last(node)) }

  /// A term that stays on the line of what is before it, because it brings its own brackets.
  func isAbsorbable(_ node: Int) -> Bool {
    var node = node
    while true {
      switch kind(node) {
      case .indentedString: return isMultiline(node)
      case .list, .attrSet, .legacyLet:
        if hasItems(node) { return true }
        let open = opening(node)
        return !isOneLine(open, last(node)) || trivia.has(open)
      case .parenthesized:
        guard !trivia.has(first(node)), isTerm(node - 1),
          trivia.before(first(node - 1)).allSatisfy(\.isAnnotation)
        else { return false }
        node -= 1
      default: return false
      }
    }
  }

  /// An absorbable term, or one behind a `with` or behind parameters.
  func isAbsorbableExpr(_ node: Int) -> Bool {
    var node = node
    while true {
      switch kind(node) {
      case .with: return isAbsorbable(lastChild(node))
      case .lambda:
        let body = lastChild(node)
        let parameter = childBefore(body)
        if kind(parameter) == .name {
          if isTerm(body) { return isAbsorbable(body) }
          guard kind(body) == .lambda else { return false }
        } else {
          guard tokens[Int(first(parameter))].kind == .leftBrace, isFlatPattern(parameter),
            !trivia.has(first(parameter)), isOneLine(last(parameter) + 1, first(body))
          else { return false }
        }
        node = body
      default: return isAbsorbable(node)
      }
    }
  }

  /// Whether a pattern is simple enough for one line: `{ a, b, ... }`, without `@`.
  func isFlatPattern(_ node: Int) -> Bool {
    guard tokens[Int(first(node))].kind == .leftBrace, tokens[Int(last(node))].kind == .rightBrace,
      isOneLine(first(node), last(node)), !trivia.has(last(node))
    else { return false }
    var names = 0
    for item in children(node) {
      if trivia.has(first(item)) { return false }
      if kind(item) == .ellipsis { continue }
      guard first(item) == last(item) else { return false }
      let comma = last(item) + 1
      if tokens[Int(comma)].kind == .comma, trivia.has(comma) { return false }
      names += 1
    }
    return names <= 2
  }

  /// An expression that is never broken.
  func isSimple(_ node: Int) -> Bool {
    guard facts.isSimple(node) else { return false }
    return !trivia.hasAny(first(node), last(node)) || !hasCommentsThatMatter(node)
  }

  /// Whether a simple expression has comments other than in strings and before or behind selected
  /// names, which do not matter to the formatter.
  private func hasCommentsThatMatter(_ node: Int) -> Bool {
    var index = node
    while index >= Int(nodes[node].start) {
      switch kind(index) {
      case .string, .indentedString, .path:
        if trivia.hasBefore(first(index)) || trivia.hasBehind(last(index)) { return true }
        index = Int(nodes[index].start) - 1
        continue
      case .attrpath:
        index = Int(nodes[index].start) - 1
        continue
      case .parenthesized:
        if trivia.has(first(index)) || trivia.has(last(index)) { return true }
      case .select, .apply: break
      default: if trivia.has(first(index)) { return true }
      }
      index -= 1
    }
    return false
  }

  func isList(_ node: Int) -> Bool { kind(node) == .list }

  /// Whether a string is written as an indented string of several lines.
  func isMultiline(_ node: Int) -> Bool {
    guard kind(node) == .indentedString else { return false }
    var isBlank = true
    var breaks = 0
    var index = Int(first(node)) + 1
    let end = Int(last(node))
    while index < end {
      guard tokens[index].kind == .stringText else {
        if breaks == 0 { isBlank = false }
        index = StringValue.endOfInterpolation(index, tokens[..<end])
        continue
      }
      for offset in Int(tokens[index].start)..<Int(tokens[index].end) {
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\n") {
          breaks += 1
          if breaks == 2 || !isBlank { return true }
        } else if breaks == 0, byte != UInt8(ascii: " ") {
          isBlank = false
        }
      }
      index += 1
    }
    return false
  }
}
