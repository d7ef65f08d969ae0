// White space and comments.

extension Lexer {
  /// Moves to the next token; notes whether comments or blank lines are on the way.
  @inline(__always)
  mutating func skipTrivia() {
    isMarked = false
    if bytes[offset] == UInt8(ascii: " ") { offset += 1 }
    // Nothing below a number or a letter, but white space, comments and symbols.
    if bytes[offset] > UInt8(ascii: "/") { return }
    skipMoreTrivia()
  }

  private mutating func skipMoreTrivia() {
    var newlines = 0
    while true {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        newlines += 1
        if newlines == 2 { isMarked = true }
        offset += 1
        skipIndentation()
      case UInt8(ascii: "#"):
        isMarked = true
        offset = endOfLineComment(offset)
      case UInt8(ascii: "/") where byte(offset + 1) == UInt8(ascii: "*"):
        isMarked = true
        guard let end = endOfBlockComment(offset) else {
          unclosedComment = offset
          offset = count
          return
        }
        offset = end
      default: return
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

  func endOfLineComment(_ start: Int) -> Int {
    next(UInt8(ascii: "\n"), UInt8(ascii: "\r"), from: start)
  }

  func endOfBlockComment(_ start: Int) -> Int? {
    var end = start + 2
    while bytes[end] != 0 {
      if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") { return end + 2 }
      end += 1
    }
    return nil
  }

  // MARK: - Eight bytes at once

  /// Moves to the next of two bytes, or to the end.
  @inline(__always)
  mutating func skip(until first: UInt8, _ second: UInt8) {
    offset = next(first, second, from: offset)
  }

  /// The offset of the next of two bytes, or of the end.
  private func next(_ first: UInt8, _ second: UInt8, from start: Int) -> Int {
    var offset = start
    // The padding is eight zeros, where this ends at the latest.
    while true {
      let word = ByteSearch.word(bytes, at: offset)
      let mask =
        ByteSearch.mask(0, word) | ByteSearch.mask(first, word) | ByteSearch.mask(second, word)
      if mask != 0 { return offset + ByteSearch.position(mask) }
      offset += 8
    }
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
