// Strings and paths.

extension DirectWriter {
  // MARK: - In double quotes

  /// Writes a text in double quotes.
  mutating func quoted(_ text: String) {
    add("\"")
    escaped(text, beforeInterpolation: false)
    add("\"")
  }

  private mutating func escaped(_ text: String, beforeInterpolation: Bool) {
    let start = out.count
    let isValid = text.withBytes {
      Escaping.addQuoted($0, beforeInterpolation: beforeInterpolation, to: &out)
    }
    countCharacters(from: start)
    if !isValid { isRefused = true }
  }

  /// Writes a string in double quotes, with what is in it on one line.
  mutating func quoted(_ string: Str) -> Bool {
    if let text = string.text {
      let room = limit - column
      if text.utf8.count > room, text.unicodeScalars.count > room { return false }
      quoted(text)
      return true
    }
    add("\"")
    let parts = string.parts
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text): escaped(text, beforeInterpolation: index + 1 < parts.count)
      case .interpolation(let expr): guard interpolation(expr) else { return false }
      }
      if column > limit { return false }
    }
    add("\"")
    return true
  }

  /// Writes an interpolation on one line.
  mutating func interpolation(_ expr: Expr) -> Bool {
    // Among text it is on one line, by itself it is not.
    if case .with(let with) = expr, with.body.isFilledSet { isRefused = true }
    add("${")
    guard flat(expr) else { return false }
    add("}")
    return true
  }

  /// Writes a string or path that stays on its line, however long it is.
  mutating func unbroken(_ expr: Expr, tail: Int) -> Bool {
    switch expr {
    case .string(let string):
      if let text = string.text {
        quoted(text)
        return true
      }
      return unbroken(string.parts, quote: "\"", tail: tail)
    case .path(let path):
      guard let text = path.text else { return unbroken(path.parts, quote: "", tail: tail) }
      add(text)
      return true
    default: return false
    }
  }

  private mutating func unbroken(_ parts: [StrPart], quote: StaticString, tail: Int) -> Bool {
    let (saved, start) = (limit, mark)
    limit = .max
    defer { limit = saved }
    // An interpolation by itself behind spaces can be broken.
    var (mustFit, isBlank) = (false, true)
    add(quote)
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        isBlank = isBlank && text.utf8.allSatisfy(CharacterClass.isWhitespace)
        if quote.utf8CodeUnitCount == 0 {
          add(text)
        } else {
          escaped(text, beforeInterpolation: index + 1 < parts.count)
        }
      case .interpolation(let expr):
        if isBlank || !isSimple(expr) { mustFit = true }
        isBlank = false
        guard interpolation(expr) else {
          take(back: start)
          return false
        }
      }
    }
    add(quote)
    return !mustFit || column + tail <= Formatter.width
  }

  // MARK: - Indented

  /// Writes an indented string; false if what must follow it does not fit.
  mutating func indented(_ string: Str, tail: Int) -> Bool {
    let saved = limit
    limit = .max
    defer { limit = saved }
    let outer = indentation
    let inner = outer + 2
    add("''")
    /// Whether the present line has nothing yet, and nothing but spaces, and must fit.
    var (isEmpty, isBlank, mustFit) = (true, true, false)
    newline(outer)
    cutIndentation()
    if let text = string.text {
      guard text.withBytes({ addLines($0, inner, false, true, &isEmpty, &isBlank, &mustFit) })
      else { return false }
    } else {
      let parts = string.parts
      for (index, part) in parts.enumerated() {
        let isLast = index + 1 == parts.count
        switch part {
        case .text(let text):
          let isWritten = text.withBytes {
            addLines($0, inner, !isLast, isLast, &isEmpty, &isBlank, &mustFit)
          }
          if !isWritten { return false }
        case .interpolation(let expr):
          if isEmpty { startLine(inner) }
          if isBlank, parts.endsLine(at: index + 1) {
            // By itself on its line.
            isEmpty = false
            isBlank = false
            indentation = inner + column
            let behind = isLast ? 3 + tail : 1
            guard alone(expr, tail: behind) else { return false }
            mustFit = false
            continue
          }
          if isBlank || !isSimple(expr) { mustFit = true }
          (isEmpty, isBlank) = (false, false)
          guard interpolation(expr) else { return false }
        }
      }
    }
    if isEmpty { startLine(outer) }
    indentation = outer
    add("''")
    return column + tail <= Formatter.width
  }

  /// Adds text of an indented string; false if a line is too long for what is in it.
  private mutating func addLines(
    _ bytes: String.Bytes, _ inner: Int, _ beforeInterpolation: Bool, _ isLast: Bool,
    _ isEmpty: inout Bool, _ isBlank: inout Bool, _ mustFit: inout Bool
  ) -> Bool {
    var start = 0
    while true {
      let end = ByteSearch.first(UInt8(ascii: "\n"), bytes, from: start, to: bytes.count)
      let isWhole = end < bytes.count
      if end > start {
        if isEmpty { startLine(inner) }
        isEmpty = false
        let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if isBlank { isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") } }
        let place = out.count
        let isValid = Escaping.addIndented(
          line, beforeInterpolation: beforeInterpolation && !isWhole, isLast: isLast && !isWhole,
          to: &out)
        if !isValid { isRefused = true }
        countCharacters(from: place)
      }
      if !isWhole { return true }
      if mustFit, column > Formatter.width { return false }
      (isEmpty, isBlank, mustFit) = (true, true, false)
      out.append(UInt8(ascii: "\n"))
      start = end + 1
    }
  }

  /// Writes an interpolation that is all of its line behind spaces.
  private mutating func alone(_ expr: Expr, tail: Int) -> Bool {
    let (saved, start) = (limit, mark)
    limit = Formatter.width
    defer { limit = saved }
    if interpolation(expr), column - 1 + tail <= Formatter.width { return true }
    take(back: start)
    if calls >= Self.maximumCalls { return false }
    calls += 1
    level += 1
    add("${")
    guard inParentheses(expr, tail: tail) else { return false }
    add("}")
    level -= 1
    calls -= 1
    return true
  }

  private mutating func startLine(_ columns: Int) {
    out.append(UInt8(ascii: " "), count: columns)
    lineStart = out.count
  }

  private mutating func cutIndentation() { out.cut(to: out.count - indentation) }
}

extension [StrPart] {
  /// Whether nothing or a line break comes at an index.
  fileprivate func endsLine(at index: Int) -> Bool {
    if index == count { return true }
    if case .text(let text) = self[index] { return text.utf8.first == UInt8(ascii: "\n") }
    return false
  }
}
