// Expressions: what begins them, operators, and what comes after a part of them.

extension Parser {
  /// Reads the start of an expression of any kind.
  mutating func expression() -> Step {
    switch token.kind {
    case .identifier:
      switch lexer.byte(lexer.peek(token.end)) {
      case UInt8(ascii: ":"):
        open(.lambdaBody)
        leaf(.name)
        advance()
        return .expression
      case UInt8(ascii: "@"):
        open(.lambdaBody)
        return pattern()
      default: break
      }
    case .leftBrace where beginsPattern:
      open(.lambdaBody)
      return pattern()
    case .letKeyword where lexer.byte(lexer.peek(token.end)) != UInt8(ascii: "{"):
      open(.letIn)
      advance()
      return .bindings
    case .withKeyword:
      open(.withScope)
      advance()
      return .expression
    case .assertKeyword:
      open(.assertCondition)
      advance()
      return .expression
    case .ifKeyword:
      open(.ifCondition)
      advance()
      return .expression
    default: break
    }
    open(.operation)
    return .operand
  }

  // MARK: - Operators

  /// How tightly an operator binds, larger is tighter: the level, turned around.
  @inline(__always)
  static func strength(_ level: Int) -> Int8 { Int8(truncatingIfNeeded: Level.any - level) }

  mutating func operand() -> Step {
    switch token.kind {
    case .minus:
      open(.negate)
      top.strength = Self.strength(Level.negation)
      advance()
      return .operand
    case .not:
      open(.not)
      top.strength = Self.strength(Level.not)
      advance()
      return .operand
    default: return .term
    }
  }

  mutating func afterOperand() -> Step {
    if token.kind == .question {
      reduce(above: Self.strength(Level.hasAttr), isRight: true)
      openAround(.hasAttr)
      advance()
      open(.attrpath)
      return .attrName
    }
    guard let row = token.kind.operatorRow else {
      reduce(above: -1, isRight: false)
      frames.removeLast()
      return .afterExpression
    }
    let strength = Self.strength(row.level)
    reduce(above: strength, isRight: row.associativity != .left)
    if top.kind == .binary, top.strength == strength {
      let other = tokens[Int(top.extra)]
      if row.associativity == .none {
        return fail(.comparisonChain(at: token.range, first: other.range))
      }
      // Only pipes are of one level and group to different sides.
      if other.kind.operatorRow?.associativity != row.associativity {
        return fail(.mixedPipes(at: token.range))
      }
    }
    if row.op == .pipeInto, lastPipe == .pipeFrom { return fail(.mixedPipes(at: token.range)) }
    openAround(.binary)
    top.strength = strength
    top.extra = tokenIndex
    advance()
    return .operand
  }

  /// The operator of the last node, if it is a pipe.
  private var lastPipe: TokenKind? {
    guard let node = nodes.last, node.kind == .binary, nodes.count >= 2 else { return nil }
    let left = nodes[Int(nodes[nodes.count - 2].start) - 1]
    return tokens[Int(left.last) + 1].kind
  }

  /// Ends the operations that bind more tightly than an operator, or as tightly if those group to
  /// the left.
  @inline(__always)
  private mutating func reduce(above strength: Int8, isRight: Bool) {
    while true {
      let frame = top
      let kind: SyntaxKind
      switch frame.kind {
      case .binary: kind = .binary
      case .negate: kind = .negate
      case .not: kind = .not
      default: return
      }
      guard frame.strength > strength || frame.strength == strength && !isRight else { return }
      frames.removeLast()
      finish(kind, start: frame.start, first: frame.first)
    }
  }

  // MARK: - Applications and selections

  mutating func afterTerm() -> Step {
    switch token.kind {
    case .dot:
      openAround(.select)
      advance()
      open(.attrpath)
      return .attrName
    case .orKeyword:
      // `f or`, where nothing is selected: Nix takes `or` for a variable, because it was one once.
      openAround(.apply)
      leaf(.variable)
      close(.apply)
      return .afterSelection
    case .semicolon where top.kind == .operation:
      // The end of most values: nothing is applied, and there is no operator.
      frames.removeLast()
      return .afterExpression
    default: return .afterSelection
    }
  }

  mutating func afterSelection() -> Step {
    switch top.kind {
    case .list: return .elements
    case .selectDefault:
      close(.select)
      return .afterSelection
    case .apply:
      if token.kind.beginsTerm { return .term }
      close(.apply)
      return .afterOperand
    default:
      guard token.kind.beginsTerm else { return .afterOperand }
      openAround(.apply)
      return .term
    }
  }

  // MARK: - What an expression is in

  mutating func afterExpression() -> Step {
    switch top.kind {
    case .file: return afterFile()
    case .parenthesized:
      guard token.kind == .rightParenthesis else {
        return failUnclosed("parenthesis", expected: "\")\"")
      }
      advance()
      close(.parenthesized)
      return .afterTerm
    case .letBody: return ended(.letIn)
    case .withBody: return ended(.with)
    case .assertBody: return ended(.assert)
    case .ifElse: return ended(.ifElse)
    case .lambdaBody: return ended(.lambda)
    case .withScope: return semicolon(.withBody, behind: "what \"with\" brings into scope")
    case .assertCondition: return semicolon(.assertBody, behind: "the condition of \"assert\"")
    case .ifCondition:
      guard token.kind == .thenKeyword else { return fail("\"then\"", notes: ifNote) }
      advance()
      top.kind = .ifThen
      return .expression
    case .ifThen:
      guard token.kind == .elseKeyword else {
        if reportsElseIf() { return .failed }
        return fail("\"else\"", notes: ifNote, suggestion: "every if needs an else in Nix")
      }
      advance()
      top.kind = .ifElse
      return .expression
    case .formalDefault: return afterFormal()
    case .interpolation: return afterInterpolation()
    case .inheritSource:
      guard token.kind == .rightParenthesis else {
        return fail("\")\" after what is inherited from")
      }
      advance()
      close(.inheritSource)
      return .inheritNames
    case .binding: return afterValue()
    default: return .failed
    }
  }

  private mutating func ended(_ kind: SyntaxKind) -> Step {
    close(kind)
    return .afterExpression
  }

  private mutating func semicolon(_ body: Frame.Kind, behind what: String) -> Step {
    guard token.kind == .semicolon else {
      if body == .withBody, reportsWithoutSemicolon(nodes.count - 1) { return .failed }
      return fail("\";\" after \(what)")
    }
    advance()
    top.kind = body
    return .expression
  }

  private var ifNote: [Diagnostic.Note] {
    [Diagnostic.Note("of the if here", at: range(of: top.first))]
  }

  private mutating func afterFile() -> Step {
    guard token.kind == .endOfFile else {
      // Behind an error these follow from it.
      if !diagnostics.isEmpty, [.colon, .semicolon, .assign].contains(token.kind) {
        return .failed
      }
      return fail("the end of the file", suggestion: trailingSuggestion)
    }
    if lexer.unclosedComment != nil { return fail("the end of the file") }
    return .done
  }

  private var trailingSuggestion: String? {
    switch token.kind {
    case .rightBrace, .rightBracket, .rightParenthesis: "remove it; there is no open bracket here"
    case .colon: "put a function that is an operand or an argument in parentheses"
    case .assign where isFollowed(by: ">"): "a function is written name: body"
    case .assign: "a file with bindings starts with { and ends with }"
    case .semicolon: "remove it; a file contains one expression"
    default: nil
    }
  }
}
