// Strings and paths, with what is interpolated.

extension Parser {
  mutating func quotedString() throws(Failure) -> Str {
    let open = token
    keepComments()
    // Nearly all strings are one text without escapes.
    let end = lexer.endOfPlainText(lexer.offset)
    if lexer.byte(end) == UInt8(ascii: "\"") {
      let text = lexer.text(lexer.offset..<end)
      lexer.offset = end + 1
      return Str(text, form: .quoted, range: endOfString(open))
    }
    var parts: [StrPart] = []
    var text: [UInt8] = []
    while true {
      let piece = lexer.quotedText(&text)
      if piece == .unclosed { throw unclosedString(open) }
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text.removeAll(keepingCapacity: true)
      if piece == .end { break }
      parts.append(.interpolation(try interpolated()))
    }
    return Str(unchecked: parts, form: .quoted, range: endOfString(open))
  }

  mutating func indentedString() throws(Failure) -> Str {
    let open = token
    keepComments()
    var pieces: [IndentedString.Piece] = []
    lexer.skipIndentedOpening()
    loop: while true {
      switch lexer.indentedText(&pieces) {
      case .interpolation: pieces.append(.interpolation(try interpolated()))
      case .end: break loop
      case .unclosed: throw unclosedString(open)
      }
    }
    let parts = IndentedString.parts(pieces, of: lexer.bytes)
    return Str(unchecked: parts, form: .indented, range: endOfString(open))
  }

  mutating func path() throws(Failure) -> PathLiteral {
    let open = token
    keepComments()
    var parts: [StrPart] = [.text(text(open))]
    // Nix takes one stretch of text at most between the first token and the first interpolation.
    let second = lexer.pathText()
    if !second.isEmpty {
      guard lexer.isAtInterpolation else {
        throw report(.doubleSlash(at: SourceRange(open.end - 1..<open.end + 1)))
      }
      parts.append(.text(lexer.text(second)))
    }
    while true {
      if lexer.isAtInterpolation {
        lexer.offset += 2
        parts.append(.interpolation(try interpolated()))
      } else if parts.count > 1, lexer.isAtPathText {
        parts.append(.text(lexer.text(lexer.pathText())))
      } else {
        break
      }
    }
    if lexer.byte(lexer.offset - 1) == UInt8(ascii: "/") {
      throw report(.trailingSlash(at: SourceRange(lexer.offset - 1..<lexer.offset)))
    }
    return PathLiteral(unchecked: Str.normalized(parts), range: endOfString(open))
  }

  /// The expression of an interpolation, up to its `}`.
  private mutating func interpolated() throws(Failure) -> Expr {
    let open = SourceRange(lexer.offset - 2..<lexer.offset)
    token = lexer.next()
    let expr = try expression()
    guard token.kind == .rightBrace else {
      throw token.kind == .endOfFile
        ? report(.unclosed("interpolation", at: open, found: found))
        : unexpected("\"}\"", notes: [.init("of the interpolation here", at: open)])
    }
    keepComments()
    // The text behind the brace belongs to the string again.
    lexer.offset = token.end
    return expr
  }

  /// Goes on behind a string, and gives its range.
  private mutating func endOfString(_ open: Token) -> SourceRange {
    previousEnd = lexer.offset
    token = lexer.next()
    return range(from: open.start)
  }

  private mutating func unclosedString(_ open: Token) -> Failure {
    previousEnd = lexer.count
    lexer.offset = lexer.count
    token = lexer.next()
    return report(.unclosed("string", at: open.range, found: "the end of the file"))
  }
}
