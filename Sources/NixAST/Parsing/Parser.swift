/// A parser of Nix, over one text, into a syntax tree.
///
/// It keeps what is open in an array of frames and never calls itself, so that no text, however
/// deeply nested, takes a deep stack. An error is reported, and what is open is given up to the
/// nearest set or `let`, where reading goes on with the next binding.
struct Parser: ~Copyable {
  var lexer: Lexer
  /// The token that was read last and is looked at; it is not in the tree yet.
  var token: Token
  /// The end of the token before.
  var previousEnd = 0
  var tokens: Stack<SyntaxToken>
  var nodes: Stack<SyntaxStorage.Node>
  var marks = Stack<UInt32>()
  var frames = Stack<Frame>()
  var diagnostics: [Diagnostic] = []
  /// The names of the set or pattern that is looked at.
  var names = NameSet()
  /// Whether there are too many diagnostics already.
  private(set) var isStopped = false

  /// The next step of the parser.
  enum Step {
    /// Reads an expression of any kind.
    case expression
    /// Reads what an operator stands before or behind.
    case operand
    /// Reads a term: what stands by itself.
    case term
    /// Goes on behind a term: with what is selected from it.
    case afterTerm
    /// Goes on behind a term with its selection: with arguments.
    case afterSelection
    /// Goes on behind an operand: with an operator.
    case afterOperand
    /// Goes on behind an expression: in the construct that it is in.
    case afterExpression
    /// Reads a binding, or the end of the bindings.
    case bindings
    /// Reads an element of a list, or its end.
    case elements
    /// Reads a formal, or the end of the pattern.
    case formals
    /// Reads a name of an attribute path.
    case attrName
    /// Goes on behind a name: with a dot, or with what the path is for.
    case afterAttrName
    /// Reads a name behind `inherit`, or the semicolon.
    case inheritNames
    /// Goes on in a string or path.
    case pieces
    /// Was reported as wrong: goes on where something is open that can.
    case failed
    /// Has read it all.
    case done
  }

  /// A construct that is open.
  struct Frame {
    enum Kind: UInt8 {
      case file, operation, binary, negate, not, apply, parenthesized, list
      case attrSet, legacyLet, letIn, letBody, withScope, withBody, assertCondition, assertBody
      case ifCondition, ifThen, ifElse, lambdaBody, pattern, formalDefault
      case string, indentedString, path, interpolation, attrpath
      case binding, select, hasAttr, selectDefault, inherit, inheritSource
    }

    var kind: Kind
    /// Of an operator: how tightly it binds, larger is tighter.
    var strength: Int8 = 0
    /// Of a list: whether commas were reported. Of an attribute path: whether it is a binding's.
    var flag = false
    /// How many nodes there were before it.
    var start: UInt32
    /// Its first token.
    var first: UInt32
    /// Of a binding: the last token of its path. Of a set or `let`: the first node of the present
    /// binding.
    var extra: UInt32 = 0
    /// Of a set or `let`: the first token of the present binding.
    var item: UInt32 = 0
  }

  /// - Parameters:
  ///   - tokens: where tokens are added.
  ///   - nodes: where nodes are added.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, tokens: consuming Stack<SyntaxToken>,
    nodes: consuming Stack<SyntaxStorage.Node>
  ) {
    lexer = Lexer(bytes)
    token = Token(kind: .endOfFile, start: 0, end: 0)
    self.tokens = tokens
    self.nodes = nodes
    readToken()
  }

  // MARK: - Tokens

  /// Adds the present token to the tree and goes on to the next.
  @inline(__always)
  mutating func advance() {
    add(token)
    readToken()
  }

  /// Adds a token to the tree.
  @inline(__always)
  mutating func add(_ token: Token) {
    previousEnd = token.end
    tokens.append(
      SyntaxToken(
        start: UInt32(truncatingIfNeeded: token.start), end: UInt32(truncatingIfNeeded: token.end),
        kind: token.kind))
  }

  /// Reads the next token, and notes comments and blank lines before it.
  @inline(__always)
  mutating func readToken() {
    token = lexer.next()
    if lexer.isMarked { marks.append(tokenIndex) }
  }

  /// The index that the present token will have.
  @inline(__always)
  var tokenIndex: UInt32 { UInt32(truncatingIfNeeded: tokens.count) }

  @inline(__always)
  var nodeCount: UInt32 { UInt32(truncatingIfNeeded: nodes.count) }

  func text(_ token: Token) -> String {
    lexer.text(token.start..<token.end)
  }

  func range(of token: UInt32) -> SourceRange {
    Int(token) < tokens.count ? tokens[Int(token)].range : self.token.range
  }

  func range(of node: SyntaxStorage.Node) -> SourceRange {
    range(of: node.first).union(range(of: node.last))
  }

  // MARK: - Nodes

  /// Adds a node of the tokens and nodes from some on.
  @inline(__always)
  mutating func finish(_ kind: SyntaxKind, start: UInt32, first: UInt32) {
    nodes.append(
      SyntaxStorage.Node(start: start, first: first, last: tokenIndex &- 1, kind: kind))
  }

  /// Adds a node of one token, and goes on behind it.
  @inline(__always)
  mutating func leaf(_ kind: SyntaxKind) {
    let index = tokenIndex
    advance()
    nodes.append(SyntaxStorage.Node(start: nodeCount, first: index, last: index, kind: kind))
  }

  /// Opens a construct that begins with the present token.
  @inline(__always)
  mutating func open(_ kind: Frame.Kind) {
    frames.append(Frame(kind: kind, start: nodeCount, first: tokenIndex))
  }

  /// Opens a construct that begins with the last node.
  @inline(__always)
  mutating func openAround(_ kind: Frame.Kind) {
    let node = nodes.top
    frames.append(Frame(kind: kind, start: node.start, first: node.first))
  }

  /// Ends the innermost construct, as a node.
  @inline(__always)
  mutating func close(_ kind: SyntaxKind) {
    let frame = frames.removeLast()
    finish(kind, start: frame.start, first: frame.first)
  }

  @inline(__always)
  var top: Frame {
    get { frames.top }
    set { frames.top = newValue }
  }

  // MARK: - The loop

  /// Reads a file; the last node is the file, or an error that takes its place.
  mutating func parse() {
    open(.file)
    var step = start()
    while true {
      switch step {
      case .expression: step = expression()
      case .operand: step = operand()
      case .term: step = term()
      case .afterTerm: step = afterTerm()
      case .afterSelection: step = afterSelection()
      case .afterOperand: step = afterOperand()
      case .afterExpression: step = afterExpression()
      case .bindings: step = binding()
      case .elements: step = element()
      case .formals: step = formal()
      case .attrName: step = attrName()
      case .afterAttrName: step = afterAttrName()
      case .inheritNames: step = inheritName()
      case .pieces: step = piece()
      case .failed: step = recover()
      case .done:
        // The end of the file is a token, for the comments before it.
        add(token)
        finish(.file, start: 0, first: 0)
        if !diagnostics.isEmpty { reconsiderStrings() }
        return
      }
    }
  }

  private mutating func start() -> Step {
    guard token.kind == .endOfFile else { return .expression }
    if lexer.unclosedComment == nil { return fail(.emptyFile(at: token.start)) }
    return fail("an expression")
  }

  // MARK: - Errors

  /// As many characters of a token are in a message.
  private static let foundLimit = 40

  /// The present token, for messages.
  var found: String {
    if let noun = token.kind.noun { return noun }
    let text = text(token)
    let start = Substring(text.unicodeScalars.prefix(Self.foundLimit))
    return start.endIndex < text.endIndex ? "\"\(start)…\"" : "\"\(text)\""
  }

  /// Reports the present token as one that cannot stand here.
  mutating func unexpected(
    _ expected: String, notes: [Diagnostic.Note] = [], suggestion: String? = nil
  ) {
    if let start = lexer.unclosedComment {
      return report(
        .unclosed("comment", at: SourceRange(start..<start + 2), found: "the end of the file"))
    }
    if token.kind == .invalid { return report(.invalidCharacter(scalar, at: scalarRange)) }
    var suggestion = suggestion
    switch token.kind {
    case .ifKeyword, .letKeyword, .withKeyword, .assertKeyword:
      suggestion = suggestion ?? "put it and everything that belongs to it in parentheses"
    default: break
    }
    report(.expected(expected, found: found, at: token.range, notes: notes, suggestion: suggestion))
  }

  mutating func fail(
    _ expected: String, notes: [Diagnostic.Note] = [], suggestion: String? = nil
  ) -> Step {
    unexpected(expected, notes: notes, suggestion: suggestion)
    return .failed
  }

  mutating func fail(_ diagnostic: Diagnostic) -> Step {
    report(diagnostic)
    return .failed
  }

  /// Adds a diagnostic; a second one at the same place is a consequence of the first. Many diagnostics
  /// are a sign that the text is no Nix at all: it is not read further then.
  mutating func report(_ diagnostic: Diagnostic) {
    guard !isStopped, diagnostics.last?.range?.start != diagnostic.range?.start else { return }
    diagnostics.append(diagnostic)
    if diagnostics.count == Self.maximumFindings {
      let end = Int(diagnostic.range?.end ?? 0)
      diagnostics.append(.tooManyErrors(at: SourceRange(end..<end)))
      isStopped = true
      stop()
    }
  }

  /// Goes to the end of the text, what is between left out.
  mutating func stop() {
    lexer.offset = lexer.count
    readToken()
  }

  private static let maximumFindings = 100

  private var scalar: Unicode.Scalar {
    let bytes = lexer.bytes[token.start..<min(token.start + 4, lexer.count)]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
  }

  private var scalarRange: SourceRange {
    SourceRange(token.start..<token.start + UTF8.width(scalar))
  }
}
