// Functions.

extension Parser {
  /// `x: body`
  mutating func simpleLambda() throws(Failure) -> Lambda {
    let start = token.start
    let name = Identifier(unchecked: text(token))
    advance()
    advance()
    let body = try expression()
    return Lambda(.identifier(name), body: body, range: range(from: start))
  }

  /// `{ a, b }: body`, `args@{ a }: body`, `{ a }@args: body`
  mutating func patternLambda() throws(Failure) -> Lambda {
    let start = token.start
    var bind: Token?
    if token.kind == .identifier {
      bind = token
      advance()
      advance()
    }
    guard token.kind == .leftBrace else { throw unexpected("the \"{\" of a pattern") }
    var pattern = try pattern()
    if bind == nil, token.kind == .at {
      advance()
      guard token.kind == .identifier else { throw unexpected("a name") }
      bind = token
      pattern.bindsBehind = true
      advance()
    }
    pattern.bind = bind.map { Identifier(unchecked: text($0)) }
    pattern.range = range(from: start)
    checkFormals(of: pattern, bind: bind)
    guard token.kind == .colon else {
      let name = pattern.formals.first.map { "write \($0.name) = …; in an attribute set" }
      throw unexpected("\":\" and the body of a function", suggestion: name)
    }
    advance()
    let body = try expression()
    return Lambda(.pattern(pattern), body: body, range: range(from: start))
  }

  /// Whether the present `{` begins a pattern and not a set.
  var beginsPattern: Bool {
    let first = lexer.peek(token.end)
    switch lexer.byte(first) {
    case UInt8(ascii: "}"):
      let behind = lexer.byte(lexer.peek(first + 1))
      return behind == UInt8(ascii: ":") || behind == UInt8(ascii: "@")
    case UInt8(ascii: "."): return lexer.byte(first + 1) == UInt8(ascii: ".")
    case let byte where CharacterClass.startsIdentifier(byte):
      var end = first
      while CharacterClass.continuesIdentifier(lexer.byte(end)) { end += 1 }
      switch lexer.byte(lexer.peek(end)) {
      case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "}"): return true
      default: return false
      }
    default: return false
    }
  }

  private mutating func pattern() throws(Failure) -> Pattern {
    let open = token
    advance()
    var pattern = Pattern([])
    while true {
      let trivia = takeTrivia()
      switch token.kind {
      case .rightBrace:
        pattern.closing += trivia
        advance()
        return pattern
      case .ellipsis:
        pattern.closing = trivia
        pattern.hasEllipsis = true
        advance()
        pattern.closing += takeTrivia()
        guard token.kind == .rightBrace else {
          throw unexpected("\"}\"; nothing comes behind \"...\"")
        }
        advance()
        return pattern
      case .identifier:
        pattern.formals.append(try formal(trivia, opened: open))
      case .endOfFile:
        throw report(.unclosed("brace", at: open.range, found: found))
      case let kind where kind.isKeyword:
        throw report(.keywordAsName(text(token), at: token.range, canBeQuoted: false))
      default: throw unexpected("the name of an argument, \"...\" or \"}\"")
      }
    }
  }

  private mutating func formal(_ before: [Trivium], opened open: Token) throws(Failure) -> Formal {
    let start = token.start
    let saved = strayComments
    strayComments = []
    var formal = Formal(Identifier(unchecked: text(token)))
    advance()
    if token.kind == .question {
      advance()
      formal.defaultValue = try expression()
    }
    formal.range = range(from: start)
    let beforeComma = takeTrailingComment()
    if token.kind == .comma {
      advance()
    } else if token.kind != .rightBrace {
      throw token.kind == .endOfFile
        ? report(.unclosed("brace", at: open.range, found: found)) : unexpected("\",\" or \"}\"")
    }
    let behindComma = takeTrailingComment()
    if let beforeComma, behindComma != nil { strayComments.append(.comment(beforeComma)) }
    formal.trivia = ItemTrivia(
      before: before + strayComments, after: behindComma ?? beforeComma)
    strayComments = saved
    return formal
  }

  private mutating func checkFormals(of pattern: Pattern, bind: Token?) {
    var names = DuplicateAttributes.Names()
    if let bind = pattern.bind { _ = names.insert(bind.name) }
    for formal in pattern.formals where !names.insert(formal.name.name) {
      let first = pattern.formals.first { $0.name == formal.name }
      let isBound = pattern.bind == formal.name
      _ = report(
        .duplicateFormal(
          formal.name.name, at: formal.nameRange,
          first: isBound ? bind?.range ?? formal.nameRange : first?.nameRange ?? formal.nameRange))
    }
  }
}

extension Formal {
  fileprivate var nameRange: SourceRange {
    SourceRange(start: range?.start ?? 0, length: UInt32(name.name.utf8.count))
  }
}
