// Comments and line breaks.

extension TreeWriter {
  /// A line break that the formatter keeps.
  mutating func lineBreak() {
    if isCanonical { return }
    if isDirect { bytes.append(UInt8(ascii: "\n")) } else { add(.lineBreak) }
  }

  /// Comments and blank lines on lines of their own before the next token.
  mutating func before(_ trivia: [Trivium]) {
    if trivia.isEmpty || isCanonical { return }
    guard isDirect else { return add(.before(trivia)) }
    mark()
    lineBreak()
    for trivium in trivia {
      switch trivium {
      case .blankLine: break
      case .comment(let text):
        for line in text.commentLines {
          append(line.isEmpty ? "#" : line.hasPrefix("!") ? "#\(line)" : "# \(line)")
          lineBreak()
        }
        continue
      case .block(let lines, let isDoc): block(lines.flatMap(\.commentLines), isDoc: isDoc)
      }
      lineBreak()
    }
  }

  /// A comment behind the last token, on its line.
  mutating func after(_ comment: String?) {
    guard let comment, !isCanonical else { return }
    guard isDirect else { return add(.after(comment)) }
    guard let line = comment.commentLines.first(where: { !$0.isEmpty }) else { return }
    mark()
    append(" # \(line)\n")
  }

  private mutating func mark() {
    let token = UInt32(truncatingIfNeeded: tokens.count)
    if marks.last != token { marks.append(token) }
  }

  private mutating func block(_ lines: [String], isDoc: Bool) {
    if !isDoc, lines.count == 1 { return append("# \(lines[0])") }
    append(isDoc ? "/**\n" : "/*\n")
    for line in lines { append("  \(line.withoutCommentEnd)\n") }
    append("*/")
  }

  private mutating func append(_ text: String) {
    text.withBytes { bytes.append(contentsOf: $0) }
  }
}

extension String {
  /// The lines, at LF, CR LF and CR: any of them ends a comment. White space at their ends is left
  /// out.
  var commentLines: [String] {
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
    replacingBytes(of: "*/", with: "* /")
  }
}
