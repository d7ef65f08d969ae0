// Strings, paths, names, lists and sets.

extension TreeWriter {
  mutating func string(_ string: Str) {
    if string.isIndented { return indentedString(string) }
    quotedString(string)
  }

  mutating func quotedString(_ string: Str) {
    let start = start
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
    finish(.string, start)
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
    let start = start
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
            text +=
              Escaping.indented(
                line, beforeInterpolation: isEnd && index + 1 < parts.count,
                isLast: isEnd && index + 1 == parts.count) ?? Array(line)
          }
        }
      }
    }
    piece(.stringText, text)
    token(.indentedQuote, "''")
    finish(.indentedString, start)
  }

  private mutating func interpolation(_ expr: Expr) {
    let start = start
    token(.interpolation, "${")
    self.expr(expr)
    token(.rightBrace, "}")
    finish(.interpolation, start)
  }

  mutating func path(_ path: PathLiteral) {
    let start = start
    for (index, part) in path.parts.enumerated() {
      switch part {
      case .text(let text): token(index == 0 ? .path : .pathText, text)
      case .interpolation(let expr): interpolation(expr)
      }
    }
    finish(.path, start)
  }

  // MARK: - Names

  mutating func attrpath(_ path: Attrpath) {
    let start = start
    name(path.first)
    for name in path.rest {
      token(.dot, ".")
      self.name(name)
    }
    finish(.attrpath, start)
  }

  private mutating func name(_ name: AttrName) {
    switch name.kind {
    case .fixed(let text): fixedName(text, isQuoted: name.isQuoted)
    case .dynamic(let expr): interpolation(expr)
    case .interpolated(let string): quotedString(string)
    }
  }

  private mutating func fixedName(_ text: String, isQuoted: Bool) {
    if !isQuoted, Identifier.isBareName(text) { return leaf(.name, .identifier, text) }
    quotedString(Str(text, form: .quoted))
  }

  // MARK: - Lists and sets

  mutating func list(_ list: List) {
    let start = start
    token(.leftBracket, "[")
    for element in list.elements {
      before(element.trivia.before)
      operand(Operand(element.expr, atMost: Level.selection))
      after(element.trivia.after)
    }
    before(list.closing)
    token(.rightBracket, "]")
    finish(.list, start)
  }

  mutating func attrSet(_ set: AttrSet) {
    let start = start
    if set.isRecursive { token(.recKeyword, "rec") }
    token(.leftBrace, "{")
    bindings(set.bindings, closing: set.closing)
    token(.rightBrace, "}")
    finish(.attrSet, start)
  }

  mutating func legacyLet(_ legacyLet: LegacyLet) {
    let start = start
    token(.letKeyword, "let")
    token(.leftBrace, "{")
    bindings(legacyLet.bindings, closing: legacyLet.closing)
    token(.rightBrace, "}")
    finish(.legacyLet, start)
  }

  /// Bindings, and comments behind them. An `inherit` of nothing is left out.
  mutating func bindings(_ bindings: [Binding], closing: [Trivium]) {
    for binding in bindings {
      if case .inherit(let inherit) = binding, inherit.names.isEmpty { continue }
      before(binding.trivia.before)
      let start = start
      switch binding {
      case .attr(let attr):
        attrpath(attr.path)
        token(.assign, "=")
        expr(attr.value)
        token(.semicolon, ";")
        finish(.binding, start)
      case .inherit(let inherit):
        token(.inheritKeyword, "inherit")
        if let source = inherit.source {
          let sourceStart = self.start
          token(.leftParenthesis, "(")
          expr(source)
          token(.rightParenthesis, ")")
          finish(.inheritSource, sourceStart)
        }
        for name in inherit.names { fixedName(name.text, isQuoted: name.isQuoted) }
        token(.semicolon, ";")
        finish(.inherit, start)
      }
      after(binding.trivia.after)
    }
    before(closing)
  }
}
