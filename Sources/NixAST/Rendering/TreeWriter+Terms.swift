// Strings, paths, names, lists and sets.

extension TreeWriter {
  mutating func string(_ string: Str) {
    if !isCanonical, string.isIndented { return indentedString(string) }
    quotedString(string)
  }

  mutating func quotedString(_ string: Str) {
    if let text = string.text { return quotedString(text) }
    open()
    token(.quote, "\"")
    let parts = string.parts
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text): quotedText(text, beforeInterpolation: index + 1 < parts.count)
      case .interpolation(let expr): interpolation(expr)
      }
    }
    token(.quote, "\"")
    close(.string)
  }

  private mutating func quotedString(_ text: String) {
    open()
    token(.quote, "\"")
    quotedText(text, beforeInterpolation: false)
    token(.quote, "\"")
    close(.string)
  }

  private mutating func quotedText(_ text: String, beforeInterpolation: Bool) {
    var isValid = true
    text.withBytes { bytes in
      piece(.stringText) {
        isValid = Escaping.addQuoted(bytes, beforeInterpolation: beforeInterpolation, to: &$0)
      }
    }
    if !isValid { reportNull() }
  }

  private mutating func reportNull() {
    report("a Nix string cannot contain the character U+0000")
  }

  /// An indented string whose lines start at the margin.
  private mutating func indentedString(_ string: Str) {
    open()
    token(.indentedQuote, "''")
    if let text = string.text {
      indentedText(text, isFirst: true, beforeInterpolation: false, isLast: true)
    } else {
      let parts = string.parts
      for (index, part) in parts.enumerated() {
        switch part {
        case .interpolation(let expr):
          if index == 0 { piece(.stringText) { $0.append(UInt8(ascii: "\n")) } }
          interpolation(expr)
        case .text(let text):
          indentedText(
            text, isFirst: index == 0, beforeInterpolation: index + 1 < parts.count,
            isLast: index + 1 == parts.count)
        }
      }
    }
    token(.indentedQuote, "''")
    close(.indentedString)
  }

  private mutating func indentedText(
    _ text: String, isFirst: Bool, beforeInterpolation: Bool, isLast: Bool
  ) {
    var isValid = true
    text.withBytes { bytes in
      piece(.stringText) {
        if isFirst { $0.append(UInt8(ascii: "\n")) }
        isValid = Escaping.addIndented(
          bytes, beforeInterpolation: beforeInterpolation, isLast: isLast, to: &$0)
      }
    }
    if !isValid { reportNull() }
  }

  private mutating func interpolation(_ expr: Expr) {
    open()
    token(.interpolation, "${")
    self.expr(expr)
    token(.rightBrace, "}")
    close(.interpolation)
  }

  mutating func path(_ path: PathLiteral) {
    open()
    for (index, part) in path.parts.enumerated() {
      switch part {
      case .text(let text):
        text.withBytes { text in
          piece(index == 0 ? .path : .pathText) { $0.append(contentsOf: text) }
        }
      case .interpolation(let expr): interpolation(expr)
      }
    }
    close(.path)
  }

  // MARK: - Names

  mutating func attrpath(_ path: Attrpath) {
    open()
    name(path.first)
    for name in path.rest {
      token(.dot, ".")
      self.name(name)
    }
    close(.attrpath)
  }

  private mutating func name(_ name: AttrName) {
    switch name.kind {
    case .fixed(let text): fixedName(text, isQuoted: name.isQuoted)
    case .dynamic(let expr): interpolation(expr)
    case .interpolated(let string): quotedString(string)
    }
  }

  private mutating func fixedName(_ text: String, isQuoted: Bool) {
    if !isQuoted || isCanonical, writeBare(text) { return }
    quotedString(text)
  }

  /// Writes a name that can be without quotes; false for another.
  private mutating func writeBare(_ text: String) -> Bool {
    if !isDirect {
      let isBare = Identifier.isBareName(text)
      if isBare { leaf(.name, .identifier, text) }
      return isBare
    }
    return text.withBytes {
      let isBare = Identifier.isBareName($0)
      if isBare { leaf(.name, .identifier, $0) }
      return isBare
    }
  }

  // MARK: - Lists and sets

  mutating func list(_ list: List) {
    open()
    token(.leftBracket, "[")
    for element in list.elements {
      if isDirect { write(element) } else { add(.element(element)) }
    }
    before(list.closing)
    token(.rightBracket, "]")
    close(.list)
  }

  mutating func attrSet(_ set: AttrSet) {
    open()
    if set.isRecursive { token(.recKeyword, "rec") }
    token(.leftBrace, "{")
    bindings(set.bindings, closing: set.closing)
    token(.rightBrace, "}")
    close(.attrSet)
  }

  mutating func legacyLet(_ legacyLet: LegacyLet) {
    open()
    token(.letKeyword, "let")
    token(.leftBrace, "{")
    bindings(legacyLet.bindings, closing: legacyLet.closing)
    token(.rightBrace, "}")
    close(.legacyLet)
  }

  mutating func write(_ element: List.Element) {
    before(element.trivia.before)
    operand(element.expr, element.expr.isParenthesized(atMost: Level.selection))
    after(element.trivia.after)
  }

  /// Bindings, and comments behind them. An `inherit` of nothing is left out.
  mutating func bindings(_ bindings: [Binding], closing: [Trivium]) {
    for binding in bindings {
      if case .inherit(let inherit) = binding, inherit.names.isEmpty { continue }
      if isDirect { write(binding) } else { add(.binding(binding)) }
    }
    before(closing)
  }

  mutating func write(_ binding: Binding) {
    before(binding.trivia.before)
    open()
    switch binding {
    case .attr(let attr):
      attrpath(attr.path)
      token(.assign, "=")
      expr(attr.value)
      token(.semicolon, ";")
      close(.binding)
    case .inherit(let inherit):
      token(.inheritKeyword, "inherit")
      if let source = inherit.source {
        open()
        token(.leftParenthesis, "(")
        expr(source)
        token(.rightParenthesis, ")")
        close(.inheritSource)
      }
      for name in inherit.names { fixedName(name.text, isQuoted: name.isQuoted) }
      token(.semicolon, ";")
      close(.inherit)
    }
    after(binding.trivia.after)
  }
}
