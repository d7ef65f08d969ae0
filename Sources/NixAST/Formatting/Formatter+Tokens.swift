// Tokens with their comments, and where they stand.

extension Formatter {
  /// Whether two tokens start on the same line.
  func isOneLine(_ first: UInt32, _ second: UInt32) -> Bool {
    lines[Int(first)] == lines[Int(second)]
  }

  @inline(__always)
  mutating func writeToken(_ token: UInt32) {
    if trivia.hasBefore(token) { writeBefore(token) }
    let range = tokens[Int(token)]
    doc.text(Int(range.start)..<Int(range.end))
    if trivia.hasBehind(token) { writeBehind(token) }
  }

  mutating func writeBefore(_ token: UInt32) { writeList(trivia.takeBefore(token)) }

  mutating func writeBehind(_ token: UInt32) {
    if let comment = trivia.takeBehind(token) { writeComment(comment) }
  }

  mutating func writeComment(_ comment: FormatComment) {
    doc.spacing(.hardSpace)
    write(comment, .trailingComment)
    doc.spacing(.hardLine)
  }

  private mutating func write(_ comment: FormatComment, _ kind: Document.Element.Kind) {
    switch comment {
    case .source(let range):
      // With the # before it.
      doc.text(range.lowerBound - 1..<range.upperBound, kind)
    case .spaced(let range): doc.text(Array("# ".utf8) + bytes[range], kind)
    case .joined(let text): doc.text([UInt8(ascii: "#")] + text, kind)
    }
  }

  /// Comments and blank lines, from a new line on.
  mutating func writeList(_ list: [FormatTrivium]) {
    if list.isEmpty { return }
    if list.count == 1, list[0].isAnnotation { return write(list[0]) }
    doc.spacing(.hardLine)
    for trivium in list { write(trivium) }
  }

  /// Comments before an item whose last one names the language of a string.
  mutating func writeItems(_ list: [FormatTrivium]) {
    writeList(Array(list.dropLast()))
    if let last = list.last { write(last) }
  }

  private mutating func write(_ trivium: FormatTrivium) {
    switch trivium {
    case .emptyLine: doc.spacing(.emptyLine)
    case .line(let comment):
      write(comment, .comment)
      doc.spacing(.hardLine)
    case .annotation(let range):
      doc.text(Array("/* ".utf8) + bytes[range] + Array(" */".utf8), .comment)
      doc.spacing(.hardSpace)
    case .disable: doc.text([], .disable)
    case .disabledToEnd(let range): doc.text(range, .verbatim)
    case .enable(let range):
      if let range { doc.text(range, .verbatim) } else { doc.text("/*nixfmt:enable*/", .comment) }
      doc.spacing(.hardLine)
    case .block(let isDoc, let lines):
      doc.text(isDoc ? "/**" : "/*", .comment)
      doc.spacing(.hardLine)
      doc.offset += 2
      for line in lines {
        if line.isEmpty {
          doc.spacing(.emptyLine)
        } else {
          doc.text(line, .comment)
          doc.spacing(.hardLine)
        }
      }
      doc.offset -= 2
      doc.text("*/", .comment)
      doc.spacing(.hardLine)
    }
  }
}
