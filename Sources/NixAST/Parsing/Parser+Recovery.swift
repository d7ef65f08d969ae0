// Continues after an error, with the next binding of what is open.

extension Parser {
  /// Gives up the innermost construct.
  mutating func giveUp() -> Step {
    frames.removeLast()
    return .failed
  }

  /// Gives up what is open up to the next set or `let` and skips to its next binding.
  mutating func recover() -> Step {
    while let frame = frames.popLast() {
      switch frame.kind {
      case .attrSet, .legacyLet, .letIn:
        guard skipBinding(until: frame.kind == .letIn ? .inKeyword : .rightBrace) else { continue }
        nodes.cut(to: Int(frame.extra))
        if tokenIndex > frame.item {
          finish(.error, start: nodeCount, first: frame.item)
        }
        frames.append(frame)
        return .bindings
      default: continue
      }
    }
    // Nothing is open now: the rest is read for its tokens.
    nodes.cut(to: 0)
    var open: [Token.Kind] = []
    while token.kind != .endOfFile { skipToken(&open) }
    if !tokens.isEmpty { finish(.error, start: 0, first: 0) }
    return .done
  }

  /// Skips to the next binding; false if there is none.
  private mutating func skipBinding(until end: Token.Kind) -> Bool {
    // The open brackets, and the strings whose interpolations are open.
    var open: [Token.Kind] = []
    while true {
      if open.isEmpty {
        switch token.kind {
        case end where end == .rightBrace: return true
        case .rightBrace: return false
        case .inKeyword where end == .inKeyword && endsBindings: return true
        case .semicolon:
          advance()
          return true
        default: break
        }
      }
      if token.kind == .endOfFile { return false }
      skipToken(&open)
    }
  }

  /// Adds a token that is part of an error.
  private mutating func skipToken(_ open: inout [Token.Kind]) {
    switch token.kind {
    case .quote, .indentedQuote:
      let quote = token
      add(quote)
      skipText(quote, &open)
    case .leftBrace, .leftBracket, .leftParenthesis, .interpolation:
      open.append(.leftBrace)
      advance()
    case .rightBrace where open.last == .quote || open.last == .indentedQuote:
      let kind = open.removeLast()
      let width = kind == .quote ? 1 : 2
      add(token)
      lexer.offset = token.end
      skipText(Token(kind: kind, start: token.end - width, end: token.end), &open)
    case .rightBrace, .rightBracket, .rightParenthesis:
      if open.last == .leftBrace { open.removeLast() }
      advance()
    default: advance()
    }
  }

  /// Adds the text of a string up to an interpolation or its end.
  private mutating func skipText(_ quote: Token, _ open: inout [Token.Kind]) {
    let start = lexer.offset
    let piece = quote.kind == .quote ? lexer.skipQuotedText() : lexer.skipIndentedText()
    if piece == .unclosed {
      previousEnd = lexer.count
      stop()
      return report(.unclosed("string", at: quote.range, found: "the end of the file"))
    }
    let end = lexer.offset
    if end > start { add(Token(kind: .stringText, start: start, end: end)) }
    let width = piece == .interpolation || quote.kind == .indentedQuote ? 2 : 1
    let kind = piece == .interpolation ? Token.Kind.interpolation : quote.kind
    if piece == .interpolation { open.append(quote.kind) }
    add(Token(kind: kind, start: end, end: end + width))
    lexer.offset = end + width
    readToken()
  }
}
