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
      if range.lowerBound > 0, bytes[range.lowerBound - 1] == UInt8(ascii: "#") {
        doc.text(range.lowerBound - 1..<range.upperBound, kind)
      } else {
        doc.text([UInt8(ascii: "#")] + bytes[range], kind)
      }
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
    case .disable: doc.text("", .disable)
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

  // MARK: - Once for a file

  /// The line of each token, and whether the text is all ASCII.
  static func lines(
    of tokens: [SyntaxToken], _ bytes: Bytes, inTexts: Bool
  ) -> (lines: [UInt32], isASCII: Bool) {
    var lines: [UInt32] = []
    lines.reserveCapacity(tokens.count + 1)
    var line: UInt32 = 0
    var offset = 0
    var high: UInt8 = 0
    for token in tokens {
      let start = Int(token.start)
      while offset < start {
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\n") { line += 1 }
        high |= byte
        offset += 1
      }
      lines.append(line)
      guard !inTexts else { continue }
      while offset < Int(token.end) {
        high |= bytes[offset]
        offset += 1
      }
    }
    lines.append(line)
    return (lines, high < 0x80)
  }

  /// Which nodes are simple but for comments: never broken.
  static func simple(_ storage: SyntaxStorage) -> [Bool] {
    let nodes = storage.nodes
    var simple = [Bool](repeating: false, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      switch node.kind {
      case .variable, .integer, .float, .uri, .searchPath, .string, .indentedString, .path, .name:
        simple[index] = true
      case .parenthesized: simple[index] = simple[index - 1]
      case .attrpath, .apply:
        var child = index - 1
        var isSimple = true
        var count = 0
        while isSimple, child >= Int(node.start) {
          count += 1
          // Names in quotes are not simple.
          isSimple = simple[child] && (node.kind == .apply || nodes[child].kind == .name)
          if node.kind == .apply, count > 3 { isSimple = false }
          child = Int(nodes[child].start) - 1
        }
        simple[index] = isSimple
      case .select:
        // Without a default.
        let path = index - 1
        simple[index] =
          nodes[path].kind == .attrpath && simple[path] && simple[Int(nodes[path].start) - 1]
      default: break
      }
    }
    return simple
  }
}
