// What is between the tokens that start a string or a path and those that end it.

/// What comes behind a stretch of text in a string or path.
enum StringPiece {
  /// `${` was read; an expression and a `}` follow.
  case interpolation
  /// The closing quotes were read, or the path is over.
  case end
  /// The file ends first.
  case unclosed
}

extension Lexer {
  // MARK: - Double-quoted strings

  /// Where the plain text that begins at an offset ends.
  @inline(__always)
  func endOfPlainText(_ start: Int) -> Int {
    var end = start
    while !CharacterClass.isSpecialInString(bytes[end]) { end += 1 }
    return end
  }

  /// Reads a double-quoted string up to an interpolation or its end, escapes resolved.
  mutating func quotedText(_ text: inout [UInt8]) -> StringPiece {
    while true {
      let end = endOfPlainText(offset)
      text += bytes[offset..<end]
      offset = end
      let second = byte(end + 1)
      switch bytes[end] {
      case UInt8(ascii: "\""):
        offset += 1
        return .end
      case UInt8(ascii: "\\"):
        if second == 0 { return .unclosed }
        text.append(Self.unescaped(second))
        offset += 2
      case UInt8(ascii: "\r"):
        text.append(UInt8(ascii: "\n"))
        offset += second == UInt8(ascii: "\n") ? 2 : 1
      case UInt8(ascii: "$"):
        if second == UInt8(ascii: "{") {
          offset += 2
          return .interpolation
        }
        text.append(UInt8(ascii: "$"))
        offset += 1
        // The second dollar of a pair starts no interpolation.
        if second == UInt8(ascii: "$") {
          text.append(second)
          offset += 1
        }
      default: return .unclosed
      }
    }
  }

  private static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: byte
    }
  }

  // MARK: - Indented strings

  /// Skips what the opening `''` swallows: spaces up to a line break, and the break.
  mutating func skipIndentedOpening() {
    var end = offset
    while byte(end) == UInt8(ascii: " ") { end += 1 }
    if byte(end) == UInt8(ascii: "\n") { offset = end + 1 }
  }

  /// Reads an indented string up to an interpolation or its end.
  mutating func indentedText(_ pieces: inout [IndentedString.Piece]) -> StringPiece {
    var start = offset
    while true {
      while bytes[offset] != UInt8(ascii: "$"), bytes[offset] != UInt8(ascii: "'"),
        bytes[offset] != 0
      { offset += 1 }
      let current = bytes[offset]
      let second = byte(offset + 1)
      if current == 0 { return .unclosed }
      // `$` and `'` take the next character with them, unless it has a meaning of its own.
      let isPair =
        current == UInt8(ascii: "$")
        ? second != UInt8(ascii: "{") && second != UInt8(ascii: "'")
        : second != UInt8(ascii: "'") && second != UInt8(ascii: "$")
      if isPair, second != 0 {
        offset += 2
        continue
      }
      if offset > start { pieces.append(.text(start..<offset)) }
      if current == UInt8(ascii: "$"), second == UInt8(ascii: "{") {
        offset += 2
        return .interpolation
      }
      if current == UInt8(ascii: "'"), second == current {
        guard escape(&pieces) else {
          offset += 2
          return .end
        }
      } else {
        pieces.append(.escaped(current))
        offset += 1
      }
      start = offset
    }
  }

  /// Reads an escape that begins with `''`; false if these are the closing quotes.
  private mutating func escape(_ pieces: inout [IndentedString.Piece]) -> Bool {
    switch byte(offset + 2) {
    case UInt8(ascii: "$"):
      pieces.append(.escaped(UInt8(ascii: "$")))
      offset += 3
    case UInt8(ascii: "'"):
      pieces.append(.escapedQuotes)
      offset += 3
    case UInt8(ascii: "\\") where byte(offset + 3) != 0:
      pieces.append(.escaped(Self.unescaped(byte(offset + 3))))
      offset += 4
    default: return false
    }
    return true
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
