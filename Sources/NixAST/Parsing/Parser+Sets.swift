// Attribute sets, bindings, attribute paths.

extension Parser {
  mutating func attrSet() throws(Failure) -> AttrSet {
    let start = token
    let isRecursive = token.kind == .recKeyword
    if isRecursive { advance() }
    let (bindings, closing) = try braces(computedNamesIn: nil)
    return AttrSet(
      bindings, isRecursive: isRecursive, closing: closing, range: range(from: start.start))
  }

  mutating func legacyLet() throws(Failure) -> LegacyLet {
    let start = token.start
    advance()
    let (bindings, closing) = try braces(computedNamesIn: "let")
    return LegacyLet(bindings, closing: closing, range: range(from: start))
  }

  private mutating func braces(
    computedNamesIn construct: String?
  ) throws(Failure) -> ([Binding], [Trivium]) {
    let open = token
    try expect(.leftBrace, "\"{\"")
    let bindings = try bindings(until: .rightBrace, opened: open, computedNamesIn: construct)
    let closing = takeTrivia()
    guard token.kind == .rightBrace else { throw unclosed(open, "brace", "a binding or \"}\"") }
    advance()
    return (bindings, closing)
  }

  /// Bindings up to a token that cannot begin one. A mistake in one does not keep the others from
  /// being read.
  mutating func bindings(
    until end: Token.Kind, opened open: Token, computedNamesIn construct: String?
  ) throws(Failure) -> [Binding] {
    var bindings: [Binding] = []
    var failures = 0
    while token.kind != end, token.kind != .endOfFile {
      let before = takeTrivia()
      let saved = strayComments
      strayComments = []
      do throws(Failure) {
        var binding = try self.binding(computedNamesIn: construct)
        binding.trivia = ItemTrivia(before: before + strayComments, after: takeTrailingComment())
        bindings.append(binding)
      } catch {
        failures += 1
        guard skipBinding(until: end) else { throw Failure() }
      }
      strayComments = saved
    }
    if failures == 0 {
      DuplicateAttributes.find(in: bindings) { path, range, first in
        _ = report(.duplicateAttribute(path, at: range, first: first))
      }
    }
    return bindings
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
      case .inKeyword where open == 0 && end == .inKeyword: return true
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

  private mutating func binding(computedNamesIn construct: String?) throws(Failure) -> Binding {
    if token.kind == .inheritKeyword { return .inherit(try inherit()) }
    let start = token.start
    let path = try attrpath()
    if let construct, let name = path.names.first(where: { $0.fixed == nil }) {
      _ = report(.computedName(in: "a \(construct)", at: name.range ?? token.range))
    }
    guard token.kind == .assign else { throw noValue(path) }
    advance()
    let value = try expression()
    try endBinding(path, value)
    return .attr(AttrpathValue(path, value, range: range(from: start)))
  }

  private mutating func noValue(_ path: Attrpath) -> Failure {
    let name = path.readable
    let example = "write \(name) = …;"
    switch token.kind {
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
    if token.kind == .semicolon { return advance() }
    if token.kind == .assign, case .apply(let apply) = value, let next = apply.arguments.last,
      let end = apply.lastRange?.end
    {
      switch next {
      case .variable, .select, .string:
        _ = report(.missingSemicolon(behind: path.readable, at: SourceRange(start: end, length: 0)))
        advance()
        let value = try expression()
        return try endBinding(next.asPath ?? path, value)
      default: break
      }
    }
    switch token.kind {
    case .rightBrace, .inKeyword, .identifier, .inheritKeyword, .interpolation, .endOfFile:
      let end = SourceRange(previousEnd..<previousEnd)
      _ = report(.missingSemicolon(behind: path.readable, at: end))
    case .comma:
      throw unexpected("\";\" behind the value of \(path.readable)", suggestion: "write ; here")
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
      guard token.kind != .assign else {
        throw unexpected(
          "a name or \";\"", suggestion: "a binding has no inherit before it")
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
      throw report(.keywordAsName(text(start), at: start.range))
    default: throw unexpected(expected)
    }
  }
}

extension Apply {
  /// The range of what comes before the last argument.
  fileprivate var lastRange: SourceRange? {
    arguments.count > 1 ? arguments[arguments.count - 2].range : function.range
  }
}

extension Expr {
  /// The attribute path that a variable, selection or string would be on the left of a `=`.
  fileprivate var asPath: Attrpath? {
    switch self {
    case .variable(let node): Attrpath(AttrName(node.identifier.name))
    case .string(let node): Attrpath(AttrName(quoted: node))
    case .select(let node):
      node.base.asPath.map { Attrpath($0.first, $0.rest + node.path.names) }
    default: nil
    }
  }
}

extension Attrpath {
  /// The path for messages: `a."b c".${…}`.
  var readable: String {
    names.map { name in
      guard let text = name.fixed else { return "${…}" }
      return Identifier(text) == nil ? "\"\(text)\"" : text
    }
    .joined(separator: ".")
  }
}
