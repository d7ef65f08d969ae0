// Terms: what stands by itself. Lists.

extension Parser {
  mutating func term() -> Step {
    switch token.kind {
    case .identifier: leaf(.variable)
    case .integer:
      if token.end - token.start > 18, Int64(text(token)) == nil {
        report(.integerOutOfRange(at: token.range))
      }
      leaf(.integer)
    case .float:
      if NumberText.double(text(token)) == nil {
        report(.invalidFloat(at: token.range))
      }
      leaf(.float)
    case .uri: leaf(.uri)
    case .searchPath: leaf(.searchPath)
    case .quote: return string(.string)
    case .indentedQuote: return string(.indentedString)
    case .path, .homePath: return path()
    case .leftParenthesis:
      open(.parenthesized)
      advance()
      return .expression
    case .leftBracket:
      open(.list)
      advance()
      return .elements
    case .leftBrace:
      open(.attrSet)
      advance()
      return .bindings
    case .recKeyword:
      open(.attrSet)
      advance()
      guard token.kind == .leftBrace else {
        frames.removeLast()
        return fail("\"{\" after rec")
      }
      advance()
      return .bindings
    case .letKeyword where lexer.byte(lexer.peek(token.end)) == UInt8(ascii: "{"):
      open(.legacyLet)
      advance()
      advance()
      return .bindings
    default: return noTerm()
    }
    return .afterTerm
  }

  private mutating func noTerm() -> Step {
    switch token.kind {
    case .ifKeyword, .withKeyword, .assertKeyword, .letKeyword:
      return fail(.needsParentheses("\"\(text(token))\"", at: token.range))
    case .greater where reportsArrow(): return .failed
    case .rightBrace, .semicolon, .endOfFile:
      // The semicolon that ends `with` was taken for that of the binding.
      let isInWith = frames.count >= 2 && frames[frames.count - 2].kind == .withBody
      if isInWith, top.kind == .operation, reportsWithoutSemicolon(nodes.count - 1) {
        return .failed
      }
      return fail("an expression")
    default: return fail("an expression", suggestion: expressionSuggestion)
    }
  }

  // MARK: - Lists

  mutating func element() -> Step {
    if token.kind == .rightBracket {
      advance()
      close(.list)
      return .afterTerm
    }
    if token.kind == .comma {
      // The first is reported, and the elements are read as if there were none.
      if !top.flag { notAnElement() }
      top.flag = true
      advance()
      return .elements
    }
    guard token.kind.beginsTerm else {
      if token.kind == .endOfFile { return failUnclosed("bracket", expected: "\"]\"") }
      notAnElement()
      return .failed
    }
    return .term
  }

  private mutating func notAnElement() {
    let notes = [Diagnostic.Note("of the list here", at: range(of: top.first))]
    switch token.kind {
    case .comma:
      unexpected(
        "an element or \"]\"", notes: notes,
        suggestion: "remove it; only spaces separate elements")
    case .semicolon where isSeparator:
      unexpected(
        "an element or \"]\"", notes: notes,
        suggestion: "remove it; only spaces separate elements")
    case .rightBrace, .rightParenthesis, .semicolon, .assign:
      unclosed("bracket", expected: "\"]\"")
    default:
      unexpected(
        "an element or \"]\"", notes: notes,
        suggestion: "put an element with operators in parentheses")
    }
  }

  /// Reports that the innermost construct is not closed: at its bracket where the file ends, else
  /// here.
  mutating func unclosed(_ what: String, expected: String) {
    let open = range(of: top.first)
    if lexer.unclosedComment != nil || token.kind == .invalid { return unexpected(expected) }
    if let suspect = suspectedBracket(from: top.first) {
      let note = Diagnostic.Note(
        "it is closed here, but the indentation belongs to another one", at: suspect.close.range)
      return report(
        .unclosed(what, at: suspect.open.range, found: "less indentation", notes: [note]))
    }
    if token.kind == .endOfFile { return report(.unclosed(what, at: open, found: found)) }
    unexpected(expected, notes: [.init("of the \(what) here", at: open)])
  }

  mutating func failUnclosed(_ what: String, expected: String) -> Step {
    unclosed(what, expected: expected)
    return .failed
  }
}
