// Adding comments.

extension SyntaxTree {
  /// The file with a comment on lines of its own before a node, at the node's indentation.
  ///
  /// Each line of the text becomes a line comment, so that no text ends it: `*/` means nothing in it.
  ///
  /// - Throws: ``EditError`` for a node of another tree, and for one that is in a string.
  public func commenting(_ node: SyntaxNode, with text: String) throws(EditError) -> SyntaxTree {
    try check(node)
    try checkPlace(node)
    let lines = try commentLines(text)
    let start = node.range.start
    let indentation = indentation(at: start)
    let isFirst = isFirstOnLine(start)
    // A node that shares its line with others gets one of its own, one level deeper.
    let spaces = isFirst ? indentation : indentation + "  "
    let lineBreak = lineBreak
    let comment = lines.map { $0 + lineBreak + spaces }.joined()
    // No spaces stay at the end of the line before.
    let gap = (isFirst ? Int(start) : spaceStart(Int(start)))..<Int(start)
    return replacing(SourceRange(gap), with: (isFirst ? "" : lineBreak + spaces) + comment)
  }

  /// The file with a comment before an attribute, see ``commenting(_:with:)-(SyntaxNode,_)``.
  public func commenting(_ path: Attrpath, with text: String) throws(EditError) -> SyntaxTree {
    try commenting(try found(path), with: text)
  }

  /// The file with a comment at the end of the line of an attribute, behind its semicolon. One that is
  /// there is kept, before it.
  public func noting(_ path: Attrpath, with text: String) throws(EditError) -> SyntaxTree {
    let binding = try found(path)
    let lines = try commentLines(text)
    guard lines.count == 1 else {
      throw EditError(message: "a comment at the end of a line has one line")
    }
    let note = " \(lines[0])"
    if let comment = commentsBehind(binding) {
      let end = comment.end
      let text = comment.isLine ? String(note.dropFirst(" #".count)) : note
      return replacing(SourceRange(end..<end), with: text)
    }
    var end = Int(binding.range.end)
    while isSpace(end) { end += 1 }
    // If something else follows on the line, it goes on the next.
    let rest = end == endOfLine(end) ? "" : lineBreak + indentation(at: binding.range.start)
    return replacing(SourceRange(Int(binding.range.end)..<end), with: note + rest)
  }

  private func commentLines(_ text: String) throws(EditError) -> [String] {
    if text.utf8.contains(0) {
      throw EditError(message: "a comment cannot contain the character U+0000")
    }
    return text.replacing("\r\n", with: "\n").utf8
      .split(omittingEmptySubsequences: false) {
        $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      }
      .map { line in
        var line = line
        while let last = line.last, CharacterClass.isWhitespace(last) { line.removeLast() }
        return line.isEmpty ? "#" : "# \(Substring(line))"
      }
  }

  /// A part of a string, a path or a name has no place for a comment before it.
  private func checkPlace(_ node: SyntaxNode) throws(EditError) {
    if let parent = node.parent, node.kind == .interpolation,
      [.string, .indentedString, .path].contains(parent.kind)
    {
      throw EditError(message: "there is no place for a comment in a string")
    }
  }
}
