// Tokens between those that start a string or a path and those that end it.

/// The next piece after a stretch of text in a string.
enum StringPiece {
  /// `${` comes next.
  case interpolation
  /// The closing quotes come next.
  case end
  /// The file ends first.
  case unclosed
}

extension Lexer {
  /// Moves to the end of the text of a double-quoted string: to an interpolation or the quote.
  mutating func skipQuotedText() -> StringPiece {
    while true {
      skipPlainQuotedText()
      let second = byte(offset + 1)
      switch bytes[offset] {
      case UInt8(ascii: "\""): return .end
      case UInt8(ascii: "\\"):
        if second == 0 { return .unclosed }
        offset += 2
      case UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "$"):
        if second == UInt8(ascii: "{") { return .interpolation }
        // The second dollar of a pair starts no interpolation.
        offset += second == UInt8(ascii: "$") ? 2 : 1
      default: return .unclosed
      }
    }
  }

  /// Moves to the next byte that is not itself in a double-quoted string, eight at a time.
  @inline(__always)
  private mutating func skipPlainQuotedText() {
    while true {
      let mask = ByteSearch.maskOfSpecialsInString(ByteSearch.word(bytes, at: offset))
      if mask == 0 {
        offset += 8
        continue
      }
      offset += ByteSearch.position(mask)
      // Other control characters are in the mask, too.
      if CharacterClass.isSpecialInString(bytes[offset]) { return }
      offset += 1
    }
  }

  /// Moves to the end of the text of an indented string.
  mutating func skipIndentedText() -> StringPiece {
    while true {
      skip(until: UInt8(ascii: "$"), UInt8(ascii: "'"))
      let current = bytes[offset]
      let second = byte(offset + 1)
      if current == 0 { return .unclosed }
      if current == UInt8(ascii: "$") {
        if second == UInt8(ascii: "{") { return .interpolation }
        // `$` takes the next character with it, but a quote.
        offset += second == UInt8(ascii: "'") || second == 0 ? 1 : 2
      } else if second == current {
        switch byte(offset + 2) {
        case UInt8(ascii: "$"), UInt8(ascii: "'"): offset += 3
        case UInt8(ascii: "\\") where byte(offset + 3) != 0: offset += 4
        default: return .end
        }
      } else {
        offset += second == UInt8(ascii: "$") || second == 0 ? 1 : 2
      }
    }
  }

  // MARK: - Paths

  /// Reads on in a path behind its first token or an interpolation: one stretch of text, as Nix's
  /// lexer cuts them. Empty if there is none.
  mutating func pathText() -> Range<Int> {
    let start = offset
    while CharacterClass.isPath(bytes[offset]) { offset += 1 }
    offset = endOfSegments(offset)
    return start..<offset
  }

  /// Whether a path goes on with text.
  var isAtPathText: Bool {
    CharacterClass.isPath(byte(offset)) || byte(offset) == UInt8(ascii: "/")
  }

  /// Whether an interpolation begins here.
  var isAtInterpolation: Bool {
    byte(offset) == UInt8(ascii: "$") && byte(offset + 1) == UInt8(ascii: "{")
  }

  /// The text in a range.
  @inline(__always)
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
