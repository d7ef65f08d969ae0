// Applications over several lines.

extension DirectWriter {
  /// Writes an application that does not fit on the line: its last argument is broken, or nothing.
  ///
  /// - Parameter lead: a space that the line may be broken at.
  /// - Parameter isFree: whether what cannot be broken may be too long.
  mutating func application(
    _ apply: Apply, lead: StaticString, tail: Int, isTried: Bool, isFree: Bool = true,
    isInParentheses: Bool = false
  ) -> Bool {
    let start = mark
    add(lead)
    if !isTried, fits(apply, tail: tail) { return true }
    guard let last = apply.arguments.last else { return false }
    if !apply.hasListsAtEnd, let isWritten = lastArgument(last, of: apply, tail: tail) {
      if isWritten { return true }
      take(back: start)
      return false
    }
    take(back: start)
    add(lead)
    // A simple application is never broken before its last argument.
    if isSimple(.apply(apply)) {
      if isFree, unbroken(apply, tail: tail) { return true }
    } else if let isWritten = innerArgument(of: apply, tail: tail) {
      if isWritten { return true }
    } else if isFree {
      take(back: start)
      if onLines(apply, lead: lead, tail: tail, isInParentheses: isInParentheses) { return true }
    }
    take(back: start)
    return false
  }

  /// Writes a simple application, however long it is.
  private mutating func unbroken(_ apply: Apply, tail: Int) -> Bool {
    guard let last = apply.arguments.last, !last.isParenthesized(atMost: Level.selection) else {
      return false
    }
    let saved = limit
    limit = .max
    defer { limit = saved }
    guard head(of: apply) else { return false }
    add(" ")
    switch last {
    case .string(let string):
      return string.isIndented ? indented(string, tail: tail) : unbroken(last, tail: tail)
    default: return last.isPlainTerm && flat(last)
    }
  }

  /// Writes an application of which an argument before the last is broken, and the rest on one line; nil
  /// if there is none.
  private mutating func innerArgument(of apply: Apply, tail: Int) -> Bool? {
    let start = mark
    let arguments = apply.arguments
    // Lists in pairs are laid out alike.
    for index in arguments.indices.dropFirst() {
      if arguments[index].isList, arguments[index - 1].isList { return nil }
    }
    for index in arguments.indices.dropLast().reversed() {
      take(back: start)
      // The arguments behind it must be on one line.
      for rest in arguments[(index + 1)...] {
        add(" ")
        let isParenthesized = rest.isParenthesized(atMost: Level.selection)
        if isParenthesized, let parts = rest.absorbedParts, case .attrSet = parts.body {
          return nil
        }
        guard flat(rest, isParenthesized: isParenthesized), !rest.isOr else { return nil }
        // It can be broken in itself.
        if !isParenthesized, !rest.isPlainTerm, !rest.isAbsorbableTerm || rest.hasInterpolation {
          return false
        }
      }
      let behind = column - (start.count - start.lineStart)
      take(back: start)
      let argument = arguments[index]
      let isParenthesized = argument.isParenthesized(atMost: Level.selection)
      guard isParenthesized || argument.isAbsorbableTerm else {
        if argument.hasInterpolation { return false }
        continue
      }
      guard head(of: apply, upTo: index) else { continue }
      add(" ")
      if column >= Formatter.width { continue }
      let isWritten =
        isParenthesized
        ? parenthesized(argument, tail: tail + behind, isFree: false)
        : !argument.isList && absorbed(argument, isWide: false, mustFit: true, tail: tail + behind)
      guard isWritten else { return false }
      for rest in arguments[(index + 1)...] {
        add(" ")
        // As above, where it was on one line.
        guard flat(rest, isParenthesized: rest.isParenthesized(atMost: Level.selection)) else {
          return false
        }
      }
      return column + tail <= Formatter.width
    }
    return nil
  }

  /// Writes an application whose last argument is broken; nil if that cannot be.
  private mutating func lastArgument(_ last: Expr, of apply: Apply, tail: Int) -> Bool? {
    let isParenthesized = last.isParenthesized(atMost: Level.selection)
    guard isParenthesized || last.isAbsorbableTerm, head(of: apply) else { return nil }
    add(" ")
    guard isParenthesized else {
      if column + last.bracketWidth > Formatter.width { return nil }
      return absorbed(last, isWide: false, mustFit: true, tail: tail)
    }
    if column >= Formatter.width { return nil }
    return parenthesized(last: last, tail: tail)
  }

  /// Writes the last argument in parentheses over several lines; nil if its start does not fit.
  private mutating func parenthesized(last: Expr, tail: Int) -> Bool? {
    add("(")
    if let parts = last.absorbedParts {
      add(parts.name)
      if parts.isLambda { add(":") }
      add(" ")
      if column + parts.body.bracketWidth > Formatter.width { return nil }
      guard absorbed(parts.body, isWide: true, mustFit: true, tail: tail + 1) else { return false }
    } else {
      guard onLinesOfItsOwn(last) else { return false }
    }
    add(")")
    return true
  }

  /// Writes an application with each argument that does not fit behind the function on a line of its own;
  /// false if another layout is possible.
  private mutating func onLines(
    _ apply: Apply, lead: StaticString, tail: Int, isInParentheses: Bool
  ) -> Bool {
    let arguments = apply.arguments
    let tail = isInParentheses ? 0 : tail
    let line = indentation
    // With two that have several lines, it cannot be that one is broken and the rest on one line.
    guard arguments.count(where: { $0.hasLines }) > 1 else { return false }
    for index in arguments.indices.dropFirst() {
      if arguments[index].isList, arguments[index - 1].isList { return false }
    }
    if lead.utf8CodeUnitCount > 0 { newline(indentation + 2) }
    let outer = indentation
    guard head(of: apply, upTo: 0) else { return false }
    var next = 0
    while next < arguments.count - 1 {
      let start = mark
      add(" ")
      let argument = arguments[next]
      guard !argument.isOr,
        flat(argument, isParenthesized: argument.isParenthesized(atMost: Level.selection)),
        column <= Formatter.width, !argument.isList
      else {
        take(back: start)
        break
      }
      next += 1
    }
    for index in next..<arguments.count {
      let argument = arguments[index]
      let isLast = index == arguments.count - 1
      if argument.isOr { return false }
      newline(outer + 2)
      let start = mark
      let isParenthesized = argument.isParenthesized(atMost: Level.selection)
      if flat(argument, isParenthesized: isParenthesized),
        column + (isLast ? tail : 0) <= Formatter.width
      {
        continue
      }
      take(back: start)
      if isParenthesized {
        guard
          isLast
            ? parenthesized(last: argument, tail: tail) == true : parenthesized(argument, tail: 0)
        else { return false }
      } else {
        guard !argument.isList || isLast, argument.isAbsorbableTerm,
          absorbed(argument, isWide: false, mustFit: false, tail: isLast ? tail : 0)
        else { return false }
      }
    }
    if isInParentheses { newline(line) }
    return true
  }
}

extension Expr {
  /// Whether it has several lines, whatever its width, as an argument.
  fileprivate var hasLines: Bool {
    switch self {
    case .string(let string): string.isIndented
    case .attrSet(let set): set.bindings.count > 1
    default: false
    }
  }

  /// The columns of what it starts with if it is in brackets.
  fileprivate var bracketWidth: Int {
    switch self {
    case .attrSet(let set): set.isRecursive ? 5 : 1
    case .string: 2
    default: 1
    }
  }

  fileprivate var hasInterpolation: Bool {
    switch self {
    case .string(let string): string.text == nil
    case .path(let path): path.text == nil
    default: false
    }
  }

  /// Whether it is one text, or a string.
  fileprivate var isPlainTerm: Bool {
    switch self {
    case .variable, .integer, .float, .searchPath: true
    case .string(let string): string.text != nil
    case .path(let path): path.text != nil
    case .select(let select):
      if case .variable = select.base { select.defaultValue == nil } else { false }
    default: false
    }
  }
}
