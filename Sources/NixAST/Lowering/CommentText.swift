extension [Trivium] {
  /// The comments, without blank lines.
  var comments: [Trivium] { filter { $0 != .blankLine } }
}

/// Makes trivia of comments as they were written.
enum CommentText {
  /// The text of `# text`, without the `#`, one space and white space at the end.
  static func line(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    var bytes = bytes.dropFirst()
    if bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
    return String(decoding: bytes.withoutTrailingWhitespace, as: UTF8.self)
  }

  /// A comment `/* … */`: of one line like a line comment, of several as they are, without the
  /// indentation that they share.
  static func block(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Trivium? {
    let isDoc = bytes.count > 4 && bytes[bytes.startIndex + 2] == UInt8(ascii: "*")
    let inner = bytes.dropFirst(isDoc ? 3 : 2).dropLast(2)
    // A lone carriage return breaks a line, too, as where a comment is written.
    var lines = inner.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }.map(\.withoutTrailingWhitespace)
    if inner.contains(UInt8(ascii: "\r")), inner.contains(UInt8(ascii: "\n")) {
      lines = inner.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .flatMap { line in
          line.withoutTrailingWhitespace.split(
            separator: UInt8(ascii: "\r"), omittingEmptySubsequences: false)
        }
        .map(\.withoutTrailingWhitespace)
    }
    if lines.count == 1, !isDoc {
      let text = lines[0].drop(while: CharacterClass.isWhitespace)
      return text.isEmpty ? nil : .comment(String(decoding: text, as: UTF8.self))
    }
    let first = lines.removeFirst().drop(while: CharacterClass.isWhitespace)
    let indentation =
      lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == UInt8(ascii: " ") }.count }.min() ?? 0
    lines = lines.map { $0.dropFirst(min(indentation, $0.count)) }
    if !first.isEmpty { lines.insert(first, at: 0) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    lines = Array(lines.drop(while: \.isEmpty))
    if lines.isEmpty { return nil }
    if lines.count == 1, !isDoc { return .comment(String(decoding: lines[0], as: UTF8.self)) }
    return .block(lines.map { String(decoding: $0, as: UTF8.self) }, isDoc: isDoc)
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate var withoutTrailingWhitespace: Self {
    var end = endIndex
    while end > startIndex, CharacterClass.isWhitespace(self[end - 1]) { end -= 1 }
    return self[startIndex..<end]
  }
}
