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
    let raw = UnsafeRawBufferPointer(bytes)
    var offset = start
    // The padding holds a zero, where this ends at the latest.
    while true {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if Self.mayHold(0, word) || Self.mayHold(first, word) || Self.mayHold(second, word) { break }
      offset += 8
    }
    while bytes[offset] != first, bytes[offset] != second, bytes[offset] != 0 { offset += 1 }
    return offset
  }

  /// Whether a byte is among eight, or one before it may be: it becomes zero, and borrows when 1 is
  /// taken from it.
  @inline(__always)
  private static func mayHold(_ byte: UInt8, _ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let others = word ^ (ones &* UInt64(byte))
    return (others &- ones) & ~others & (ones << 7) != 0
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
