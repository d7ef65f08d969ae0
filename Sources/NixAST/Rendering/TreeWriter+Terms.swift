// Strings, paths, names, lists and sets.

extension TreeWriter {
  mutating func string(_ string: Str) {
    if !isCanonical, string.isIndented { return indentedString(string) }
    quotedString(string)
  }

  mutating func quotedString(_ string: Str) {
    open()
    token(.quote, "\"")
    if let text = string.text {
      quotedText(text, beforeInterpolation: false)
    } else {
      let parts = string.parts
      for (index, part) in parts.enumerated() {
        switch part {
        case .text(let text): quotedText(text, beforeInterpolation: index + 1 < parts.count)
        case .interpolation(let expr): interpolation(expr)
        }
      }
    }
    token(.quote, "\"")
    close(.string)
  }

  private mutating func quotedText(_ text: String, beforeInterpolation: Bool) {
    text.withBytes { bytes in
      if let escaped = Escaping.quoted(bytes, beforeInterpolation: beforeInterpolation) {
        piece(.stringText, escaped)
      } else {
        piece(.stringText, bytes)
      }
    }
  }

  /// An indented string whose lines start at the margin.
  private mutating func indentedString(_ string: Str) {
    open()
    token(.indentedQuote, "''")
    var text: [UInt8] = [UInt8(ascii: "\n")]
    let parts = string.parts
    for (index, part) in parts.enumerated() {
      switch part {
      case .interpolation(let expr):
        piece(.stringText, text)
        text.removeAll(keepingCapacity: true)
        interpolation(expr)
      case .text(let content):
        content.withBytes { bytes in
          let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
          for (number, line) in lines.enumerated() {
            if number > 0 { text.append(UInt8(ascii: "\n")) }
            let isEnd = number == lines.count - 1
            let line = UnsafeBufferPointer(rebasing: line)
            let escaped = Escaping.indented(
              line, beforeInterpolation: isEnd && index + 1 < parts.count,
              isLast: isEnd && index + 1 == parts.count)
            if let escaped { text += escaped } else { text += line }
          }
        }
      }
    }
    piece(.stringText, text)
    token(.indentedQuote, "''")
    close(.indentedString)
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
      case .text(let text): text.withBytes { piece(index == 0 ? .path : .pathText, $0) }
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
    if !isQuoted || isCanonical, Identifier.isBareName(text) {
      return leaf(.name, .identifier, text)
    }
    quotedString(Str(text, form: .quoted))
  }

  // MARK: - Lists and sets

  mutating func list(_ list: List) {
    open()
    token(.leftBracket, "[")
    for element in list.elements {
      if isDirect, element.trivia == .none, writeLeaf(element.expr) { continue }
      add(.element(element))
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
    operand(Operand(element.expr, atMost: Level.selection))
    after(element.trivia.after)
  }

  /// Bindings, and comments behind them. An `inherit` of nothing is left out.
  mutating func bindings(_ bindings: [Binding], closing: [Trivium]) {
    for binding in bindings {
      if case .inherit(let inherit) = binding, inherit.names.isEmpty { continue }
      add(.binding(binding))
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
