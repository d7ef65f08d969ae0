// Terms: what stands by itself.

extension Parser {
  mutating func term() throws(Failure) -> Expr {
    let start = token
    switch token.kind {
    case .identifier:
      advance()
      return .variable(Variable(Identifier(unchecked: text(start)), range: start.range))
    case .integer: return try integer()
    case .float: return try float()
    case .uri:
      advance()
      return .string(Str(text(start), form: .quoted, range: start.range))
    case .quote: return .string(try quotedString())
    case .indentedQuote: return .string(try indentedString())
    case .path, .homePath: return .path(try path())
    case .searchPath:
      advance()
      let name = String(text(start).dropFirst().dropLast())
      return .searchPath(SearchPath(unchecked: name, range: start.range))
    case .leftParenthesis: return try parenthesized()
    case .leftBracket: return .list(try list())
    case .leftBrace, .recKeyword: return .attrSet(try attrSet())
    case .letKeyword where lexer.byte(lexer.peek(token.end)) == UInt8(ascii: "{"):
      return .legacyLet(try legacyLet())
    default: throw noTerm()
    }
  }

  private mutating func noTerm() -> Failure {
    switch token.kind {
    case .ifKeyword, .withKeyword, .assertKeyword, .letKeyword:
      return report(.needsParentheses("\"\(text(token))\"", at: token.range))
    case .thenKeyword, .elseKeyword, .inKeyword, .inheritKeyword, .orKeyword:
      return unexpected("an expression")
    case .comma:
      return unexpected(
        "an expression", suggestion: "elements of a list have only spaces between them")
    case .dot where lexer.byte(token.end) == UInt8(ascii: "/"):
      return unexpected("an expression", suggestion: "the folder itself is ./.")
    case .less:
      return unexpected("an expression", suggestion: "a search path is written <name>")
    default: return unexpected("an expression")
    }
  }

  private mutating func integer() throws(Failure) -> Expr {
    let literal = token
    let text = text(literal)
    guard let value = Int64(text) else {
      throw report(.integerOutOfRange(text, at: literal.range))
    }
    advance()
    return .integer(IntegerLiteral(magnitude: value, range: literal.range))
  }

  private mutating func float() throws(Failure) -> Expr {
    let literal = token
    let text = text(literal)
    // Swift wants a digit on both sides of the dot.
    let number = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let tail = number.count > 1 ? String(number[1]) : ""
    let fraction = tail.first.map { $0.isNumber ? tail : "0" + tail } ?? "0"
    let isZero = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      .allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    guard let value = Double("\(number[0].isEmpty ? "0" : number[0]).\(fraction)"),
      isZero || !value.isZero, let node = FloatLiteral(value, range: literal.range)
    else { throw report(.invalidFloat(text, at: literal.range)) }
    advance()
    return .float(node)
  }

  private mutating func parenthesized() throws(Failure) -> Expr {
    let open = token
    advance()
    let expr = try expression()
    guard token.kind == .rightParenthesis else { throw unclosed(open, "parenthesis", "\")\"") }
    advance()
    return expr
  }

  private mutating func list() throws(Failure) -> List {
    let open = token
    advance()
    var elements: [List.Element] = []
    var hasCommas = false
    while true {
      let before = takeTrivia()
      if token.kind == .rightBracket {
        advance()
        return List(elements, closing: before, range: range(from: open.start))
      }
      if token.kind == .comma {
        // The first tells it all, and the elements are read as if there were none.
        if !hasCommas { _ = notAnElement(open) }
        hasCommas = true
        advance()
        continue
      }
      guard token.kind.beginsTerm else {
        throw token.kind == .endOfFile
          ? unclosed(open, "bracket", "\"]\"") : notAnElement(open)
      }
      let saved = strayComments
      strayComments = []
      let expr = try nested { parser throws(Failure) in try parser.selection() }
      let after = takeTrailingComment()
      let trivia = ItemTrivia(before: before + strayComments, after: after)
      elements.append(List.Element(expr, trivia: trivia))
      strayComments = saved
    }
  }

  private mutating func notAnElement(_ open: Token) -> Failure {
    let notes = [Diagnostic.Note("of the list here", at: open.range)]
    switch token.kind {
    case .comma:
      return unexpected(
        "an element or \"]\"", notes: notes,
        suggestion: "remove it; elements have only spaces between them")
    case .rightBrace, .rightParenthesis, .semicolon, .assign:
      return unclosed(open, "bracket", "\"]\"")
    default:
      return unexpected(
        "an element or \"]\"", notes: notes,
        suggestion: "write ( ) around an element that has operators")
    }
  }

  /// Reports that a bracket is not closed: at the bracket where the file ends, else here.
  mutating func unclosed(_ open: Token, _ what: String, _ closing: String) -> Failure {
    if lexer.unclosedComment != nil || token.kind == .invalid { return unexpected(closing) }
    if token.kind == .endOfFile { return report(.unclosed(what, at: open.range, found: found)) }
    return unexpected(closing, notes: [.init("of the \(what) here", at: open.range)])
  }
}
