// Reads comments and blank lines, as nixfmt's lexer does.

/// A piece of the text between two tokens.
private enum TriviaPiece {
  case newlines(Int)
  case line(Range<Int>, column: Int)
  case block(isDoc: Bool, [[UInt8]], Range<Int>)
  case annotation(Range<Int>)
  case directive(isDisable: Bool, Range<Int>)

  /// Whether it may stand after a token on its line.
  var isTrailing: Bool {
    switch self {
    case .line, .directive: true
    case .block(let isDoc, let lines, _): !isDoc && lines.count <= 1
    default: false
    }
  }
}

struct FormatTriviaReader: ~Copyable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private let bytes: Bytes
  private let tokens: SyntaxStorage.Tokens
  private(set) var trivia: FormatTrivia
  /// Where the line starts whose directive disabled formatting.
  private var disabled: Int?
  /// The offset that was asked for last, and its column: a line may have many comments.
  private var known = (offset: 0, column: 0)

  init(_ bytes: Bytes, _ tokens: SyntaxStorage.Tokens) {
    self.bytes = bytes
    self.tokens = tokens
    trivia = FormatTrivia(count: tokens.count)
  }

  /// Reads what is before the tokens that are marked.
  mutating func read(_ marks: UnsafeBufferPointer<UInt32>) {
    var regions: [(token: UInt32, start: Int32)] = []
    for mark in marks {
      let before = disabled
      gap(mark)
      if disabled != before { regions.append((mark, disabled.map { Int32($0) } ?? -1)) }
    }
    let end = UInt32(tokens.count - 1)
    if let disabled {
      let rest: FormatTrivium = .disabledToEnd(disabled..<bytes.count - SyntaxStorage.padding)
      trivia.setBefore(end, trivia.before(end) + [rest])
      trivia.isDisabledToEnd = true
    }
    guard !regions.isEmpty else { return }
    trivia.regions = [Int32](repeating: -1, count: tokens.count + 1)
    for (index, region) in regions.enumerated() {
      let stop = index + 1 < regions.count ? Int(regions[index + 1].token) : tokens.count + 1
      for token in Int(region.token)..<stop { trivia.regions[token] = region.start }
    }
  }

  /// Reads what is before a token.
  private mutating func gap(_ token: UInt32) {
    let index = Int(token)
    if index > 0, tokens[index - 1].kind != .interpolation, isBlank(before: index) {
      trivia.setBlankLine(token)
      return trivia.note(token)
    }
    var pieces = pieces(index == 0 ? 0 : Int(tokens[index - 1].end), Int(tokens[index].start))
    // Trivia at the start of a file or an interpolation comes after nothing.
    if index == 0 || tokens[index - 1].kind == .interpolation {
      let leading = leading(pieces[...])
      trivia.setBefore(token, leading)
      return trivia.note(token)
    }
    var count = pieces.prefix { $0.isTrailing }.count
    if joinsNextLine(pieces, count, token) { count = 0 }
    if count > 0 {
      let trailing = trailing(pieces[..<count])
      trivia.setBehind(token - 1, trailing)
      if trailing != nil { trivia.note(token - 1) }
      pieces.removeFirst(count)
    }
    let leading = leading(pieces[...])
    if !leading.isEmpty {
      trivia.setBefore(token, leading)
      trivia.note(token)
    }
  }

  /// Whether a token has blank lines and no comments before it.
  private func isBlank(before index: Int) -> Bool {
    var newlines = 0
    for offset in Int(tokens[index - 1].end)..<Int(tokens[index].start) {
      if bytes[offset] == UInt8(ascii: "\n") { newlines += 1 }
      if !Whitespace.isASCII(bytes[offset]) { return false }
    }
    return newlines > 1
  }

  /// A comment that forms a block with the next line belongs to that.
  private mutating func joinsNextLine(_ pieces: [TriviaPiece], _ count: Int, _ token: UInt32)
    -> Bool
  {
    guard count == 1, case .line(_, let column) = pieces[0], pieces.count >= 2,
      case .newlines(1) = pieces[1]
    else { return false }
    if pieces.count >= 3 {
      if case .line(_, let next) = pieces[2] { return next == column }
      return false
    }
    return column == self.column(Int(tokens[Int(token)].start))
  }

  private func trailing(_ pieces: ArraySlice<TriviaPiece>) -> FormatComment? {
    var texts: [[UInt8]] = []
    var only: Range<Int>?
    for piece in pieces {
      switch piece {
      case .line(let range, _):
        let range = Whitespace.trimmed(range, bytes)
        if range.isEmpty { continue }
        only = range
        texts.append(Array(bytes[range]))
      case .block(_, let lines, _):
        guard let line = lines.first, !line.isEmpty else { continue }
        only = nil
        texts.append(line)
      case .directive(let isDisable, _):
        only = nil
        texts.append(Array((isDisable ? "nixfmt:disable" : "nixfmt:enable").utf8))
      default: break
      }
    }
    if texts.isEmpty { return nil }
    if texts.count == 1, let only { return .spaced(only) }
    return .joined([UInt8(ascii: " ")] + texts.joined(separator: [UInt8(ascii: " ")]))
  }

  private mutating func leading(_ pieces: ArraySlice<TriviaPiece>) -> [FormatTrivium] {
    var result: [FormatTrivium] = []
    for piece in pieces {
      switch piece {
      case .newlines(let count): if count > 1 { result.append(.emptyLine) }
      case .line(let range, _): result.append(.line(.source(range)))
      case .block(let isDoc, let lines, _):
        if lines.isEmpty { continue }
        if !isDoc, lines.count == 1 {
          result.append(.line(.joined([UInt8(ascii: " ")] + lines[0])))
        } else {
          result.append(.block(isDoc: isDoc, lines))
        }
      case .annotation(let range): result.append(.annotation(range))
      case .directive(let isDisable, let range): result.append(resolve(isDisable, range))
      }
    }
    return result
  }

  /// The effect of a directive, given the present state. One that shares its line with code is a
  /// comment like others.
  private mutating func resolve(_ isDisable: Bool, _ range: Range<Int>) -> FormatTrivium {
    var start = range.lowerBound
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") {
      start -= 1
      guard Whitespace.isHorizontal(bytes[start]) else {
        let text = isDisable ? " nixfmt:disable" : " nixfmt:enable"
        return .line(.joined(Array(text.utf8)))
      }
    }
    if isDisable {
      if disabled == nil { disabled = start }
      return .disable
    }
    defer { disabled = nil }
    return .enable(disabled.map { $0..<range.upperBound })
  }

  // MARK: - Pieces

  private mutating func pieces(_ start: Int, _ end: Int) -> [TriviaPiece] {
    var result: [TriviaPiece] = []
    var offset = start
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\n"):
        var count = 0
        while offset < end, Whitespace.isASCII(bytes[offset]) {
          if bytes[offset] == UInt8(ascii: "\n") { count += 1 }
          offset += 1
        }
        result.append(.newlines(count))
      case UInt8(ascii: "#"):
        var stop = offset + 1
        while stop < end, bytes[stop] != UInt8(ascii: "\n"), bytes[stop] != UInt8(ascii: "\r") {
          stop += 1
        }
        let text = Whitespace.trimmedEnd(offset + 1..<stop, bytes)
        result.append(.line(text, column: column(offset)))
        offset = stop
      case UInt8(ascii: "/"):
        var stop = offset + 2
        while bytes[stop] != UInt8(ascii: "*") || bytes[stop + 1] != UInt8(ascii: "/") { stop += 1 }
        result.append(comment(offset..<stop + 2))
        if case .directive(_, let range)? = result.last { stop = range.upperBound - 2 }
        offset = stop + 2
      default: offset += 1
      }
    }
    return result
  }

  private mutating func comment(_ range: Range<Int>) -> TriviaPiece {
    if let directive = directive(range) { return directive }
    let isDoc = range.count > 4 && bytes[range.lowerBound + 2] == UInt8(ascii: "*")
    let inner = range.lowerBound + (isDoc ? 3 : 2)..<range.upperBound - 2
    let lines = BlockComment.lines(inner, column: column(range.lowerBound), bytes)
    if !isDoc, lines.count == 1, BlockComment.isLanguage(lines[0]),
      isBeforeString(range.upperBound)
    {
      return .annotation(Whitespace.trimmed(inner, bytes))
    }
    return .block(isDoc: isDoc, lines, range)
  }

  private func directive(_ range: Range<Int>) -> TriviaPiece? {
    let isDisable = matches(range, "/*nixfmt:disable*/")
    guard isDisable || matches(range, "/*nixfmt:enable*/") else { return nil }
    var end = range.upperBound
    while bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r"), bytes[end] != 0 {
      guard Whitespace.isHorizontal(bytes[end]) else { return nil }
      end += 1
    }
    return .directive(isDisable: isDisable, range.lowerBound..<end)
  }

  private func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<range.count where bytes[range.lowerBound + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// Whether a string starts behind an offset, on this line or the next.
  private func isBeforeString(_ start: Int) -> Bool {
    var offset = start
    while Whitespace.isHorizontal(bytes[offset]) { offset += 1 }
    if bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
    if bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
    while Whitespace.isHorizontal(bytes[offset]) { offset += 1 }
    return bytes[offset] == UInt8(ascii: "\"")
      || bytes[offset] == UInt8(ascii: "'") && bytes[offset + 1] == UInt8(ascii: "'")
  }

  /// The column of an offset, from 0, as the formatter's parser counts: characters, and tabs up to
  /// the next multiple of eight.
  private mutating func column(_ offset: Int) -> Int {
    var start = offset
    while start > 0, start != known.offset, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var column = start == known.offset ? known.column : 0
    for index in start..<offset {
      if bytes[index] == UInt8(ascii: "\t") {
        column += 8 - column % 8
      } else if bytes[index] & 0xC0 != 0x80 {
        column += 1
      }
    }
    known = (offset, column)
    return column
  }
}
