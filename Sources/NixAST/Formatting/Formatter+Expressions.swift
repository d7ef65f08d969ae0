// Expressions other than terms.

extension Formatter {
  mutating func writeExpr(_ node: Int) {
    switch kind(node) {
    case .with:
      begin()
      let body = lastChild(node)
      withHead(node)
      end()
      spacing(.line)
      expr(body)
    case .letIn: writeLet(node)
    case .assert:
      begin()
      add(.application, node, b: ApplicationPlace.plain.rawValue)
      token(first(lastChild(node)) - 1)
      spacing(.hardLine)
      expr(lastChild(node))
      end()
    case .ifElse:
      trivia.moveUp(first(node))
      begin()
      add(.ifChain, node, flag: true)
      end()
    case .lambda: writeLambda(node)
    case .apply: writeApplication(node, .plain)
    case .binary: writeBinary(node)
    case .hasAttr:
      let path = lastChild(node)
      expr(childBefore(path))
      spacing(.softSpace)
      token(first(path) - 1)
      spacing(.hardSpace)
      add(.selectors, path)
    case .negate, .not:
      token(first(node))
      expr(lastChild(node))
    case .list:
      begin()
      add(.term, node)
      end()
    default: writeTerm(node, wide: false)
    }
  }

  mutating func writeGroup(_ node: Int) {
    begin()
    expr(node)
    end()
  }

  // MARK: - with

  private mutating func withHead(_ node: Int) {
    let body = lastChild(node)
    token(first(node))
    spacing(.hardSpace)
    nest()
    group(childBefore(body))
    unnest()
    token(first(body) - 1)
  }

  mutating func writeAbsorbedWith(_ node: Int) {
    begin()
    spacing(.line0)
    withHead(node)
    spacing(.hardSpace)
    begin()
    add(.wide, lastChild(node))
    end(.priority)
    end()
  }

  /// An absorbable expression, on the line where it starts.
  mutating func writeAbsorbed(_ node: Int, wide: Bool) {
    if kind(node) == .with, isAbsorbable(lastChild(node)) { return writeAbsorbedWith(node) }
    if isTerm(node), isAbsorbable(node) { return writeTerm(node, wide: wide) }
    writeExpr(node)
  }

  // MARK: - let

  private mutating func writeLet(_ node: Int) {
    let body = lastChild(node)
    let keyword = first(body) - 1
    if let comment = trivia.takeBehind(keyword) {
      trivia.prepend([.line(comment)], to: first(body))
    }
    begin()
    token(first(node))
    spacing(.hardLine)
    nest()
    items(of: node, except: body, closing: keyword, separator: .hardLine)
    unnest()
    end()
    spacing(.hardLine)
    begin()
    token(keyword)
    spacing(.hardLine)
    expr(body)
    end()
  }

  // MARK: - if

  mutating func writeIf(_ node: Int, isFirst: Bool) {
    let separator: Spacing = isFirst ? .line : .hardLine
    let otherwise = lastChild(node)
    let then = childBefore(otherwise)
    let condition = childBefore(then)
    let keyword = first(otherwise) - 1
    begin()
    token(first(node))
    spacing(.line)
    nest()
    expr(condition)
    unnest()
    spacing(.line)
    token(first(then) - 1)
    end()
    spacing(separator)
    nest()
    group(then)
    unnest()
    spacing(separator)
    trivia.moveUp(keyword)
    token(keyword)
    spacing(.hardSpace)
    if kind(otherwise) == .ifElse {
      add(.ifChain, otherwise)
    } else {
      spacing(.line)
      nest()
      group(otherwise)
      unnest()
    }
  }

  // MARK: - Operators

  private mutating func writeBinary(_ node: Int) {
    let right = lastChild(node)
    let left = childBefore(right)
    let op = last(left) + 1
    switch tokens[Int(op)].kind {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      expr(left)
      spacing(.softSpace)
      token(op)
      spacing(.hardSpace)
      expr(right)
    default: writeOperation(node, isFirstWide: false)
    }
  }

  /// The operands of one operator in a row.
  func operands(_ node: Int) -> [Int] {
    let op = operatorToken(node).kind
    var result: [Int] = []
    if op.operatorRow?.associativity == .right {
      var rest = node
      while kind(rest) == .binary, operatorToken(rest).kind == op {
        result.append(childBefore(lastChild(rest)))
        rest = lastChild(rest)
      }
      result.append(rest)
    } else {
      var rest = node
      while kind(rest) == .binary, operatorToken(rest).kind == op {
        result.append(lastChild(rest))
        rest = childBefore(lastChild(rest))
      }
      result.append(rest)
      result.reverse()
    }
    return result
  }

  private func operatorToken(_ node: Int) -> SyntaxToken {
    tokens[Int(last(childBefore(lastChild(node)))) + 1]
  }

  mutating func writeOperation(_ node: Int, isFirstWide: Bool) {
    let operands = operands(node)
    let op = operatorToken(node).kind
    let isPipe = op == .pipeInto || op == .pipeFrom
    let separator: Spacing = isPipe && operands.count > 3 ? .hardLine : .line
    begin()
    if isFirstWide, isTerm(operands[0]), isAbsorbable(operands[0]) {
      add(.wide, operands[0])
    } else {
      expr(operands[0])
    }
    for operand in operands.dropFirst() {
      let op = first(operand) - 1
      spacing(separator)
      trivia.moveUp(op)
      token(op)
      nest()
      add(.operand, operand)
      unnest()
    }
    end()
  }

  mutating func writeOperand(_ node: Int) {
    if kind(node) == .binary {
      begin()
      spacing(.line)
      expr(node)
      end()
    } else if kind(node) == .apply {
      begin()
      spacing(.hardSpace)
      add(.application, node, b: ApplicationPlace.operand.rawValue)
      end()
    } else {
      spacing(.hardSpace)
      expr(node)
    }
  }
}
