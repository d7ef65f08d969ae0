// Attribute sets, bindings, attribute paths.

extension Parser {
  mutating func attrSet() throws(Failure) -> AttrSet {
    let start = token
    let isRecursive = token.kind == .recKeyword
    if isRecursive { advance() }
    let (bindings, closing) = try braces(expected: isRecursive ? "\"{\" behind rec" : "\"{\"")
    return AttrSet(
      bindings, isRecursive: isRecursive, closing: closing, range: range(from: start.start))
  }

  mutating func legacyLet() throws(Failure) -> LegacyLet {
    let start = token.start
    advance()
    let (bindings, closing) = try braces(expected: "\"{\" behind let")
    return LegacyLet(bindings, closing: closing, range: range(from: start))
  }

  private mutating func braces(
    expected what: @autoclosure () -> String
  ) throws(Failure) -> ([Binding], [Trivium]) {
    let open = token
    guard token.kind == .leftBrace else { throw unexpected(what()) }
    advance()
    let bindings = try bindings(until: .rightBrace)
    let closing = takeTrivia()
    guard token.kind == .rightBrace else { throw unclosed(open, "brace", "a binding or \"}\"") }
    advance()
    return (bindings, closing)
  }

  /// Bindings up to a token that cannot begin one. A mistake in one does not keep the others from
  /// being read.
  mutating func bindings(
    until end: Token.Kind
  ) throws(Failure) -> [Binding] {
    var bindings: [Binding] = []
    while !endsBindings {
      let before = takeTrivia()
      let saved = strayComments
      strayComments = []
      do throws(Failure) {
        var binding = try self.binding(isInLet: end == .inKeyword)
        let trivia = ItemTrivia(before: before + strayComments, after: takeTrailingComment())
        if !trivia.isEmpty { binding.trivia = trivia }
        bindings.append(binding)
      } catch {
        guard skipBinding(until: end) else { throw Failure() }
      }
      strayComments = saved
    }
    DuplicateAttributes.find(in: bindings) { path, range, first in
      _ = report(.duplicateAttribute(path, at: range, first: first))
    }
    return bindings
  }

  /// Whether the present token begins no binding, but closes a bracket or ends a `let`.
  private var endsBindings: Bool {
    switch token.kind {
    case .rightBrace, .rightBracket, .rightParenthesis, .endOfFile: true
    // A mistake of its own: `in` as the name of an attribute.
    case .inKeyword: lexer.byte(lexer.peek(token.end)) != UInt8(ascii: "=")
    default: false
    }
  }

  /// Skips to the next binding; false if there is none.
  private mutating func skipBinding(until end: Token.Kind) -> Bool {
    var open = 0
    while true {
      switch token.kind {
      case .endOfFile: return false
      case .leftBrace, .leftBracket, .leftParenthesis, .interpolation: open += 1
      case .rightBrace, .rightBracket, .rightParenthesis:
        if open == 0, token.kind == end { return true }
        if open == 0, token.kind == .rightBrace { return false }
        open = max(0, open - 1)
      case .inKeyword where open == 0 && end == .inKeyword && endsBindings: return true
      case .semicolon where open == 0:
        advance()
        return true
      case .quote, .indentedQuote:
        let parsed = token.kind == .quote ? (try? quotedString()) : (try? indentedString())
        if parsed == nil { return false }
        continue
      default: break
      }
      advance()
    }
  }

  private mutating func binding(isInLet: Bool) throws(Failure) -> Binding {
    if token.kind == .inheritKeyword { return .inherit(try inherit()) }
    let start = token.start
    let path = try attrpath()
    // Nix minds the first name only: `let a.${b} = 1; in a` computes a name of the set `a`.
    if isInLet, path.first.fixed == nil {
      _ = report(.computedName(in: "a let", at: path.first.range ?? token.range))
    }
    guard token.kind == .assign else { throw noValue(path, isInLet: isInLet) }
    advance()
    let value = try expression()
    try endBinding(path, value)
    return .attr(AttrpathValue(path, value, range: range(from: start)))
  }

  private mutating func noValue(_ path: Attrpath, isInLet: Bool) -> Failure {
    let name = path.readable
    let example = "write \(name) = …;"
    switch token.kind {
    case .identifier where path.rest.isEmpty && !isInLet:
      return unexpected(
        "\"=\" behind \(name)",
        suggestion: "\(example) the names of arguments have commas between them")
    case .endOfFile, .rightBrace, .rightBracket,
      .rightParenthesis where isInLet:
      return unexpected(
        "\"=\" behind \(name)", suggestion: "write in before the value of the let")
    case .colon: return unexpected("\"=\"", suggestion: example)
    case .comma, .semicolon:
      return unexpected(
        "\"=\" and a value", suggestion: "\(example) or inherit \(name); to take it from the scope")
    default: return unexpected("\"=\" behind \(name)")
    }
  }

  /// The semicolon behind a value. Where it is missing, the place for it is said, and what looks
  /// like the next binding is read as one.
  private mutating func endBinding(_ path: Attrpath, _ value: Expr) throws(Failure) {
    var (path, value) = (path, value)
    while token.kind == .assign, let (next, end) = value.nextBinding {
      _ = report(.missingSemicolon(behind: path.readable, at: SourceRange(start: end, length: 0)))
      advance()
      path = next
      value = try expression()
    }
    switch token.kind {
    case .semicolon: advance()
    case .endOfFile: return  // The bracket or the let that is open is to be told of.
    case .rightBrace, .inKeyword, .identifier, .inheritKeyword, .interpolation:
      let end = SourceRange(previousEnd..<previousEnd)
      _ = report(.missingSemicolon(behind: path.readable, at: end))
    case .comma:
      _ = unexpected("\";\" behind the value of \(path.readable)", suggestion: "write ; here")
      advance()
    default: throw unexpected("\";\" behind the value of \(path.readable)")
    }
  }

  private mutating func inherit() throws(Failure) -> Inherit {
    let start = token.start
    advance()
    var source: Expr?
    if token.kind == .leftParenthesis {
      advance()
      source = try expression()
      try expect(.rightParenthesis, "\")\" behind what is inherited from")
    }
    var names: [Inherit.Name] = []
    while token.kind != .semicolon {
      switch token.kind {
      case .assign:
        throw unexpected("a name or \";\"", suggestion: "a binding has no inherit before it")
      case .comma:
        throw unexpected(
          "a name to inherit, or \";\"",
          suggestion: "remove it; names have only spaces between them")
      default: break
      }
      let name = try attrName(expected: "a name to inherit, or \";\"")
      guard let text = name.fixed else {
        throw report(.computedName(in: "an inherit", at: name.range ?? token.range))
      }
      names.append(Inherit.Name(text, isQuoted: name.isQuoted, range: name.range))
    }
    advance()
    return Inherit(names, from: source, range: range(from: start))
  }

  mutating func attrpath() throws(Failure) -> Attrpath {
    let first = try attrName(expected: "the name of an attribute")
    var rest: [AttrName] = []
    while token.kind == .dot {
      // A path of so many names is that many sets in each other.
      guard rest.count < Expr.maximumDepth else {
        throw report(.nestingTooDeep(Expr.maximumDepth, at: token.range))
      }
      advance()
      rest.append(try attrName(expected: "the name of an attribute"))
    }
    return Attrpath(first, rest)
  }

  private mutating func attrName(expected: String) throws(Failure) -> AttrName {
    let start = token
    switch token.kind {
    case .identifier, .orKeyword:
      advance()
      return AttrName(text(start), isQuoted: false, range: start.range)
    case .quote:
      let string = try quotedString()
      return AttrName(quoted: string, range: string.range)
    case .interpolation:
      advance()
      let expr = try expression()
      guard token.kind == .rightBrace else { throw unclosed(start, "interpolation", "\"}\"") }
      advance()
      return AttrName(dynamic: expr, range: range(from: start.start))
    case .ifKeyword, .thenKeyword, .elseKeyword, .assertKeyword, .withKeyword, .letKeyword,
      .inKeyword, .recKeyword, .inheritKeyword:
      throw report(.keywordAsName(text(start), at: start.range, canBeQuoted: true))
    case .semicolon:
      throw unexpected(expected, suggestion: "remove it; one semicolon is enough")
    default: throw unexpected(expected)
    }
  }
}

extension Expr {
  /// The path of a binding that was taken for the last argument of this value, because there is no
  /// semicolon before it, and where what is before it ends.
  fileprivate var nextBinding: (path: Attrpath, end: UInt32)? {
    var expr = self
    while true {
      switch expr {
      case .apply(let apply):
        let before = apply.arguments.dropLast().last ?? apply.function
        guard let path = apply.arguments.last?.asPath, let end = before.range?.end else {
          return nil
        }
        return (path, end)
      case .binary(let operation): expr = operation.right
      case .unary(let operation): expr = operation.operand
      case .lambda(let lambda): expr = lambda.body
      case .letIn(let letIn): expr = letIn.body
      case .with(let with): expr = with.body
      case .assert(let assertion): expr = assertion.body
      case .ifElse(let branch): expr = branch.otherwise
      default: return nil
      }
    }
  }

  /// The attribute path that a variable, selection or string would be on the left of a `=`.
  private var asPath: Attrpath? {
    switch self {
    case .variable(let node): Attrpath(AttrName(node.identifier.name))
    case .string(let node): Attrpath(AttrName(quoted: node))
    case .select(let node):
      node.base.asPath.map { Attrpath($0.first, $0.rest + node.path.names) }
    default: nil
    }
  }
}
