// Attribute sets, bindings, attribute paths.

extension Parser {
  /// Reads the start of a binding, or ends the bindings.
  mutating func binding() -> Step {
    if endsBindings { return endBindings() }
    top.extra = nodeCount
    top.item = tokenIndex
    if token.kind == .inheritKeyword { return inherit() }
    open(.binding)
    open(.attrpath)
    return .attrName
  }

  /// Whether the present token begins no binding, but closes a bracket or ends a `let`.
  var endsBindings: Bool {
    switch token.kind {
    case .rightBrace, .rightBracket, .rightParenthesis, .endOfFile: true
    // An error of its own: `in` as the name of an attribute.
    case .inKeyword: lexer.byte(lexer.peek(token.end)) != UInt8(ascii: "=")
    default: false
    }
  }

  private mutating func endBindings() -> Step {
    let kind = top.kind
    checkNames()
    if kind == .letIn {
      guard token.kind == .inKeyword else {
        let notes = [Diagnostic.Note("of the let here", at: range(of: top.first))]
        unexpected("a binding or \"in\"", notes: notes)
        return giveUp()
      }
      advance()
      top.kind = .letBody
      return .expression
    }
    guard token.kind == .rightBrace else {
      // The brace is what is not closed, not a word before it.
      let saved = top.first
      if tokens[Int(saved)].kind != .leftBrace { top.first += 1 }
      unclosed("brace", expected: "a binding or \"}\"")
      top.first = saved
      return giveUp()
    }
    advance()
    close(kind == .attrSet ? .attrSet : .legacyLet)
    return .afterTerm
  }

  // MARK: - Attribute paths

  mutating func attrName() -> Step {
    switch token.kind {
    case .identifier, .orKeyword:
      leaf(.name)
      return .afterAttrName
    case .quote: return string(.string)
    case .interpolation:
      open(.interpolation)
      advance()
      return .expression
    default: return noAttrName("the name of an attribute")
    }
  }

  mutating func afterAttrName() -> Step {
    if token.kind == .dot {
      advance()
      return .attrName
    }
    close(.attrpath)
    switch top.kind {
    case .select:
      guard token.kind == .orKeyword else {
        close(.select)
        return .afterSelection
      }
      advance()
      top.kind = .selectDefault
      return .term
    case .hasAttr:
      close(.hasAttr)
      return .afterOperand
    default:
      guard token.kind == .assign else { return noValue() }
      top.extra = tokenIndex - 1
      advance()
      return .expression
    }
  }

  private mutating func noValue() -> Step {
    let path = nodes[nodes.count - 1]
    let isInLet = frames.count >= 2 && frames[frames.count - 2].kind == .letIn
    let name = readable(path.first...path.last)
    let example = "write \(name) = …;"
    if path.first == path.last, !isInLet, [.identifier, .semicolon].contains(token.kind),
      areArguments
    {
      return wrongSeparator(after: name)
    }
    if let (found, suggestion) = bindingSuggestion(name) {
      return fail(
        .expected("\"=\" after \(name)", found: found, at: token.range, suggestion: suggestion))
    }
    switch token.kind {
    case .colon: return fail("\"=\"", suggestion: example)
    case .comma, .semicolon:
      return fail(
        "\"=\" and a value", suggestion: "\(example) or inherit \(name); to take it from the scope")
    default:
      return fail(
        "\"=\" after \(name)",
        suggestion: isInLet ? "write in before the value of the let" : example)
    }
  }

  /// An attribute path for messages: `a."b c".${…}`.
  func readable(_ range: ClosedRange<UInt32>) -> String {
    var result = ""
    var depth = 0
    var index = Int(range.lowerBound)
    while index <= Int(range.upperBound) {
      let token = tokens[index]
      switch token.kind {
      case .interpolation:
        if depth == 0 { result += "${…" }
        depth += 1
      case .leftBrace: depth += 1
      case .rightBrace:
        depth -= 1
        if depth == 0 { result += "}" }
      default:
        if depth == 0 { result += lexer.text(Int(token.start)..<Int(token.end)) }
      }
      index += 1
    }
    return result
  }

  // MARK: - Ends of bindings

  /// The semicolon behind a value. Where it is missing, the place for it is reported, and what
  /// looks like the next binding is read as one.
  mutating func afterValue() -> Step {
    let frame = top
    // The path of the binding, whose value may have been taken for another's end.
    let path = frame.flag ? frame.item...frame.extra : frame.first...frame.extra
    if token.kind == .assign, let next = nextBinding() {
      let name = readable(path)
      report(
        .missingSemicolon(
          after: "the value of \(name)", at: SourceRange(start: next.end, end: next.end)))
      top.item = next.path.lowerBound
      top.extra = next.path.upperBound
      top.flag = true
      advance()
      return .expression
    }
    switch token.kind {
    case .semicolon: advance()
    case .endOfFile: break  // The bracket or the let that is open is reported.
    case .rightBrace, .inKeyword, .identifier, .inheritKeyword, .interpolation:
      let end = SourceRange(previousEnd..<previousEnd)
      report(.missingSemicolon(after: "the value of \(readable(path))", at: end))
    case .comma:
      unexpected("\";\" after the value of \(readable(path))", suggestion: "write ; here")
      advance()
    default:
      return fail(
        "\";\" after the value of \(readable(path))", suggestion: valueSuggestion)
    }
    if frame.flag {
      // Two bindings that were read as one.
      nodes.cut(to: Int(frame.start))
      close(.error)
    } else {
      close(.binding)
    }
    return .bindings
  }

  /// The path of a binding that was taken for the last argument of this value, because there is no
  /// semicolon before it, and where what is before it ends.
  private func nextBinding() -> (path: ClosedRange<UInt32>, end: UInt32)? {
    var index = nodes.count - 1
    while true {
      switch nodes[index].kind {
      case .apply:
        let argument = nodes[index - 1]
        guard isPath(index - 1), argument.start > 0 else { return nil }
        return (argument.first...argument.last, tokens[Int(argument.first) - 1].end)
      case .binary, .not, .negate, .lambda, .letIn, .with, .assert, .ifElse: index -= 1
      default: return nil
      }
    }
  }

  /// Whether a node could be an attribute path on the left of a `=`.
  private func isPath(_ index: Int) -> Bool {
    switch nodes[index].kind {
    case .variable, .string: return true
    case .select:
      guard nodes[index - 1].kind == .attrpath else { return false }
      let base = Int(nodes[index - 1].start) - 1
      return base >= 0 && (nodes[base].kind == .variable || nodes[base].kind == .string)
    default: return false
    }
  }

  // MARK: - inherit

  private mutating func inherit() -> Step {
    open(.inherit)
    advance()
    guard token.kind == .leftParenthesis else { return .inheritNames }
    open(.inheritSource)
    advance()
    return .expression
  }

  mutating func inheritName() -> Step {
    switch token.kind {
    case .semicolon:
      advance()
      close(.inherit)
      return .bindings
    case .identifier, .orKeyword:
      leaf(.name)
      return .inheritNames
    case .quote: return string(.string)
    case .interpolation:
      open(.interpolation)
      advance()
      return .expression
    case .assign, .dot, .rightBrace, .inKeyword, .endOfFile, .inheritKeyword:
      return unendedInherit()
    case .comma:
      return fail(
        "a name to inherit, or \";\"",
        suggestion: "remove it; only spaces separate names")
    default: return noAttrName("a name to inherit, or \";\"")
    }
  }
}
