// What is between the tokens that start a string or a path and those that end it.

/// A stretch of a string: text, the start of an interpolation, or the end.
enum StringPiece {
  case text([UInt8])
  /// `${` was read; an expression and a `}` follow.
  case interpolation
  /// The closing quotes were read.
  case end
  /// The file ends first.
  case unclosed
}

extension Lexer {
  /// The next piece of a double-quoted string, escapes resolved.
  mutating func quotedPiece() -> StringPiece {
    var text: [UInt8] = []
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, !Self.isSpecialInQuoted(bytes[offset]) { offset += 1 }
      text += bytes[start..<offset]
      guard offset < bytes.count else { break }
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        if !text.isEmpty { return .text(text) }
        offset += 1
        return .end
      case UInt8(ascii: "\\"):
        guard offset + 1 < bytes.count else { return .unclosed }
        text.append(Self.unescaped(bytes[offset + 1]))
        offset += 2
      case UInt8(ascii: "\r"):
        text.append(UInt8(ascii: "\n"))
        offset += byte(offset + 1) == UInt8(ascii: "\n") ? 2 : 1
      default:
        switch byte(offset + 1) {
        case UInt8(ascii: "{"):
          if !text.isEmpty { return .text(text) }
          offset += 2
          return .interpolation
        case UInt8(ascii: "$"):
          // A pair: the second dollar starts no interpolation.
          text += [UInt8(ascii: "$"), UInt8(ascii: "$")]
          offset += 2
        default:
          text.append(UInt8(ascii: "$"))
          offset += 1
        }
      }
    }
    return .unclosed
  }

  private static func isSpecialInQuoted(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$")
      || byte == UInt8(ascii: "\r")
  }

  static func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    default: byte
    }
  }

  /// Skips what the opening `''` swallows: spaces up to a line break, and the break.
  mutating func skipIndentedOpening() {
    var end = offset
    while byte(end) == UInt8(ascii: " ") { end += 1 }
    if byte(end) == UInt8(ascii: "\n") { offset = end + 1 }
  }

  /// The next pieces of an indented string, up to an interpolation or the end. Raw text and escapes
  /// are told apart, because escapes take no part in the indentation.
  mutating func indentedPieces(_ pieces: inout [IndentedString.Piece]) -> StringPiece {
    var text: [UInt8] = []
    func flush(_ pieces: inout [IndentedString.Piece]) {
      if !text.isEmpty { pieces.append(.raw(text)) }
      text = []
    }
    while offset < bytes.count {
      let current = bytes[offset]
      let second = byte(offset + 1)
      if current == UInt8(ascii: "$") {
        if second == UInt8(ascii: "{") {
          flush(&pieces)
          offset += 2
          return .interpolation
        }
        if second == UInt8(ascii: "'") || offset + 1 == bytes.count {
          flush(&pieces)
          pieces.append(.escaped([current]))
          offset += 1
        } else {
          text += [current, second]
          offset += 2
        }
      } else if current == UInt8(ascii: "'") {
        guard second == current else {
          if second == UInt8(ascii: "$") || offset + 1 == bytes.count {
            flush(&pieces)
            pieces.append(.escaped([current]))
            offset += 1
          } else {
            text += [current, second]
            offset += 2
          }
          continue
        }
        flush(&pieces)
        switch byte(offset + 2) {
        case UInt8(ascii: "$"):
          pieces.append(.escaped([UInt8(ascii: "$")]))
          offset += 3
        case UInt8(ascii: "'"):
          pieces.append(.escaped([current, current]))
          offset += 3
        case UInt8(ascii: "\\") where offset + 3 < bytes.count:
          pieces.append(.escaped([Self.unescaped(bytes[offset + 3])]))
          offset += 4
        default:
          offset += 2
          return .end
        }
      } else {
        text.append(current)
        offset += 1
      }
    }
    return .unclosed
  }

  /// The next piece of a path behind its first token: text, an interpolation, or the end, where
  /// nothing is read.
  mutating func pathPiece() -> StringPiece {
    let start = offset
    var end = offset
    while CharacterClass.isPath(byte(end)) || byte(end) == UInt8(ascii: "/") { end += 1 }
    if end > start {
      offset = end
      return .text(Array(bytes[start..<end]))
    }
    if byte(start) == UInt8(ascii: "$"), byte(start + 1) == UInt8(ascii: "{") {
      offset += 2
      return .interpolation
    }
    return .end
  }
}
