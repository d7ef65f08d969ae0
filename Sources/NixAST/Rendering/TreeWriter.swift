/// Makes a syntax tree of an expression, for the formatter: the tokens side by side, and line breaks
/// only where they mean something to it.
///
/// The remaining work is in an array, not on the call stack, as in ``Formatter``: a step either
/// writes at once, or queues what comes after something that is queued.
struct TreeWriter: ~Copyable {
  private var bytes: Stack<UInt8>
  private var tokens: Stack<SyntaxToken>
  private var nodes: Stack<SyntaxStorage.Node>
  private var marks = Stack<UInt32>()
  /// Whether what does not change the meaning is left out: comments, and the choice between two
  /// spellings. Trees of equal expressions are equal then.
  let isCanonical: Bool
  private var queue: [Step] = []
  /// How much was queued before the present step.
  private var base = 0
  /// Where the nodes that are open begin.
  private var starts = Stack<Start>()

  /// A step of the remaining work.
  enum Step {
    case expr(Expr)
    case element(List.Element)
    case binding(Binding)
    case token(TokenKind, StaticString)
    case text(TokenKind, [UInt8])
    case leaf(SyntaxKind, TokenKind, String)
    case open
    case close(SyntaxKind)
    /// A node that begins where the innermost one does, which stays open.
    case link(SyntaxKind)
    case before([Trivium])
    case after(String)
    case lineBreak
  }

  /// - Parameter parts: how many parts the expression has, about.
  private init(isCanonical: Bool = false, parts: Int = 0) {
    self.isCanonical = isCanonical
    bytes = Stack(capacity: parts * 8)
    tokens = Stack(capacity: parts * 3)
    nodes = Stack(capacity: parts * 2)
  }

  /// The tree of a file. Its expression is valid, see ``Validity``.
  static func tree(of file: NixFile, parts: Int) -> SyntaxStorage {
    var writer = TreeWriter(parts: parts)
    writer.before(file.header)
    writer.run(file.expr)
    writer.before(file.footer)
    return writer.finished()
  }

  /// The tree of an expression, valid or not, that is the same for every equal one.
  static func canonicalTree(of expr: Expr) -> SyntaxStorage {
    var writer = TreeWriter(isCanonical: true)
    writer.run(expr)
    return writer.finished()
  }

  private mutating func finished() -> SyntaxStorage {
    let end = bytes.count
    bytes.append(0, count: SyntaxStorage.padding)
    tokens.append(SyntaxToken(start: UInt32(end), end: UInt32(end), kind: .endOfFile))
    finish(.file, Start(node: 0, token: 0))
    return SyntaxStorage(
      bytes: bytes.array(), tokens: tokens.array(), nodes: nodes.array(), marks: marks.array(),
      isBuilt: true)
  }

  // MARK: - Steps

  private mutating func run(_ expr: Expr) {
    queue.append(.expr(expr))
    while let step = queue.popLast() {
      base = queue.count
      write(step)
      turnQueue()
    }
    base = 0
  }

  /// Puts what the present step queued into the order in which it is taken. Of a part of the queue,
  /// `reverse()` would make a copy.
  private mutating func turnQueue() {
    var low = base
    var high = queue.count - 1
    while low < high {
      queue.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  private mutating func write(_ step: Step) {
    switch step {
    case .expr(let expr): write(expr)
    case .element(let element): write(element)
    case .binding(let binding): write(binding)
    case .token(let kind, let text): token(kind, text)
    case .text(let kind, let text): piece(kind, text)
    case .leaf(let node, let kind, let text): leaf(node, kind, text)
    case .open: open()
    case .close(let kind): close(kind)
    case .link(let kind): link(kind)
    case .before(let trivia): before(trivia)
    case .after(let comment): after(comment)
    case .lineBreak: lineBreak()
    }
  }

  /// Whether nothing is queued by the present step, so that what comes next is written at once.
  @inline(__always)
  var isDirect: Bool { queue.count == base }

  @inline(__always)
  mutating func add(_ step: Step) { queue.append(step) }

  /// An expression.
  mutating func expr(_ expr: Expr) {
    if !isDirect || !writeLeaf(expr) { add(.expr(expr)) }
  }

  // MARK: - Tokens and nodes

  /// Where a node begins.
  struct Start: BitwiseCopyable {
    var node: UInt32
    var token: UInt32
  }

  private var start: Start {
    Start(
      node: UInt32(truncatingIfNeeded: nodes.count), token: UInt32(truncatingIfNeeded: tokens.count)
    )
  }

  private mutating func finish(_ kind: SyntaxKind, _ start: Start) {
    nodes.append(
      SyntaxStorage.Node(
        start: start.node, first: start.token, last: UInt32(truncatingIfNeeded: tokens.count) &- 1,
        kind: kind))
  }

  /// Begins a node.
  mutating func open() {
    if isDirect { starts.append(start) } else { add(.open) }
  }

  /// Ends the innermost node.
  mutating func close(_ kind: SyntaxKind) {
    guard isDirect else { return add(.close(kind)) }
    if let start = starts.popLast() { finish(kind, start) }
  }

  /// Ends a node that begins where the innermost one does.
  mutating func link(_ kind: SyntaxKind) {
    guard isDirect else { return add(.link(kind)) }
    if let start = starts.last { finish(kind, start) }
  }

  @inline(__always)
  mutating func token(_ kind: TokenKind, _ text: StaticString) {
    guard isDirect else { return add(.token(kind, text)) }
    let start = bytes.count
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    add(kind, start)
  }

  @inline(__always)
  private mutating func add(_ kind: TokenKind, _ start: Int) {
    tokens.append(
      SyntaxToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: bytes.count),
        kind: kind))
  }

  /// Text of a string or path; an empty one makes no token.
  mutating func piece(_ kind: TokenKind, _ text: UnsafeBufferPointer<UInt8>) {
    if text.isEmpty { return }
    guard isDirect else { return add(.text(kind, Array(text))) }
    let start = bytes.count
    bytes.append(contentsOf: text)
    add(kind, start)
  }

  mutating func piece(_ kind: TokenKind, _ text: [UInt8]) {
    text.withUnsafeBufferPointer { piece(kind, $0) }
  }

  /// A node of one token.
  mutating func leaf(_ node: SyntaxKind, _ kind: TokenKind, _ text: String) {
    guard isDirect else { return add(.leaf(node, kind, text)) }
    let start = start
    let offset = bytes.count
    text.withBytes { bytes.append(contentsOf: $0) }
    add(kind, offset)
    finish(node, start)
  }

  // MARK: - Comments

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
