/// Makes a syntax tree of an expression, for the formatter: the tokens side by side, and line breaks
/// only where they mean something to it.
struct TreeWriter {
  var bytes: [UInt8] = []
  var tokens: [SyntaxToken] = []
  var nodes: [SyntaxStorage.Node] = []
  private var marks: [UInt32] = []

  /// The tree of a file. Its expression is valid, see ``Validity``.
  static func tree(of file: NixFile, parts: Int) -> SyntaxStorage {
    var writer = TreeWriter()
    writer.bytes.reserveCapacity(parts * 8)
    writer.tokens.reserveCapacity(parts * 3)
    writer.nodes.reserveCapacity(parts * 2)
    writer.before(file.header)
    writer.expr(file.expr)
    writer.before(file.footer)
    let end = writer.bytes.count
    writer.bytes += repeatElement(0, count: SyntaxStorage.padding)
    writer.tokens.append(
      SyntaxToken(start: UInt32(end), end: UInt32(end), kind: .endOfFile))
    writer.finish(.file, Start(node: 0, token: 0))
    return SyntaxStorage(
      bytes: writer.bytes, tokens: writer.tokens, nodes: writer.nodes, marks: writer.marks,
      isBuilt: true)
  }

  // MARK: - Tokens and nodes

  /// Where a node begins.
  struct Start {
    var node: UInt32
    var token: UInt32
  }

  @inline(__always)
  var start: Start {
    Start(
      node: UInt32(truncatingIfNeeded: nodes.count), token: UInt32(truncatingIfNeeded: tokens.count)
    )
  }

  @inline(__always)
  mutating func finish(_ kind: SyntaxKind, _ start: Start) {
    nodes.append(
      SyntaxStorage.Node(
        start: start.node, first: start.token, last: UInt32(truncatingIfNeeded: tokens.count) &- 1,
        kind: kind))
  }

  @inline(__always)
  mutating func token(_ kind: TokenKind, _ text: StaticString) {
    let start = bytes.count
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    add(kind, start)
  }

  @inline(__always)
  mutating func token(_ kind: TokenKind, _ text: String) {
    let start = bytes.count
    text.withBytes { bytes += $0 }
    add(kind, start)
  }

  @inline(__always)
  private mutating func add(_ kind: TokenKind, _ start: Int) {
    tokens.append(
      SyntaxToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: bytes.count),
        kind: kind))
  }

  /// Text of a string or path; none is no token.
  mutating func piece(_ kind: TokenKind, _ text: some Collection<UInt8>) {
    if text.isEmpty { return }
    let start = bytes.count
    bytes += text
    add(kind, start)
  }

  /// A node of one token.
  mutating func leaf(_ node: SyntaxKind, _ kind: TokenKind, _ text: String) {
    let start = start
    token(kind, text)
    finish(node, start)
  }

  // MARK: - Comments

  /// A line break that the formatter keeps.
  mutating func lineBreak() { bytes.append(UInt8(ascii: "\n")) }

  /// Comments and blank lines on lines of their own before the next token.
  mutating func before(_ trivia: [Trivium]) {
    if trivia.isEmpty { return }
    mark()
    lineBreak()
    for trivium in trivia {
      switch trivium {
      case .blankLine: break
      case .comment(let text):
        for line in text.commentLines {
          bytes += (line.isEmpty ? "#" : line.hasPrefix("!") ? "#\(line)" : "# \(line)").utf8
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
    guard let line = comment?.commentLines.first(where: { !$0.isEmpty }) else { return }
    mark()
    bytes += " # \(line)\n".utf8
  }

  private mutating func mark() {
    let token = UInt32(truncatingIfNeeded: tokens.count)
    if marks.last != token { marks.append(token) }
  }

  private mutating func block(_ lines: [String], isDoc: Bool) {
    if !isDoc, lines.count == 1 { return bytes += "# \(lines[0])".utf8 }
    bytes += (isDoc ? "/**\n" : "/*\n").utf8
    for line in lines { bytes += "  \(line.withoutCommentEnd)\n".utf8 }
    bytes += "*/".utf8
  }
}

extension String {
  /// The lines, at LF, CR LF and CR: any of them ends a comment. White space at their ends is left
  /// out.
  fileprivate var commentLines: [String] {
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
