// Functions with a set pattern.

extension Parser {
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

  /// `{ a, b }:`, `args@{ a }:`, `{ a }@args:` up to the first formal.
  mutating func pattern() -> Step {
    open(.pattern)
    if token.kind == .identifier {
      top.flag = true
      leaf(.patternName)
      advance()
    }
    guard token.kind == .leftBrace else { return fail("the \"{\" of a pattern") }
    top.extra = tokenIndex
    advance()
    return .formals
  }

  mutating func formal() -> Step {
    switch token.kind {
    case .rightBrace:
      advance()
      return afterPattern()
    case .ellipsis:
      leaf(.ellipsis)
      guard token.kind == .rightBrace else {
        return fail("\"}\"; nothing comes after \"...\"")
      }
      advance()
      return afterPattern()
    case .identifier:
      open(.formalDefault)
      leaf(.name)
      guard token.kind == .question else { return afterFormal() }
      advance()
      return .expression
    case .endOfFile:
      return fail(.unclosed("brace", at: range(of: top.extra), found: found))
    case let kind where kind.isKeyword:
      return fail(.keywordAsName(text(token), at: token.range, canBeQuoted: false))
    default: return fail("the name of an argument, \"...\" or \"}\"")
    }
  }

  mutating func afterFormal() -> Step {
    close(.formal)
    if token.kind == .comma {
      advance()
    } else if token.kind != .rightBrace {
      if token.kind == .endOfFile {
        return fail(.unclosed("brace", at: range(of: top.extra), found: found))
      }
      return fail("\",\" or \"}\"")
    }
    return .formals
  }

  private mutating func afterPattern() -> Step {
    if !top.flag, token.kind == .at {
      advance()
      guard token.kind == .identifier else { return fail("a name") }
      leaf(.patternName)
    }
    let frame = top
    close(.pattern)
    checkFormals()
    guard token.kind == .colon else {
      switch token.kind {
      case .ifKeyword, .withKeyword, .assertKeyword,
        _ where token.kind.beginsTerm:
        report(
          .expected(
            "\":\" after the arguments of the function", found: found, at: gap,
            suggestion: "write : here"))
        return .expression
      case .semicolon:
        return fail("\":\" after the arguments of the function", suggestion: "write : here")
      default: break
      }
      let name = firstFormal(of: frame).map { "write \($0) = …; in an attribute set" }
      return fail("\":\" and the body of a function", suggestion: name)
    }
    advance()
    return .expression
  }

  private func firstFormal(of frame: Frame) -> String? {
    for index in Int(frame.start)..<nodes.count - 1 where nodes[index].kind == .name {
      let token = tokens[Int(nodes[index].first)]
      return lexer.text(Int(token.start)..<Int(token.end))
    }
    return nil
  }

  /// Reports formals that are named twice, or like the whole set.
  private mutating func checkFormals() {
    names.removeAll()
    var ranges: [SourceRange] = []
    let indices = SyntaxStorage.children(of: nodes.count - 1, in: nodes.view)
    // The name of the whole comes first, wherever it is written.
    let binds = indices.filter { nodes[$0].kind == .patternName }
    for index in binds + indices.filter({ nodes[$0].kind == .formal }) {
      let range = range(of: nodes[index].first)
      if let first = names.insert(Int(range.start)..<Int(range.end), of: lexer.bytes) {
        let name = lexer.text(Int(range.start)..<Int(range.end))
        report(.duplicateFormal(name, at: range, first: ranges[first]))
      }
      ranges.append(range)
    }
  }
}
