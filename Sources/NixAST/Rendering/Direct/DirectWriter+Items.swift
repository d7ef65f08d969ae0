// Bindings and elements, each on a line of its own, with the comments between them.

extension DirectWriter {
  /// Writes the bindings of a set or `let`, from the end of a line on. They never fail: only the file does.
  mutating func items(_ bindings: [Binding], closing: [Trivium], indentation: Int) {
    checkNames(of: bindings)
    var isSeparated = false
    for binding in bindings {
      if case .inherit(let inherit) = binding, inherit.names.isEmpty { continue }
      if isRefused { return }
      let start = mark
      let trivia = binding.trivia
      if trivia.isEmpty {
        newline(indentation)
        isSeparated = false
        if write(binding) { continue }
      } else {
        isSeparated = isSeparated && !trivia.before.isEmpty
        if let isBlank = comments(
          trivia.before, indentation: indentation, isSeparated: isSeparated,
          mayNameLanguage: !binding.startsBare)
        {
          newline(indentation, isSeparated: isBlank)
          if write(binding), comment(after: trivia.after) {
            isSeparated = trivia.after?.isComment ?? false
            continue
          }
        }
      }
      take(back: start)
      if isSeparated, trivia.before.first != .blankLine { add("\n") }
      if isRefused || !fallBack(binding, indentation: indentation) { return }
      isSeparated = trivia.after?.isComment ?? false
    }
    close(closing, indentation: indentation, isSeparated: isSeparated)
  }

  /// Writes the elements of a list, from the end of a line on.
  mutating func elements(_ elements: [List.Element], closing: [Trivium], indentation: Int) {
    var isSeparated = false
    for element in elements {
      if isRefused { return }
      let start = mark
      let trivia = element.trivia
      if trivia.isEmpty {
        newline(indentation)
        isSeparated = false
        if write(element.expr) { continue }
      } else {
        isSeparated = isSeparated && !trivia.before.isEmpty
        if let isBlank = comments(
          trivia.before, indentation: indentation, isSeparated: isSeparated,
          mayNameLanguage: element.expr.isString)
        {
          newline(indentation, isSeparated: isBlank)
          if write(element.expr), comment(after: trivia.after) {
            isSeparated = trivia.after?.isComment ?? false
            continue
          }
        }
      }
      take(back: start)
      if isSeparated, trivia.before.first != .blankLine { add("\n") }
      if isRefused || !fallBack(element, indentation: indentation) { return }
      isSeparated = trivia.after?.isComment ?? false
    }
    close(closing, indentation: indentation, isSeparated: isSeparated)
  }

  private mutating func close(_ closing: [Trivium], indentation: Int, isSeparated: Bool) {
    guard !closing.isEmpty else { return }
    guard let isBlank = comments(closing, indentation: indentation, isSeparated: isSeparated) else {
      isRefused = true
      return
    }
    if isBlank { add("\n") }
  }

  // MARK: - Comments

  /// Writes comments, each on a line of its own, from the end of a line on. Gives whether a blank line
  /// follows; nil if it cannot write them.
  mutating func comments(
    _ trivia: [Trivium], indentation: Int, isSeparated: Bool, mayNameLanguage: Bool = false
  ) -> Bool? {
    var isSeparated = isSeparated
    for trivium in trivia {
      switch trivium {
      case .blankLine: isSeparated = true
      case .comment(let text):
        for line in text.commentLines {
          newline(indentation, isSeparated: isSeparated)
          isSeparated = false
          let start = out.count
          add("#")
          if line.isEmpty { continue }
          if line.utf8.first != UInt8(ascii: "!") { add(" ") }
          add(line)
          // White space other than that of ASCII may be at the end.
          if out.top >= 0x80 {
            let text = Whitespace.trimmedEnd(Array(out.view[start...]))
            out.cut(to: start)
            text.withUnsafeBufferPointer { out.append(contentsOf: $0) }
          }
        }
      case .block(let lines, let isDoc):
        guard isDoc || !mayNameLanguage,
          lines.contains(where: { line in line.utf8.contains { $0 > UInt8(ascii: " ") } })
        else { return nil }
        if isSeparated, !out.isEmpty { add("\n") }
        if !fallBack([trivium], indentation: indentation) { return nil }
        isSeparated = false
      }
    }
    return isSeparated
  }

  /// Writes the comment after an item.
  private mutating func comment(after text: String?) -> Bool {
    guard let text else { return true }
    let isPlain = text.withBytes { bytes in
      guard let first = bytes.first, let last = bytes.last else { return false }
      return !CharacterClass.isWhitespace(first) && !CharacterClass.isWhitespace(last)
        && bytes.allSatisfy { $0 >= UInt8(ascii: " ") && $0 < 0x7F }
    }
    // A comment takes a column of the group before it.
    guard isPlain, column < Formatter.width else { return false }
    add(" # ")
    add(text)
    return true
  }

  // MARK: - Items

  private mutating func write(_ element: Expr) -> Bool {
    element.isParenthesized(atMost: Level.selection)
      ? parenthesized(element, tail: 0) : grouped(element, tail: 0)
  }

  private mutating func write(_ binding: Binding) -> Bool {
    switch binding {
    case .attr(let attr): return write(attr)
    case .inherit(let inherit): return write(inherit)
    }
  }

  private mutating func write(_ attr: AttrpathValue) -> Bool {
    let others = otherNames
    guard path(attr.path) else { return false }
    add(" =")
    let isPlain = otherNames == others && attr.path.rest.count <= 3
    guard isPlain || column + 8 <= Formatter.width else { return false }
    return rightHandSide(attr.value, isPlain: isPlain, tail: ";")
  }

  private mutating func write(_ inherit: Inherit) -> Bool {
    let start = mark
    if flat(inherit), column <= Formatter.width { return true }
    take(back: start)
    add("inherit")
    let indentation = indentation
    if let source = inherit.source {
      add(" ")
      guard flat(source, isParenthesized: true), column <= Formatter.width else { return false }
    }
    for name in inherit.names {
      newline(indentation + 2)
      fixedName(name.text, isQuoted: name.isQuoted)
    }
    newline(indentation + 2)
    add(";")
    return true
  }

  /// An `inherit` on one line, which at most three names can have.
  mutating func flat(_ inherit: Inherit) -> Bool {
    if inherit.names.count > 3 { return false }
    add("inherit")
    if let source = inherit.source {
      add(" ")
      guard flat(source, isParenthesized: true) else { return false }
    }
    for name in inherit.names {
      add(" ")
      fixedName(name.text, isQuoted: name.isQuoted)
    }
    add(";")
    return true
  }
}

extension String {
  /// Whether a comment with this text is written: not an empty one.
  fileprivate var isComment: Bool { commentLines.contains { !$0.isEmpty } }
}

extension Binding {
  /// Whether it starts with a word.
  fileprivate var startsBare: Bool {
    switch self {
    case .attr(let attr): attr.path.first.isBare
    case .inherit: true
    }
  }
}

extension Expr {
  fileprivate var isString: Bool { if case .string = self { true } else { false } }
}
