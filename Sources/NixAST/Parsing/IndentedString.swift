/// Takes the indentation that its lines share out of an indented string, as Nix's parser does
/// ("String literal" in the Nix Reference Manual).
struct IndentedString {
  enum Piece {
    /// Text as written, a range of the source.
    case text(Range<Int>)
    /// The character that an escape means. Escapes take no part in the indentation.
    case escaped(UInt8)
    /// `'''`
    case escapedQuotes
    case interpolation(Expr)
  }

  /// The source.
  private let bytes: UnsafeBufferPointer<UInt8>
  private let indentation: Int
  private var isAtLineStart = true
  /// How many spaces of the present line were dropped.
  private var dropped = 0
  private var text: [UInt8] = []

  private init(_ bytes: UnsafeBufferPointer<UInt8>, indentation: Int) {
    self.bytes = bytes
    self.indentation = indentation
  }

  /// The parts of a string: no empty text, no two texts side by side.
  static func parts(_ pieces: [Piece], of bytes: UnsafeBufferPointer<UInt8>) -> [StrPart] {
    var string = IndentedString(bytes, indentation: indentation(of: pieces, bytes))
    var parts: [StrPart] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .interpolation(let expr):
        string.isAtLineStart = false
        string.flush(&parts)
        parts.append(.interpolation(expr))
      case .text(let range):
        let start = string.text.count
        string.add(bytes[range])
        if index == pieces.count - 1 { string.dropLastBlankLine(from: start) }
      case .escaped(let byte): string.add(CollectionOfOne(byte))
      case .escapedQuotes: string.add(repeatElement(UInt8(ascii: "'"), count: 2))
      }
    }
    string.flush(&parts)
    return parts
  }

  /// The fewest spaces that a line starts with, of the lines that have anything else.
  private static func indentation(
    of pieces: [Piece], _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var isAtLineStart = true
    var minimum = Int.max
    var current = 0
    for piece in pieces {
      guard case .text(let range) = piece else {
        if isAtLineStart { minimum = min(minimum, current) }
        isAtLineStart = false
        continue
      }
      for offset in range {
        let byte = bytes[offset]
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

  private mutating func flush(_ parts: inout [StrPart]) {
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
    text.removeAll(keepingCapacity: true)
  }

  /// Adds text without the spaces to drop, a line at a time.
  private mutating func add(_ bytes: some Collection<UInt8>) {
    var rest = bytes[...]
    while !rest.isEmpty {
      if isAtLineStart {
        while dropped < indentation, rest.first == UInt8(ascii: " ") {
          rest.removeFirst()
          dropped += 1
        }
        if rest.isEmpty { return }
      }
      let newline = rest.firstIndex(of: UInt8(ascii: "\n"))
      let end = newline.map { rest.index(after: $0) } ?? rest.endIndex
      text += rest[..<end]
      rest = rest[end...]
      isAtLineStart = newline != nil
      dropped = 0
    }
  }

  /// Drops the spaces before the closing quotes.
  private mutating func dropLastBlankLine(from start: Int) {
    guard let newline = text[start...].lastIndex(of: UInt8(ascii: "\n")),
      text[(newline + 1)...].allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return }
    text.removeSubrange((newline + 1)...)
  }
}
