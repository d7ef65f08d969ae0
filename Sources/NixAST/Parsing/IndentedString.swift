/// Takes the indentation that its lines share out of an indented string, as Nix's parser does
/// ("String literal" in the Nix Reference Manual).
enum IndentedString {
  enum Piece {
    /// Text as written.
    case raw([UInt8])
    /// The text of an escape.
    case escaped([UInt8])
    case interpolation(Expr)
  }

  static func parts(_ pieces: [Piece]) -> [StrPart] {
    let indentation = indentation(of: pieces)
    var stripper = Stripper(indentation: indentation)
    var parts: [StrPart] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .interpolation(let expr):
        stripper.endLineStart()
        parts.append(.interpolation(expr))
      case .raw(let bytes), .escaped(let bytes):
        var text = stripper.strip(bytes)
        if index == pieces.count - 1 { dropLastBlankLine(&text) }
        parts.append(.text(String(decoding: text, as: UTF8.self)))
      }
    }
    return parts
  }

  /// The fewest spaces that a line starts with, of the lines that have anything else.
  private static func indentation(of pieces: [Piece]) -> Int {
    var isAtLineStart = true
    var minimum = Int.max
    var current = 0
    for piece in pieces {
      guard case .raw(let bytes) = piece else {
        if isAtLineStart {
          isAtLineStart = false
          minimum = min(minimum, current)
        }
        continue
      }
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          isAtLineStart = true
          current = 0
        } else if isAtLineStart {
          if byte == UInt8(ascii: " ") {
            current += 1
          } else {
            isAtLineStart = false
            minimum = min(minimum, current)
          }
        }
      }
    }
    return minimum
  }

  private struct Stripper {
    let indentation: Int
    private var isAtLineStart = true
    private var dropped = 0

    init(indentation: Int) {
      self.indentation = indentation
    }

    mutating func endLineStart() {
      isAtLineStart = false
      dropped = 0
    }

    mutating func strip(_ bytes: [UInt8]) -> [UInt8] {
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          isAtLineStart = true
          dropped = 0
        } else if isAtLineStart {
          if byte == UInt8(ascii: " ") {
            dropped += 1
            if dropped <= indentation { continue }
          } else {
            endLineStart()
          }
        }
        result.append(byte)
      }
      return result
    }
  }

  /// Drops the spaces before the closing quotes.
  private static func dropLastBlankLine(_ text: inout [UInt8]) {
    guard let newline = text.lastIndex(of: UInt8(ascii: "\n")),
      text[(newline + 1)...].allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return }
    text.removeSubrange((newline + 1)...)
  }
}
