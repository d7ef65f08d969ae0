// Values: the right-hand sides of bindings, and defaults of formals.

extension Formatter {
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
