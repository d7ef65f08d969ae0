// Common errors, and what to write instead: what somebody who knows another language writes, and
// what is forgotten most.

extension Parser {
  /// The place right after the token before the present one, where something is missing.
  var gap: SourceRange { SourceRange(previousEnd..<previousEnd) }

  /// Whether a byte follows the present token directly.
  func isFollowed(by character: Unicode.Scalar) -> Bool {
    lexer.byte(token.end) == UInt8(ascii: character)
  }

  // MARK: - Operators of other languages

  /// Help for a token where an expression should begin.
  var expressionSuggestion: String? {
    switch token.kind {
    case .comma: "only spaces separate the elements of a list"
    case .dot where isFollowed(by: "/"): "the directory itself is ./."
    case .less: "a search path is written <name>"
    case .update: "a comment starts with #"
    case .interpolation: "write only the expression, or put it in a string: \"${…}\""
    case .assign where tokens.last?.kind == .assign: "write one =; == compares"
    default: nil
    }
  }

  /// `=>`, where a value should begin right after `=`; false if it is something else.
  mutating func reportsArrow() -> Bool {
    guard token.kind == .greater, let sign = tokens.last, sign.kind == .assign,
      sign.end == UInt32(token.start), top.kind == .operation, frames.count >= 2
    else { return false }
    let range = sign.range.union(token.range)
    guard frames[frames.count - 2].kind == .binding else { return false }
    let name = readable(frames[frames.count - 2].first...frames[frames.count - 2].extra)
    report(
      .expected(
        "\"=\" after \(name)", found: "\"=>\"", at: range, suggestion: "write \(name) = …;"))
    return true
  }

  /// Help for a token after the name of an attribute, in place of `=`; nil if none is known.
  func bindingSuggestion(_ name: String) -> (found: String, suggestion: String)? {
    switch token.kind {
    case .equal: return ("\"==\"", "write \(name) = …; the operator == compares")
    case .plus, .minus, .multiply, .divide, .concat, .update:
      guard isFollowed(by: "=") else { return nil }
      let op = text(token)
      return (
        "\"\(op)=\"", "an attribute is bound once: write \(name) = … \(op) …; with both operands"
      )
    default: return nil
    }
  }

  /// Help for a token after the value of an attribute; nil if none is known.
  var valueSuggestion: String? {
    switch token.kind {
    case .colon:
      if nodes.last?.kind == .hasAttr || hasTernary { return Self.ternary }
      return "put a function that is an argument in parentheses"
    case .assign: return "write == to compare"
    default: return nil
    }
  }

  static let ternary = "Nix has no ? : operator; write if … then … else …"

  /// Whether the present value has `?` in it, as `a ? b : c` has.
  private var hasTernary: Bool {
    tokens.view[Int(top.first)...].last { $0.kind == .question || $0.kind == .assign }?.kind
      == .question
  }

  /// Reports a token that is not a name after `?` or `.`, or in place of an attribute.
  mutating func noAttrName(_ expected: String) -> Step {
    if token.kind.isKeyword {
      return fail(.keywordAsName(text(token), at: token.range, canBeQuoted: true))
    }
    let isFirst = tokens.last?.kind != .dot && tokens.last?.kind != .question
    switch token.kind {
    case .semicolon where isFirst:
      return fail(expected, suggestion: "remove it; one semicolon is enough")
    case .update where isFirst: return fail(expected, suggestion: "a comment starts with #")
    default: break
    }
    guard frames.count >= 2, frames[frames.count - 2].kind == .hasAttr else {
      return fail(expected)
    }
    return fail(expected, suggestion: Self.ternary)
  }

  // MARK: - if

  /// Reports a word of other languages for `else if`; false if there is none since the `then`.
  mutating func reportsElseIf() -> Bool {
    for token in tokens.view.reversed().prefix(while: { $0.kind != .thenKeyword })
    where token.kind == .identifier {
      let word = lexer.text(Int(token.start)..<Int(token.end))
      guard ["elif", "elsif", "elseif"].contains(word) else { continue }
      report(
        .expected("\"else\"", found: "\"\(word)\"", at: token.range, suggestion: "write else if"))
      return true
    }
    return false
  }

  // MARK: - Functions

  /// Whether names that stand in a set are the arguments of a function: up to the brace nothing
  /// is bound, and a colon comes after it.
  var areArguments: Bool {
    var offset = token.start
    while offset < lexer.count, offset < token.start + 4096 {
      switch lexer.byte(offset) {
      case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "{"): return false
      case UInt8(ascii: "}"):
        let next = lexer.byte(lexer.peek(offset + 1))
        return next == UInt8(ascii: ":") || next == UInt8(ascii: "@")
      default: offset = max(offset + 1, lexer.peek(offset + 1))
      }
    }
    return false
  }

  /// Reports arguments that have something else than commas between them, once for a pattern.
  mutating func wrongSeparator(after name: String) -> Step {
    let set = frames.count - 2
    if frames[set].flag { return .failed }
    frames[set].flag = true
    if token.kind == .semicolon {
      return fail("\",\" between the arguments of the function", suggestion: "write , here")
    }
    return fail(
      .expected(
        "\",\" between the arguments \(name) and \(text(token))", found: found, at: gap,
        suggestion: "write , here"))
  }

  // MARK: - with, inherit, lists

  /// Reports `with pkgs [ … ]` without a semicolon; false if the scope is not an application.
  mutating func reportsWithoutSemicolon(_ scope: Int) -> Bool {
    guard scope >= 0, nodes[scope].kind == .apply else { return false }
    var function = scope - 1
    while let next = Optional(Int(nodes[function].start) - 1), next >= Int(nodes[scope].start) {
      function = next
    }
    let end = tokens[Int(nodes[function].last)].end
    let name = readable(nodes[function].first...nodes[function].last)
    report(
      .expected(
        "\";\" after with \(name)", found: "an argument", at: SourceRange(start: end, end: end),
        suggestion: "write ; here"))
    return true
  }

  /// Reports names of an `inherit` that go on with the next binding.
  mutating func unendedInherit() -> Step {
    switch token.kind {
    case .rightBrace, .inKeyword, .endOfFile, .inheritKeyword:
      report(.missingSemicolon(after: "inherit", at: gap))
      if token.kind == .endOfFile { return .failed }
      close(.inherit)
      return .bindings
    default:
      // The last name is that of a binding: the one before it ends the inherit.
      guard let name = nodes.last, name.start > top.start, name.first > top.first + 1 else {
        return fail("a name or \";\"", suggestion: "remove inherit before a binding")
      }
      let end = tokens[Int(name.first) - 1].end
      return fail(.missingSemicolon(after: "inherit", at: SourceRange(start: end, end: end)))
    }
  }

  /// Whether a semicolon in a list separates elements: a bracket comes before the line ends.
  var isSeparator: Bool {
    var offset = token.end
    while offset < lexer.count, lexer.byte(offset) != UInt8(ascii: "\n") {
      if lexer.byte(offset) == UInt8(ascii: "]") { return true }
      offset += 1
    }
    return false
  }
}
