// White space and comments.

extension Lexer {
  /// Moves to the next token and keeps what is on the way in `trivia`.
  mutating func collectTrivia() {
    var newlines = 0
    let isFirst = offset == 0
    if hasTrivia { dropTrivia() }
    while true {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        newlines += 1
        offset += 1
        skipIndentation()
      case UInt8(ascii: "#"):
        let end = endOfLineComment(offset)
        add(.comment(CommentText.line(bytes[offset..<end])), newlines, isFirst)
        newlines = 0
        offset = end
      case UInt8(ascii: "/") where byte(offset + 1) == UInt8(ascii: "*"):
        guard let end = endOfBlockComment(offset) else {
          unclosedComment = offset
          offset = count
          return
        }
        if let comment = CommentText.block(bytes[offset..<end]) { add(comment, newlines, isFirst) }
        newlines = 0
        offset = end
      default:
        // Blank lines at either end of a file mean nothing.
        if newlines > 1, isFirst || offset == count ? hasTrivia : true { add(.blankLine) }
        return
      }
    }
  }

  /// Moves behind spaces, eight at a time.
  @inline(__always)
  private mutating func skipIndentation() {
    let raw = UnsafeRawBufferPointer(bytes)
    while raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) == 0x2020_2020_2020_2020 {
      offset += 8
    }
    while bytes[offset] == UInt8(ascii: " ") { offset += 1 }
  }

  /// Forgets what stands before the present token.
  mutating func dropTrivia() {
    trivia = PendingTrivia()
    hasTrivia = false
  }

  private mutating func add(_ trivium: Trivium, _ newlines: Int, _ isFirst: Bool) {
    if newlines > 1, !isFirst || hasTrivia { add(.blankLine) }
    if newlines == 0, !isFirst, !hasTrivia, case .comment(let text) = trivium {
      trivia.trailing = text
      hasTrivia = true
    } else {
      add(trivium)
    }
  }

  private mutating func add(_ trivium: Trivium) {
    trivia.leading.append(trivium)
    hasTrivia = true
  }

  private func endOfLineComment(_ start: Int) -> Int {
    var end = start
    while bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r"), bytes[end] != 0 {
      end += 1
    }
    return end
  }

  private func endOfBlockComment(_ start: Int) -> Int? {
    var end = start + 2
    while bytes[end] != 0 {
      if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") { return end + 2 }
      end += 1
    }
    return nil
  }

  /// The offset of the next token behind an offset, without a change of state.
  func peek(_ start: Int) -> Int {
    var offset = start
    while true {
      let current = bytes[offset]
      if CharacterClass.isWhitespace(current) {
        offset += 1
      } else if current == UInt8(ascii: "#") {
        offset = endOfLineComment(offset)
      } else if current == UInt8(ascii: "/"), byte(offset + 1) == UInt8(ascii: "*") {
        guard let end = endOfBlockComment(offset) else { return count }
        offset = end
      } else {
        return offset
      }
    }
  }
}
