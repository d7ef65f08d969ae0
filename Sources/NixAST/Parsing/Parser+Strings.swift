// Strings and paths, with what is interpolated.

extension Parser {
  /// Opens a string at its opening quotes.
  mutating func string(_ kind: Frame.Kind) -> Step {
    open(kind)
    add(token)
    return .pieces
  }

  /// Reads the text up to the next interpolation or the end, of a string or path.
  mutating func piece() -> Step {
    let kind = top.kind
    if kind == .path { return pathPiece() }
    let start = lexer.offset
    let piece = kind == .string ? lexer.skipQuotedText() : lexer.skipIndentedText()
    if lexer.offset > start, piece != .unclosed {
      add(Token(kind: .stringText, start: start, end: lexer.offset))
    }
    switch piece {
    case .interpolation: return interpolation()
    case .end:
      let width = kind == .string ? 1 : 2
      let end = lexer.offset + width
      add(
        Token(
          kind: kind == .string ? .quote : .indentedQuote, start: lexer.offset, end: end))
      lexer.offset = end
      readToken()
      close(kind == .string ? .string : .indentedString)
      switch top.kind {
      case .attrpath: return .afterAttrName
      case .inherit: return .inheritNames
      default: return .afterTerm
      }
    case .unclosed:
      if let range = interpolationWithoutBrace() {
        previousEnd = lexer.count
        stop()
        return fail(.unclosed("interpolation", at: range, found: "the end of the string"))
      }
      let open = range(of: top.first)
      previousEnd = lexer.count
      stop()
      return fail(.unclosed("string", at: open, found: "the end of the file"))
    }
  }

  /// Opens an interpolation whose `${` comes next.
  private mutating func interpolation() -> Step {
    open(.interpolation)
    add(Token(kind: .interpolation, start: lexer.offset, end: lexer.offset + 2))
    lexer.offset += 2
    readToken()
    return .expression
  }

  mutating func afterInterpolation() -> Step {
    let open = range(of: top.first)
    guard token.kind == .rightBrace else {
      if frames[frames.count - 2].kind == .attrpath || frames[frames.count - 2].kind == .inherit {
        return failUnclosed("interpolation", expected: "\"}\"")
      }
      if token.kind == .endOfFile {
        return fail(.unclosed("interpolation", at: open, found: found))
      }
      return fail("\"}\"", notes: [.init("of the interpolation here", at: open)])
    }
    add(token)
    lexer.offset = token.end
    close(.interpolation)
    switch top.kind {
    case .attrpath:
      readToken()
      return .afterAttrName
    case .inherit:
      readToken()
      return .inheritNames
    // The text behind the brace belongs to the string again.
    default: return .pieces
    }
  }

  // MARK: - Paths

  mutating func path() -> Step {
    open(.path)
    let start = token
    add(token)
    // Nix takes one stretch of text at most between the first token and the first interpolation.
    let second = lexer.pathText()
    if !second.isEmpty {
      guard lexer.isAtInterpolation else {
        readToken()
        return fail(.doubleSlash(at: SourceRange(start.end - 1..<start.end + 1)))
      }
      add(Token(kind: .pathText, start: second.lowerBound, end: second.upperBound))
    }
    return .pieces
  }

  private mutating func pathPiece() -> Step {
    if lexer.isAtInterpolation { return interpolation() }
    if nodes.count > Int(top.start), lexer.isAtPathText {
      let text = lexer.pathText()
      add(Token(kind: .pathText, start: text.lowerBound, end: text.upperBound))
      return .pieces
    }
    let end = lexer.offset
    readToken()
    if lexer.byte(end - 1) == UInt8(ascii: "/") {
      let start = Int(range(of: top.first).start)
      return fail(
        .trailingSlash(of: lexer.text(start..<end - 1), at: SourceRange(end - 1..<end)))
    }
    close(.path)
    return .afterTerm
  }
}
