/// A recursive-descent parser of Nix, over one text.
///
/// A function that meets a mistake reports it and throws; whoever reads a sequence of items
/// (bindings, elements) catches, skips to the next item and goes on.
struct Parser {
  var lexer: Lexer
  /// The token that was read last and is looked at.
  var token: Token
  /// The end of the token before.
  var previousEnd = 0
  var diagnostics: [Diagnostic] = []
  /// Comments that were passed inside the present item, at places where none can be kept.
  var strayComments: [Trivium] = []
  private var depth = 0
  /// How long the longest chain of operators is below what is being read: a chain is one loop here,
  /// but a tree as deep as it is long.
  var chainHeight = 0
  private var isStopped = false

  /// A mistake that was reported.
  struct Failure: Error {}

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    lexer = Lexer(bytes)
    token = lexer.next()
  }

  // MARK: - Tokens

  /// Goes on to the next token.
  mutating func advance() {
    if lexer.hasTrivia { keepComments() }
    previousEnd = token.end
    token = lexer.next()
  }

  /// Keeps the comments before the present token for the item that it is in.
  mutating func keepComments() {
    guard lexer.hasTrivia else { return }
    strayComments += lexer.trivia.all.comments
    lexer.dropTrivia()
  }

  /// Takes the comments and blank lines before the present token.
  mutating func takeTrivia() -> [Trivium] {
    guard lexer.hasTrivia else { return [] }
    defer { lexer.dropTrivia() }
    return lexer.trivia.all
  }

  /// Takes the comment on the line of the token before the present one.
  mutating func takeTrailingComment() -> String? {
    guard lexer.hasTrivia, let trailing = lexer.trivia.trailing else { return nil }
    lexer.trivia.trailing = nil
    lexer.hasTrivia = !lexer.trivia.isEmpty
    return trailing.isEmpty ? nil : trailing
  }

  func text(_ token: Token) -> String {
    lexer.text(token.start..<token.end)
  }

  func range(from start: Int) -> SourceRange {
    SourceRange(start: UInt32(start), end: UInt32(max(previousEnd, start)))
  }

  /// What the present token is, for messages.
  var found: String {
    if let noun = token.kind.noun { return noun }
    let text = text(token)
    return text.unicodeScalars.count > 40 ? "\"\(text.unicodeScalars.prefix(40))…\"" : "\"\(text)\""
  }

  /// Takes a token of a kind, or reports what is there instead.
  mutating func expect(
    _ kind: Token.Kind, _ what: String, notes: [Diagnostic.Note] = []
  ) throws(Failure) {
    guard token.kind == kind else { throw unexpected(what, notes: notes) }
    advance()
  }

  /// Reports the present token as one that cannot stand here.
  mutating func unexpected(
    _ expected: String, notes: [Diagnostic.Note] = [], suggestion: String? = nil
  ) -> Failure {
    if let start = lexer.unclosedComment {
      return report(
        .unclosed("comment", at: SourceRange(start..<start + 2), found: "the end of the file"))
    }
    if token.kind == .invalid { return report(.invalidCharacter(scalar, at: scalarRange)) }
    var suggestion = suggestion
    switch token.kind {
    case .ifKeyword, .letKeyword, .withKeyword, .assertKeyword:
      suggestion = suggestion ?? "write ( before it and ) behind what belongs to it"
    default: break
    }
    return report(
      .expected(expected, found: found, at: token.range, notes: notes, suggestion: suggestion))
  }

  /// Adds a finding; a second one at the same place is a consequence of the first. Many findings
  /// are a sign that the text is no Nix at all: it is not read further then.
  mutating func report(_ diagnostic: Diagnostic) -> Failure {
    guard !isStopped, diagnostics.last?.range.start != diagnostic.range.start else {
      return Failure()
    }
    diagnostics.append(diagnostic)
    if diagnostics.count == Self.maximumFindings {
      let end = Int(diagnostic.range.end)
      diagnostics.append(.tooManyErrors(at: SourceRange(end..<end)))
      isStopped = true
      lexer.offset = lexer.count
      token = lexer.next()
    }
    return Failure()
  }

  private static let maximumFindings = 100

  private var scalar: Unicode.Scalar {
    let bytes = lexer.bytes[token.start..<min(token.start + 4, lexer.count)]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
  }

  private var scalarRange: SourceRange {
    SourceRange(token.start..<token.start + UTF8.width(scalar))
  }

  // MARK: - Files and expressions

  mutating func file() -> NixFile? {
    let header = takeTrivia()
    if token.kind == .endOfFile {
      _ =
        lexer.unclosedComment == nil
        ? report(.emptyFile(at: token.start)) : unexpected("an expression")
      return nil
    }
    do throws(Failure) {
      let expr = try expression()
      guard token.kind == .endOfFile else {
        // Behind a mistake these follow from it.
        if !diagnostics.isEmpty, [.colon, .semicolon, .assign].contains(token.kind) {
          throw Failure()
        }
        throw unexpected("the end of the file", suggestion: trailingSuggestion)
      }
      if lexer.unclosedComment != nil { throw unexpected("the end of the file") }
      return NixFile(header: header + strayComments, expr, footer: footer())
    } catch {
      return nil
    }
  }

  private mutating func footer() -> [Trivium] {
    var trivia = takeTrivia()
    while trivia.last == .blankLine { trivia.removeLast() }
    return trivia
  }

  private var trailingSuggestion: String? {
    switch token.kind {
    case .rightBrace, .rightBracket, .rightParenthesis: "remove it; nothing is open here"
    case .colon: "write ( before a function that is an operand or an argument, and ) behind it"
    case .assign: "a file with bindings starts with { and ends with }"
    default: nil
    }
  }

  /// An expression of any kind.
  mutating func expression() throws(Failure) -> Expr {
    guard depth < Expr.maximumDepth else {
      throw report(.nestingTooDeep(Expr.maximumDepth, at: token.range))
    }
    depth += 1
    defer { depth -= 1 }
    switch token.kind {
    case .identifier:
      switch lexer.byte(lexer.peek(token.end)) {
      case UInt8(ascii: ":"): return .lambda(try simpleLambda())
      case UInt8(ascii: "@"): return .lambda(try patternLambda())
      default: return try operation()
      }
    case .leftBrace where beginsPattern: return .lambda(try patternLambda())
    case .letKeyword where lexer.byte(lexer.peek(token.end)) != UInt8(ascii: "{"):
      return .letIn(try letIn())
    case .withKeyword: return .with(try with())
    case .assertKeyword: return .assert(try assertion())
    case .ifKeyword: return .ifElse(try conditional())
    default: return try operation()
    }
  }

  /// Runs a reader one level deeper than where it is called: an operand, which is no expression of
  /// any kind and nests all the same.
  mutating func nested(
    _ read: (inout Parser) throws(Failure) -> Expr
  ) throws(Failure) -> Expr {
    guard depth < Expr.maximumDepth else {
      throw report(.nestingTooDeep(Expr.maximumDepth, at: token.range))
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }
}
