// Functions and their parameters.

extension Formatter {
  mutating func writeLambda(_ node: Int) {
    let body = lastChild(node)
    let parameter = childBefore(body)
    let colon = last(parameter) + 1
    if kind(parameter) == .name { return writePlainLambda(node) }
    if tokens[Int(first(parameter))].kind == .leftBrace,
      tokens[Int(last(parameter))].kind == .rightBrace
    {
      let isSameLine = isOneLine(colon, first(body))
      if isSameLine, isFlatPattern(parameter), isAbsorbableExpr(body) {
        add(.parameter, parameter)
        token(colon)
        spacing(.hardSpace)
        begin()
        expr(body)
        return end(.priority)
      }
      if !isSameLine {
        add(.parameter, parameter)
        token(colon)
        spacing(.hardLine)
        return expr(body)
      }
    }
    add(.parameter, parameter)
    token(colon)
    spacing(.line)
    if isTerm(body), isAbsorbable(body) {
      begin()
      add(.wide, body)
      end()
    } else {
      expr(body)
    }
  }

  /// `x: y: body`
  private mutating func writePlainLambda(_ node: Int) {
    var body = lastChild(node)
    var parameter = childBefore(body)
    var count = 1
    begin()
    spacing(.line0)
    token(first(parameter))
    token(last(parameter) + 1)
    while kind(body) == .lambda, kind(childBefore(lastChild(body))) == .name {
      let inner = lastChild(body)
      parameter = childBefore(inner)
      spacing(.hardSpace)
      token(first(parameter))
      token(last(parameter) + 1)
      body = inner
      count += 1
    }
    if isAbsorbableExpr(body) {
      spacing(.hardSpace)
      begin()
      add(.absorbed, body)
      end(.priority)
    } else {
      spacing(count <= 2 ? .line : .hardLine)
      expr(body)
    }
    end()
  }

  // MARK: - Parameters

  mutating func writeParameter(_ node: Int) {
    let items = Array(children(node))
    if kind(items.first ?? node) == .patternName, first(items[0]) == first(node) {
      token(first(node))
      token(first(node) + 1)
      return pattern(items.dropFirst(), first(node) + 2, last(node))
    }
    if let bind = items.last, kind(bind) == .patternName {
      pattern(items.dropLast(), first(node), last(node) - 2)
      token(last(node) - 1)
      return token(last(node))
    }
    pattern(items[...], first(node), last(node))
  }

  private struct FormalItem {
    var node: Int
    var comma: UInt32?
    /// The comment behind a comma that is not in the source.
    var comment: FormatComment?
    var isEllipsis: Bool
    /// Whether the comma is there only if the pattern is broken.
    var isLast = false
  }

  private mutating func pattern(_ items: ArraySlice<Int>, _ open: UInt32, _ close: UInt32) {
    trivia.moveUp(open)
    begin()
    if items.isEmpty {
      token(open)
      spacing(isOneLine(open, close) ? .hardSpace : .hardLine)
      token(close)
      return end()
    }
    let isFlat = isFlat(items, open, close)
    let separator: Spacing = isFlat ? .line : .hardLine
    let formals = formals(items)
    token(open)
    spacing(separator)
    nest()
    for (index, formal) in formals.enumerated() {
      if index > 0 { spacing(separator) }
      self.formal(formal)
    }
    unnest()
    spacing(separator)
    nest()
    before(close)
    unnest()
    token(close)
    end()
  }

  private func isFlat(_ items: ArraySlice<Int>, _ open: UInt32, _ close: UInt32) -> Bool {
    guard isOneLine(open, close), !trivia.has(close), items.count <= 3 else { return false }
    for item in items {
      if trivia.has(first(item)) { return false }
      if kind(item) == .ellipsis { continue }
      guard first(item) == last(item) else { return false }
      let comma = last(item) + 1
      if tokens[Int(comma)].kind == .comma, trivia.has(comma) { return false }
    }
    return items.filter { kind($0) == .formal }.count <= 2
  }

  /// The formals, with comments moved from before a leading comma to behind a trailing one.
  private mutating func formals(_ items: ArraySlice<Int>) -> [FormalItem] {
    var formals = items.map { item in
      let comma = last(item) + 1
      let isComma = kind(item) == .formal && tokens[Int(comma)].kind == .comma
      return FormalItem(
        node: item, comma: isComma ? comma : nil, isEllipsis: kind(item) == .ellipsis)
    }
    for (index, formal) in formals.enumerated().dropLast() {
      guard let comma = formal.comma, !trivia.hasBehind(comma),
        !trivia.before(comma).contains(where: \.isDirective)
      else { continue }
      let next = formals[index + 1]
      // Before an ellipsis only behind the only formal that is looked at together with it.
      if next.isEllipsis, index + 2 != formals.count { continue }
      trivia.prepend(trivia.takeBefore(comma), to: first(next.node))
    }
    for index in formals.indices where !formals[index].isEllipsis {
      let node = formals[index].node
      if let comma = formals[index].comma {
        if !trivia.has(comma), let comment = trivia.takeBehind(last(node)) {
          trivia.setBehind(comma, comment)
        }
      } else {
        formals[index].comment = trivia.takeBehind(last(node))
      }
    }
    if let last = formals.indices.last, !formals[last].isEllipsis {
      if let comma = formals[last].comma {
        formals[last].isLast = !trivia.has(comma)
      } else {
        formals[last].isLast = formals[last].comment == nil
      }
    }
    return formals
  }

  private mutating func formal(_ formal: FormalItem) {
    if formal.isEllipsis { return token(first(formal.node)) }
    let hasDefault = first(formal.node) != last(formal.node)
    if hasDefault { begin() }
    token(first(formal.node))
    if hasDefault {
      spacing(.hardSpace)
      nest()
      token(first(formal.node) + 1)
      add(.rightHandSide, lastChild(formal.node))
      unnest()
    }
    if formal.isLast {
      if hasDefault { end() }
      return add(Step(kind: .onlyComma))
    }
    if let comma = formal.comma {
      token(comma)
    } else {
      text(.comma)
      comment(formal.comment)
    }
    if hasDefault { end() }
  }
}
