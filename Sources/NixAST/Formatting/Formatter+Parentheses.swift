// Parentheses.

extension Formatter {
  /// Parentheses, or what is laid out like them.
  mutating func writeParentheses(_ node: Int) {
    begin()
    token(first(node))
    nest()
    add(.parenthesesInner, lastChild(node))
    before(last(node))
    unnest()
    token(last(node))
    end()
  }

  mutating func writeParenthesesInner(_ node: Int) {
    if isAbsorbableExpr(node) {
      begin()
      add(.absorbed, node)
      return end()
    }
    switch kind(node) {
    case .apply: writeApplication(node, .parentheses)
    case .select:
      var path = lastChild(node)
      if kind(path) != .attrpath { path = childBefore(path) }
      if isAbsorbable(childBefore(path)) { spacing(.line0) }
      group(node)
      spacing(.line0)
    default:
      spacing(.line0)
      group(node)
      spacing(.line0)
    }
  }

  mutating func writeAbsorbedParentheses(_ node: Int) {
    let inner = lastChild(node)
    if let comment = trivia.takeBehind(first(node)) {
      trivia.prepend([.line(comment)], to: first(inner))
    }
    let end = trivia.takeBefore(last(node))
    begin()
    nest()
    token(first(node))
    spacing(.line0)
    begin()
    nest()
    expr(inner)
    list(end)
    unnest()
    self.end()
    spacing(.line0)
    token(last(node))
    unnest()
    self.end(.priority)
  }
}
