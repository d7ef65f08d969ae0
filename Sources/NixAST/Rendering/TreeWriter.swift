/// Makes a syntax tree of an expression, for the formatter: the tokens side by side, and line breaks
/// only where they mean something to it.
///
/// Expressions in others are written by a call, up to some levels. Deeper ones are queued in an array, not
/// on the call stack, as in ``Formatter``; what comes after something that is queued is queued, too.
struct TreeWriter: ~Copyable {
  var bytes: Stack<UInt8>
  private(set) var tokens: Stack<SyntaxToken>
  private var nodes: Stack<SyntaxStorage.Node>
  var marks = Stack<UInt32>()
  /// Whether what does not change the meaning is left out: comments, and the choice between two
  /// spellings. Trees of equal expressions are equal then.
  let isCanonical: Bool
  private var queue: [QueuedStep] = []
  /// How much was queued before the present step.
  private var base = 0
  /// How deep the present expression is in others.
  private var level = 0
  /// How deep the deepest one is.
  private var depth = 0
  /// How many expressions are written by a call at present.
  private var calls = 0
  /// The first problem: what no type can rule out. The rest is not written.
  private(set) var problem: InvalidExpr?

  /// More calls need too much of a stack of 512 KiB in a build without optimization.
  private static let maximumCalls = 24
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

  private struct QueuedStep {
    var step: Step
    var level: Int
  }

  private init(isCanonical: Bool = false) {
    self.isCanonical = isCanonical
    bytes = Stack(capacity: 512)
    tokens = Stack(capacity: 128)
    nodes = Stack(capacity: 128)
  }

  /// The text of a file, laid out.
  ///
  /// - Throws: The first problem of its expression.
  static func text(of file: NixFile) throws(InvalidExpr) -> String {
    var writer = TreeWriter()
    writer.before(file.header)
    writer.run(file.expr)
    if let problem = writer.problem { throw problem }
    writer.before(file.footer)
    writer.finish()
    return try writer.text()
  }

  /// The text of an expression and how many levels it has; nil if it has a problem.
  static func textAndDepth(of expr: Expr) -> (text: String, depth: Int)? {
    var writer = TreeWriter()
    writer.run(expr)
    guard writer.problem == nil else { return nil }
    writer.finish()
    guard let text = try? writer.text() else { return nil }
    return (text, writer.depth)
  }

  /// Whether no attribute in an expression is bound twice, and no argument named twice.
  static func hasUniqueNames(_ expr: Expr) -> Bool {
    var writer = TreeWriter(isCanonical: true)
    writer.run(expr)
    writer.finish()
    return (try? Validity.checkNames(in: writer.views)) != nil
  }

  private var views: SyntaxStorage.Views {
    SyntaxStorage.Views(
      bytes: bytes.view, tokens: tokens.view, nodes: nodes.view, marks: marks.view, isBuilt: true)
  }

  private borrowing func text() throws(InvalidExpr) -> String {
    try Validity.checkNames(in: views)
    return Layout.print(Formatter.document(of: views), width: Formatter.width)
  }

  /// The tree of an expression, valid or not, that is the same for every equal one.
  static func canonicalTree(of expr: Expr) -> SyntaxStorage {
    var writer = TreeWriter(isCanonical: true)
    writer.run(expr)
    writer.finish()
    return SyntaxStorage(
      bytes: writer.bytes.array(), tokens: writer.tokens.array(), nodes: writer.nodes.array(),
      marks: [], isBuilt: true)
  }

  private mutating func finish() {
    let end = bytes.count
    bytes.append(0, count: SyntaxStorage.padding)
    tokens.append(SyntaxToken(start: UInt32(end), end: UInt32(end), kind: .endOfFile))
    finish(.file, Start(node: 0, token: 0))
  }

  // MARK: - Steps

  private mutating func run(_ expr: Expr) {
    write(expr)
    turnQueue()
    while problem == nil, let next = queue.popLast() {
      base = queue.count
      level = next.level
      write(next.step)
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
    case .expr(let expr):
      if isCanonical || level < Expr.maximumDepth { write(expr) } else { reportDepth() }
    case .element(let element): write(element)
    case .binding(let binding): write(binding)
    case .token(let kind, let text): token(kind, text)
    case .text(let kind, let text):
      piece(kind) { bytes in text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
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
  mutating func add(_ step: Step) { queue.append(QueuedStep(step: step, level: level)) }

  /// An expression in the present one.
  mutating func expr(_ expr: Expr) {
    if isDirect, writeLeaf(expr) { return }
    level += 1
    depth = max(depth, level)
    if isDirect, calls < Self.maximumCalls {
      calls += 1
      if isCanonical || level < Expr.maximumDepth { write(expr) } else { reportDepth() }
      calls -= 1
    } else {
      add(.expr(expr))
    }
    level -= 1
  }

  private mutating func reportDepth() {
    report("more than \(Expr.maximumDepth) levels of nesting")
  }

  /// Notes a problem; of an expression that is only compared, none matters.
  mutating func report(_ message: @autoclosure () -> String) {
    if problem == nil, !isCanonical { problem = InvalidExpr(message: message()) }
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
    bytes.append(text)
    add(kind, start)
  }

  @inline(__always)
  mutating func add(_ kind: TokenKind, _ start: Int) {
    tokens.append(
      SyntaxToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: bytes.count),
        kind: kind))
  }

  /// Text of a string or path that something writes; if it writes nothing, there is no token.
  @inline(__always)
  mutating func piece(_ kind: TokenKind, _ write: (inout Stack<UInt8>) -> Void) {
    if isDirect {
      let start = bytes.count
      write(&bytes)
      if bytes.count > start { add(kind, start) }
    } else {
      var text = Stack<UInt8>()
      write(&text)
      add(.text(kind, text.array()))
    }
  }

  /// A node of one token.
  mutating func leaf(_ node: SyntaxKind, _ kind: TokenKind, _ text: String) {
    guard isDirect else { return add(.leaf(node, kind, text)) }
    text.withBytes { leaf(node, kind, $0) }
  }

  /// Writes a node of one token, where nothing is queued.
  @inline(__always)
  mutating func leaf(_ node: SyntaxKind, _ kind: TokenKind, _ text: String.Bytes) {
    let start = start
    let offset = bytes.count
    bytes.append(contentsOf: text)
    add(kind, offset)
    finish(node, start)
  }
}
