// Lists, sets and parentheses over several lines.

extension DirectWriter {
  /// What stays on the line of what is before it, with brackets of its own; its start must fit, if it
  /// comes after something that would be broken otherwise.
  mutating func absorbed(_ expr: Expr, isWide: Bool, mustFit: Bool, tail: Int) -> Bool {
    switch expr {
    case .attrSet(let set):
      if mustFit, column + (set.isRecursive ? 5 : 1) > Formatter.width { return false }
      return brackets(set)
    case .list(let list):
      if mustFit, column >= Formatter.width { return false }
      return brackets(list)
    case .string(let string):
      if mustFit, column + 2 > Formatter.width { return false }
      return indented(string, tail: tail)
    case .with(let with):
      let start = mark
      add("with ")
      guard flat(with.scope) else { return false }
      add("; ")
      if case .list(let list) = with.body, list.elements.count == 1, list.closing.isEmpty {
        let place = mark
        if flat(with.body), column + tail <= Formatter.width { return true }
        take(back: place)
      }
      if column >= Formatter.width - 1 {
        take(back: start)
        return false
      }
      return absorbed(with.body, isWide: true, mustFit: true, tail: tail)
    case .lambda(let lambda):
      guard case .identifier = lambda.param else { return false }
      return plain(lambda, tail: tail, isTried: false)
    default: return false
    }
  }

  /// A list over several lines, which is not empty: an empty one fits on every line that it starts.
  mutating func brackets(_ list: List) -> Bool {
    if calls >= Self.maximumCalls { return false }
    calls += 1
    let outer = indentation
    add("[")
    elements(list.elements, closing: list.closing, indentation: outer + 2)
    newline(outer)
    add("]")
    calls -= 1
    return true
  }

  /// A set over several lines.
  mutating func brackets(_ set: AttrSet) -> Bool {
    if set.isRecursive { add("rec ") }
    if set.bindings.isEmpty, set.closing.isEmpty {
      add("{ }")
      return true
    }
    if calls >= Self.maximumCalls { return false }
    calls += 1
    let outer = indentation
    add("{")
    items(set.bindings, closing: set.closing, indentation: outer + 2)
    newline(outer)
    add("}")
    calls -= 1
    return true
  }

  /// An expression in parentheses, by itself.
  ///
  /// - Parameter isFree: whether what cannot be broken may be too long.
  mutating func parenthesized(_ expr: Expr, tail: Int, isFree: Bool = true) -> Bool {
    let start = mark
    if flat(expr, isParenthesized: true), column + tail <= Formatter.width { return true }
    take(back: start)
    if calls >= Self.maximumCalls { return false }
    calls += 1
    level += 1
    add("(")
    guard inParentheses(expr, tail: tail + 1, isFree: isFree) else { return false }
    add(")")
    level -= 1
    calls -= 1
    return true
  }

  mutating func inParentheses(_ expr: Expr, tail: Int, isFree: Bool = true) -> Bool {
    if expr.isAbsorbable { return absorbed(expr, isWide: false, mustFit: true, tail: tail) }
    switch expr {
    case .apply(let apply):
      return application(
        apply, lead: "", tail: tail, isTried: true, isFree: isFree, isInParentheses: true)
    case .select: return false
    default: return onLinesOfItsOwn(expr)
    }
  }

  /// Writes an expression between line breaks, behind an opening parenthesis.
  mutating func onLinesOfItsOwn(_ expr: Expr) -> Bool {
    let outer = indentation
    guard onItsOwnLine(expr, outer + 2) else { return false }
    newline(outer)
    return true
  }

  /// Writes an expression on a line of its own, with nothing behind it.
  mutating func onItsOwnLine(_ expr: Expr, _ indentation: Int) -> Bool {
    newline(indentation)
    let start = mark
    if grouped(expr, tail: 0) { return true }
    take(back: start)
    return !isRefused && fallBack(grouped: expr)
  }
}
