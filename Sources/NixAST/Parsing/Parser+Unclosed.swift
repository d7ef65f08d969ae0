// Brackets and quotes that are not closed where they were meant to be. That is seen at the end of the
// file; where it happened is guessed from the indentation, and from what follows a quote.

extension Parser {
  /// A bracket that is likely the one that is not closed, and the one that closed it in error.
  struct Suspect {
    var open: SyntaxToken
    var close: SyntaxToken
  }

  /// The first bracket that is closed at the start of a line that is indented less than the line on
  /// which it was opened.
  func suspectedBracket(from first: UInt32) -> Suspect? {
    var open: [SyntaxToken] = []
    for token in tokens.view[Int(first)...] {
      switch token.kind {
      case .leftBrace, .leftBracket, .leftParenthesis, .interpolation: open.append(token)
      case .rightBrace, .rightBracket, .rightParenthesis:
        guard let last = open.popLast() else { return nil }
        if let column = columnOfFirst(Int(token.start)), column < indentation(Int(last.start)) {
          return Suspect(open: last, close: token)
        }
      default: break
      }
    }
    return nil
  }

  /// The column of a byte; nil if more than spaces are before it on its line.
  private func columnOfFirst(_ offset: Int) -> Int? {
    var start = offset
    while start > 0, lexer.byte(start - 1) == UInt8(ascii: " ") { start -= 1 }
    guard start == 0 || lexer.byte(start - 1) == UInt8(ascii: "\n") else { return nil }
    return offset - start
  }

  /// How many spaces the line of a byte starts with.
  private func indentation(_ offset: Int) -> Int {
    let start = lineStart(offset)
    var end = start
    while lexer.byte(end) == UInt8(ascii: " ") { end += 1 }
    return end - start
  }

  private func lineStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, lexer.byte(start - 1) != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  // MARK: - Strings

  /// Puts a string that is closed by the opening quote of the next one in the place of what is
  /// reported from it on.
  mutating func reconsiderStrings() {
    guard !diagnostics.isEmpty else { return }
    // Of what is open: a quote, `${` or a brace.
    var open: [SyntaxToken] = []
    for (index, token) in tokens.view.enumerated() {
      switch token.kind {
      case .quote where open.last?.kind == .quote:
        guard let start = open.popLast() else { return }
        guard isInverted(start, token, at: index) else { continue }
        // Diagnostics from before stay.
        func isFromHere(_ diagnostic: Diagnostic) -> Bool {
          diagnostic.range.map { $0.start >= start.start } ?? false
        }
        guard diagnostics.contains(where: isFromHere) else { continue }
        diagnostics.removeAll(where: isFromHere)
        let note = Diagnostic.Note(
          "the quote here ends it, but was probably meant to start another string", at: token.range)
        diagnostics.append(
          .unclosed("string", at: start.range, found: "another string", notes: [note]))
        return
      case .quote, .interpolation, .leftBrace: open.append(token)
      case .rightBrace:
        if open.last?.kind != .quote { _ = open.popLast() }
      default: break
      }
    }
  }

  /// Whether a string goes on over a line break, and is followed by a word without a space.
  private func isInverted(_ open: SyntaxToken, _ close: SyntaxToken, at index: Int) -> Bool {
    let next = lexer.byte(Int(close.end))
    guard CharacterClass.isPath(next) && next != UInt8(ascii: ".") || next == UInt8(ascii: "/"),
      index > 0, tokens[index - 1].kind == .stringText
    else { return false }
    return (Int(open.end)..<Int(close.start)).contains { lexer.byte($0) == UInt8(ascii: "\n") }
  }

  /// The interpolation that a string is in, if that is in a string that begins on the same line: its
  /// brace is missing, and the quote that was read as the start of a string ends that one.
  func interpolationWithoutBrace() -> SourceRange? {
    guard let quote = frames.last,
      let index = frames.view.lastIndex(where: { $0.kind == .interpolation }),
      index > 0, [.string, .indentedString].contains(frames[index - 1].kind)
    else { return nil }
    let start = Int(range(of: frames[index].first).start)
    let end = Int(range(of: quote.first).start)
    guard start < end, !(start..<end).contains(where: { lexer.byte($0) == UInt8(ascii: "\n") })
    else { return nil }
    return range(of: frames[index].first)
  }
}
