/// What the text of a string means: escapes resolved, and of an indented string the indentation that
/// its lines share taken out. "String literal" in the Nix Reference Manual.
enum StringValue {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Adds the meaning of text in a double-quoted string.
  static func appendQuoted(_ text: Slice<Bytes>, to result: inout [UInt8]) {
    var index = text.startIndex
    let end = text.endIndex
    while index < end {
      let plain = text[index...].firstIndex {
        $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r")
      }
      result += text[index..<(plain ?? end)]
      guard let special = plain else { return }
      if text[special] == UInt8(ascii: "\r") {
        result.append(UInt8(ascii: "\n"))
        let isPair = special + 1 < end && text[special + 1] == UInt8(ascii: "\n")
        index = special + (isPair ? 2 : 1)
      } else {
        if special + 1 < end { result.append(unescaped(text[special + 1])) }
        index = special + 2
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

  /// The parts of an indented string: no empty text, no two texts side by side.
  ///
  /// - Parameter interpolation: takes the index of the token `${`.
  static func indented(
    _ tokens: Slice<SyntaxStorage.Tokens>, _ bytes: Bytes, interpolation: (Int) -> StrPart
  ) -> [StrPart] {
    if !hasEscapes(tokens, bytes) { return PlainLines.parts(tokens, bytes, interpolation) }
    var pieces: [Piece] = []
    var index = tokens.startIndex
    var isFirst = true
    while index < tokens.endIndex {
      let token = tokens[index]
      if token.kind == .stringText {
        var start = Int(token.start)
        if isFirst { start = afterOpening(start, Int(token.end), bytes) }
        split(start, Int(token.end), bytes, &pieces)
        index += 1
      } else {
        pieces.append(.interpolation(index))
        index = endOfInterpolation(index, tokens)
      }
      isFirst = false
    }
    return parts(pieces, bytes, interpolation)
  }

  /// The index of the token after an interpolation.
  static func endOfInterpolation(_ start: Int, _ tokens: Slice<SyntaxStorage.Tokens>) -> Int {
    var depth = 0
    var index = start
    while index < tokens.endIndex {
      switch tokens[index].kind {
      case .leftBrace, .interpolation: depth += 1
      case .rightBrace: depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { break }
    }
    return index
  }

  /// Whether there are two single quotes in the text, which are the start of an escape.
  private static func hasEscapes(_ tokens: Slice<SyntaxStorage.Tokens>, _ bytes: Bytes) -> Bool {
    var index = tokens.startIndex
    while index < tokens.endIndex {
      let token = tokens[index]
      guard token.kind == .stringText else {
        index = endOfInterpolation(index, tokens)
        continue
      }
      let end = Int(token.end)
      var offset = Int(token.start)
      while true {
        offset = ByteSearch.first(UInt8(ascii: "'"), bytes, from: offset, to: end) + 1
        if offset >= end { break }
        if bytes[offset] == UInt8(ascii: "'") { return true }
      }
      index += 1
    }
    return false
  }

  /// Skips the text that the opening `''` swallows: spaces up to a line break, and the break.
  static func afterOpening(_ start: Int, _ limit: Int, _ bytes: Bytes) -> Int {
    var end = start
    while end < limit, bytes[end] == UInt8(ascii: " ") { end += 1 }
    return end < limit && bytes[end] == UInt8(ascii: "\n") ? end + 1 : start
  }

  private enum Piece {
    /// Text as written.
    case text(Range<Int>)
    /// The character that an escape means. Escapes take no part in the indentation.
    case escaped(UInt8)
    /// `'''`
    case escapedQuotes
    case interpolation(Int)
  }

  /// Cuts text into what is plain and what is escaped.
  private static func split(_ start: Int, _ end: Int, _ bytes: Bytes, _ pieces: inout [Piece]) {
    var plain = start
    var index = start
    func flush() { if index > plain { pieces.append(.text(plain..<index)) } }
    while index < end {
      let current = bytes[index]
      let second = index + 1 < end ? bytes[index + 1] : 0
      if current == UInt8(ascii: "$"), second != UInt8(ascii: "'"), second != 0 {
        index += 2
      } else if current == UInt8(ascii: "'"), second == current, index + 2 < end {
        flush()
        switch bytes[index + 2] {
        case UInt8(ascii: "$"):
          pieces.append(.escaped(UInt8(ascii: "$")))
          index += 3
        case UInt8(ascii: "'"):
          pieces.append(.escapedQuotes)
          index += 3
        default:
          pieces.append(.escaped(unescaped(index + 3 < end ? bytes[index + 3] : 0)))
          index += 4
        }
        plain = index
      } else if current == UInt8(ascii: "$") || current == UInt8(ascii: "'"),
        second == 0 || current == UInt8(ascii: "$") || second == UInt8(ascii: "$")
      {
        // Alone it takes no part in the indentation either.
        flush()
        pieces.append(.escaped(current))
        index += 1
        plain = index
      } else {
        index += current == UInt8(ascii: "'") ? 2 : 1
      }
    }
    index = end
    flush()
  }

  private static func parts(
    _ pieces: [Piece], _ bytes: Bytes, _ interpolation: (Int) -> StrPart
  ) -> [StrPart] {
    var parts: [StrPart] = []
    var lines = Lines(indentation: indentation(of: pieces, bytes))
    func flush() {
      if !lines.text.isEmpty { parts.append(.text(String(decoding: lines.text, as: UTF8.self))) }
      lines.text.removeAll(keepingCapacity: true)
    }
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .interpolation(let token):
        lines.isAtStart = false
        flush()
        parts.append(interpolation(token))
      case .text(let range):
        let start = lines.text.count
        lines.add(bytes[range])
        if index == pieces.count - 1 { lines.dropLastBlankLine(from: start) }
      case .escaped(let byte): lines.add(CollectionOfOne(byte))
      case .escapedQuotes: lines.add(repeatElement(UInt8(ascii: "'"), count: 2))
      }
    }
    flush()
    return parts
  }

  /// The fewest spaces that a line starts with, of the lines that have anything else.
  private static func indentation(of pieces: [Piece], _ bytes: Bytes) -> Int {
    var isAtStart = true
    var minimum = Int.max
    var current = 0
    for piece in pieces {
      guard case .text(let range) = piece else {
        if isAtStart { minimum = min(minimum, current) }
        isAtStart = false
        continue
      }
      for offset in range {
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\n") {
          isAtStart = true
          current = 0
        } else if isAtStart {
          if byte == UInt8(ascii: " ") {
            current += 1
          } else {
            isAtStart = false
            minimum = min(minimum, current)
          }
        }
      }
    }
    return minimum
  }

  /// Collects text without the spaces that its lines share.
  private struct Lines {
    let indentation: Int
    var text: [UInt8] = []
    var isAtStart = true
    /// How many spaces of the present line were dropped.
    private var dropped = 0

    init(indentation: Int) { self.indentation = indentation }

    mutating func add(_ bytes: some Collection<UInt8>) {
      var rest = bytes[...]
      while !rest.isEmpty {
        if isAtStart {
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
        isAtStart = newline != nil
        dropped = 0
      }
    }

    /// Drops the spaces before the closing quotes.
    mutating func dropLastBlankLine(from start: Int) {
      guard let newline = text[start...].lastIndex(of: UInt8(ascii: "\n")),
        text[(newline + 1)...].allSatisfy({ $0 == UInt8(ascii: " ") })
      else { return }
      text.removeSubrange((newline + 1)...)
    }
  }
}
