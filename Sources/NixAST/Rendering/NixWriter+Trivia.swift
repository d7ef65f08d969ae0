// Comments and blank lines.

extension NixWriter {
  /// What stands before an item, each comment on a line of its own.
  mutating func before(_ trivia: [Trivium]) {
    for trivium in trivia { self.trivium(trivium) }
  }

  /// What stands before a closing bracket, behind a line break.
  mutating func closing(_ trivia: [Trivium]) {
    for trivium in trivia { self.trivium(trivium) }
  }

  /// The comment behind an item on its line.
  mutating func after(_ comment: String?) {
    guard let line = comment?.utf8Lines.first(where: { !$0.isEmpty }) else { return }
    spacing(.hardSpace)
    doc.comment("# \(line)")
    spacing(.hardLine)
  }

  private mutating func trivium(_ trivium: Trivium) {
    switch trivium {
    case .blankLine: spacing(.emptyLine)
    case .comment(let text):
      for line in text.utf8Lines {
        doc.comment(line.isEmpty ? "#" : line.hasPrefix("!") ? "#\(line)" : "# \(line)")
        spacing(.hardLine)
      }
    case .block(let lines, let isDoc): block(lines, isDoc: isDoc)
    }
  }

  private mutating func block(_ lines: [String], isDoc: Bool) {
    doc.comment(isDoc ? "/**" : "/*")
    for line in lines.flatMap(\.utf8Lines) {
      let safe = line.withoutCommentEnd
      spacing(.hardLine)
      if safe.isEmpty {
        spacing(.emptyLine)
      } else {
        nest { $0.doc.comment(safe) }
      }
    }
    spacing(.hardLine)
    doc.comment("*/")
    spacing(.hardLine)
  }
}

extension String {
  /// The lines, at LF, CR LF and CR: any of them ends a comment. White space at their ends is left
  /// out.
  fileprivate var utf8Lines: [String] {
    let isOneLine = withBytes { bytes in
      !bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        && !(bytes.last.map(CharacterClass.isWhitespace) ?? false)
    }
    if isOneLine { return [self] }
    let isBreak = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    return replacing("\r\n", with: "\n").utf8
      .split(omittingEmptySubsequences: false, whereSeparator: isBreak)
      .map { line in
        var line = line
        while let last = line.last, CharacterClass.isWhitespace(last) { line.removeLast() }
        return String(Substring(line))
      }
  }

  /// The text without an end of a block comment in it.
  fileprivate var withoutCommentEnd: String {
    withBytes { $0.contains(UInt8(ascii: "*")) } ? replacing("*/", with: "* /") : self
  }
}
