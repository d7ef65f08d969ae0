// Strings and paths, with what is interpolated.

extension Parser {
  mutating func quotedString() throws(Failure) -> Str {
    let open = token
    var parts: [StrPart] = []
    loop: while true {
      switch lexer.quotedPiece() {
      case .text(let bytes): parts.append(.text(String(decoding: bytes, as: UTF8.self)))
      case .interpolation: parts.append(.interpolation(try interpolated()))
      case .end: break loop
      case .unclosed: throw unclosedString(open)
      }
    }
    return Str(parts, form: .quoted, range: endOfString(open))
  }

  mutating func indentedString() throws(Failure) -> Str {
    let open = token
    var pieces: [IndentedString.Piece] = []
    lexer.skipIndentedOpening()
    loop: while true {
      switch lexer.indentedPieces(&pieces) {
      case .interpolation: pieces.append(.interpolation(try interpolated()))
      case .end: break loop
      case .unclosed, .text: throw unclosedString(open)
      }
    }
    let parts = IndentedString.parts(pieces)
    return Str(parts, form: .indented, range: endOfString(open))
  }

  mutating func path() throws(Failure) -> PathLiteral {
    let open = token
    var parts: [StrPart] = [.text(text(open))]
    var hasInterpolation = false
    loop: while true {
      let start = lexer.offset
      switch lexer.pathPiece() {
      case .text(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        parts.append(.text(text))
        let isFollowed = lexer.byte(lexer.offset) == UInt8(ascii: "$")
        if !hasInterpolation, !isFollowed {
          throw report(.trailingSlash(at: SourceRange(start - 1..<start)))
        }
      case .interpolation:
        hasInterpolation = true
        parts.append(.interpolation(try interpolated()))
      default: break loop
      }
    }
    if case .text(let text)? = parts.last, text.utf8.last == UInt8(ascii: "/") {
      throw report(.trailingSlash(at: SourceRange(lexer.offset - 1..<lexer.offset)))
    }
    return PathLiteral(unchecked: Str.normalized(parts), range: endOfString(open))
  }

  /// The expression of an interpolation, up to its `}`.
  private mutating func interpolated() throws(Failure) -> Expr {
    let open = SourceRange(lexer.offset - 2..<lexer.offset)
    lexer.trivia = PendingTrivia()
    token = lexer.next()
    let expr = try expression()
    guard token.kind == .rightBrace else {
      throw token.kind == .endOfFile
        ? report(.unclosed("interpolation", at: open, found: found))
        : unexpected("\"}\"", notes: [.init("of the interpolation here", at: open)])
    }
    strayComments += lexer.trivia.all.comments
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
    previousEnd = lexer.bytes.count
    lexer.offset = lexer.bytes.count
    token = lexer.next()
    return report(.unclosed("string", at: open.range, found: "the end of the file"))
  }
}
