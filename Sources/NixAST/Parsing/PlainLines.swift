/// The lines of an indented string without escapes, without the spaces that they share: two passes over
/// the text. Strings with escapes are taken apart first, see ``StringValue``.
struct PlainLines {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private let tokens: Slice<SyntaxStorage.Tokens>
  private let bytes: Bytes
  /// The fewest spaces that a line starts with, of the lines that have anything else.
  private var indentation = Int.max

  /// The parts of the string: no empty text, no two texts side by side.
  ///
  /// - Parameter interpolation: takes the index of the token `${`.
  static func parts(
    _ tokens: Slice<SyntaxStorage.Tokens>, _ bytes: Bytes, _ interpolation: (Int) -> StrPart
  ) -> [StrPart] {
    var lines = PlainLines(tokens: tokens, bytes: bytes)
    lines.findIndentation()
    return lines.parts(interpolation)
  }

  private init(tokens: Slice<SyntaxStorage.Tokens>, bytes: Bytes) {
    self.tokens = tokens
    self.bytes = bytes
  }

  /// The text of a token; of the first without what the opening `''` swallows.
  private func text(_ index: Int) -> Range<Int> {
    let (start, end) = (Int(tokens[index].start), Int(tokens[index].end))
    return
      (index == tokens.startIndex ? StringValue.afterOpening(start, end, bytes) : start)..<end
  }

  private mutating func findIndentation() {
    var isAtStart = true
    var current = 0
    var index = tokens.startIndex
    while index < tokens.endIndex {
      guard tokens[index].kind == .stringText else {
        if isAtStart { indentation = min(indentation, current) }
        isAtStart = false
        index = StringValue.endOfInterpolation(index, tokens)
        continue
      }
      let range = text(index)
      var offset = range.lowerBound
      while offset < range.upperBound {
        if isAtStart {
          while offset < range.upperBound, bytes[offset] == UInt8(ascii: " ") {
            current += 1
            offset += 1
          }
          if offset == range.upperBound { break }
          if bytes[offset] != UInt8(ascii: "\n") { indentation = min(indentation, current) }
        }
        // The rest of the line is of no interest.
        offset = ByteSearch.first(UInt8(ascii: "\n"), bytes, from: offset, to: range.upperBound)
        isAtStart = offset < range.upperBound
        if isAtStart { current = 0 }
        offset += 1
      }
      index += 1
    }
  }

  private func parts(_ interpolation: (Int) -> StrPart) -> [StrPart] {
    var parts: [StrPart] = []
    var text = Stack<UInt8>(capacity: 256)
    var isAtStart = true
    var index = tokens.startIndex
    while index < tokens.endIndex {
      if tokens[index].kind == .stringText {
        let start = text.count
        isAtStart = add(self.text(index), isAtStart, to: &text)
        index += 1
        if index == tokens.endIndex { Self.dropLastBlankLine(of: &text, from: start) }
      } else {
        Self.flush(&text, to: &parts)
        parts.append(interpolation(index))
        isAtStart = false
        index = StringValue.endOfInterpolation(index, tokens)
      }
    }
    Self.flush(&text, to: &parts)
    return parts
  }

  private static func flush(_ text: inout Stack<UInt8>, to parts: inout [StrPart]) {
    if text.isEmpty { return }
    parts.append(.text(String(decoding: text.view, as: UTF8.self)))
    text.cut(to: 0)
  }

  /// Adds text without indentation; gives whether a line starts after it.
  private func add(
    _ range: Range<Int>, _ startsLine: Bool, to text: inout Stack<UInt8>
  ) -> Bool {
    var isAtStart = startsLine
    var offset = range.lowerBound
    while offset < range.upperBound {
      if isAtStart {
        var dropped = 0
        while dropped < indentation, offset < range.upperBound,
          bytes[offset] == UInt8(ascii: " ")
        {
          offset += 1
          dropped += 1
        }
      }
      var end = ByteSearch.first(UInt8(ascii: "\n"), bytes, from: offset, to: range.upperBound)
      isAtStart = end < range.upperBound
      if isAtStart { end += 1 }
      text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[offset..<end]))
      offset = end
    }
    return isAtStart
  }

  /// Drops the spaces before the closing quotes.
  private static func dropLastBlankLine(of text: inout Stack<UInt8>, from start: Int) {
    var end = text.count
    while end > start, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
    if end > start, text[end - 1] == UInt8(ascii: "\n") { text.cut(to: end) }
  }
}
