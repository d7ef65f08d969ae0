// Lines, and the comments between tokens.

extension SyntaxTree {
  /// Whether a space or a tab is at an offset.
  func isSpace(_ offset: Int) -> Bool {
    guard offset >= 0 else { return false }
    return storage.bytes[offset] == UInt8(ascii: " ") || storage.bytes[offset] == UInt8(ascii: "\t")
  }

  /// The end of the line of an offset, before its line break. A carriage return ends a line comment, too.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < storage.count, storage.bytes[end] != UInt8(ascii: "\n"),
      storage.bytes[end] != UInt8(ascii: "\r")
    { end += 1 }
    return end
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

  /// The end of the line that the token before a node ends on; nil if the node, or a comment that is on
  /// that line, is on it, too.
  func firstLineEnd(before node: SyntaxNode) -> Int? {
    var start = gap(before: node)
    for comment in comments(before: node) + [Int(node.range.start)..<Int(node.range.start)] {
      let end = endOfLine(start)
      if end < comment.lowerBound { return end }
      start = comment.upperBound
    }
    return nil
  }

  /// The end of the token before a node.
  private func gap(before node: SyntaxNode) -> Int {
    let first = node.tokens.startIndex
    return first > 0 ? Int(tokens[first - 1].end) : 0
  }
}
