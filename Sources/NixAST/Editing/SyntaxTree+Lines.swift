// Lines, and the comments between tokens.

extension SyntaxTree {
  /// Whether a space or a tab is at an offset.
  func isSpace(_ offset: Int) -> Bool {
    guard offset >= 0 else { return false }
    return storage.bytes[offset] == UInt8(ascii: " ") || storage.bytes[offset] == UInt8(ascii: "\t")
  }

  /// Where the spaces and tabs right before an offset start.
  func spaceStart(_ offset: Int) -> Int {
    var start = offset
    while isSpace(start - 1) { start -= 1 }
    return start
  }

  /// The end of the line of an offset, before its line break. A carriage return ends a line comment, too.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < storage.count, storage.bytes[end] != UInt8(ascii: "\n"),
      storage.bytes[end] != UInt8(ascii: "\r")
    { end += 1 }
    return end
  }

  /// How lines end: as the first one does.
  var lineBreak: String {
    guard let end = storage.bytes.firstIndex(of: UInt8(ascii: "\n")), end < storage.count else {
      return "\n"
    }
    return end > 0 && storage.bytes[end - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// The spaces and tabs that the line of an offset starts with.
  func indentation(at offset: UInt32) -> String {
    var start = Int(offset)
    while start > 0, storage.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = start
    while isSpace(end) { end += 1 }
    return String(decoding: storage.bytes[start..<end], as: UTF8.self)
  }

  /// Whether only spaces and tabs are before an offset on its line.
  func isFirstOnLine(_ offset: UInt32) -> Bool {
    var start = Int(offset)
    while isSpace(start - 1) { start -= 1 }
    return start == 0 || storage.bytes[start - 1] == UInt8(ascii: "\n")
  }

  /// The comments between a node and the token before it, in their order.
  func comments(before node: SyntaxNode) -> [Range<Int>] {
    let bytes = storage.bytes
    var comments: [Range<Int>] = []
    var offset = gap(before: node)
    let limit = Int(node.range.start)
    while offset < limit {
      let start = offset
      offset += 1
      switch bytes[start] {
      case UInt8(ascii: "#"): offset = endOfLine(start)
      case UInt8(ascii: "/"):
        offset += 1
        while offset < limit,
          bytes[offset] != UInt8(ascii: "*") || bytes[offset + 1] != UInt8(ascii: "/")
        { offset += 1 }
        offset += 2
      default: continue
      }
      comments.append(start..<offset)
    }
    return comments
  }

  /// Where a node starts, with the comments that belong to it: those before it on its line, and on the lines
  /// right above.
  func startWithComments(_ node: SyntaxNode) -> Int {
    let bytes = storage.bytes
    var start = Int(node.range.start)
    for comment in comments(before: node).reversed() {
      let isFirst = isFirstOnLine(UInt32(start))
      let breaks = bytes[comment.upperBound..<start].count { $0 == UInt8(ascii: "\n") }
      let isAbove = isFirst && breaks == 1 && isFirstOnLine(UInt32(comment.lowerBound))
      let isBefore = isOnOneLine(comment.lowerBound..<start)
      guard isAbove || isBefore else { break }
      start = comment.lowerBound
    }
    return start
  }

  /// Where the comments end that are behind a node at the end of its line, and whether the last is a line
  /// comment; nil if there are none, or code follows.
  func commentsBehind(_ node: SyntaxNode) -> (end: Int, isLine: Bool)? {
    let bytes = storage.bytes
    var end: Int?
    var offset = Int(node.range.end)
    while true {
      while isSpace(offset) { offset += 1 }
      if bytes[offset] == UInt8(ascii: "#") { return (endOfLine(offset), true) }
      if isLineEnd(offset) { return end.map { ($0, false) } }
      guard bytes[offset] == UInt8(ascii: "/"), bytes[offset + 1] == UInt8(ascii: "*") else {
        return nil
      }
      offset += 3
      while bytes[offset - 1] != UInt8(ascii: "*") || bytes[offset] != UInt8(ascii: "/") {
        // It goes on in the next line.
        if isLineEnd(offset - 1) || isLineEnd(offset) { return nil }
        offset += 1
      }
      offset += 1
      end = offset
    }
  }

  /// Whether a line ends at an offset.
  func isLineEnd(_ offset: Int) -> Bool {
    offset >= storage.count || storage.bytes[offset] == UInt8(ascii: "\n")
      || storage.bytes[offset] == UInt8(ascii: "\r")
  }

  private func isOnOneLine(_ range: Range<Int>) -> Bool {
    !storage.bytes[range].contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// The end of the line before a node and its comments; nil if something else is on their line.
  func lineEnd(before start: Int, of node: SyntaxNode) -> Int? {
    let end = endOfLine(
      comments(before: node).last { $0.upperBound <= start }?.upperBound ?? gap(before: node))
    return end < start ? end : nil
  }

  /// The end of the token before a node.
  func gap(before node: SyntaxNode) -> Int {
    let first = node.tokens.startIndex
    return first > 0 ? Int(tokens[first - 1].end) : 0
  }
}
