// Parts of other shapes, which are written as a tree and a document.

extension DirectWriter {
  private static var placeholder: Expr { .variable(Variable("x")) }

  /// Writes a binding behind the end of a line.
  mutating func fallBack(_ binding: Binding, indentation: Int) -> Bool {
    let other = AttrpathValue(Attrpath(AttrName(dynamic: Self.placeholder)), Self.placeholder)
    return take(
      .attrSet(AttrSet([.attr(other), binding])), behind: "{\n  ${x} = x;", before: "\n}\n",
      at: indentation - 2)
  }

  /// Writes an element of a list behind the end of a line.
  mutating func fallBack(_ element: List.Element, indentation: Int) -> Bool {
    take(
      .list(List([List.Element(Self.placeholder), element])), behind: "[\n  x", before: "\n]\n",
      at: indentation - 2)
  }

  /// Writes comments behind the end of a line.
  mutating func fallBack(_ comments: [Trivium], indentation: Int) -> Bool {
    take(
      .list(List([List.Element(Self.placeholder)], closing: comments)), behind: "[\n  x",
      before: "\n]\n", at: indentation - 2)
  }

  /// Writes a pattern at the start of a line.
  mutating func fallBack(_ pattern: Pattern) -> Bool {
    let body = Expr.letIn(LetIn([], in: Self.placeholder))
    return take(
      .lambda(Lambda(.pattern(pattern), body: body)), behind: "", before: ":\nlet\nin\nx\n",
      at: indentation)
  }

  /// Writes an expression at the start of a line, in something that is broken, with nothing behind it or
  /// the end of a binding, which is left out.
  mutating func fallBack(body: Expr, tail: Int) -> Bool {
    let scope = Expr.letIn(LetIn([], in: body))
    if tail == 0 { return take(scope, behind: "let\nin\n", before: "\n", at: indentation) }
    let binding = AttrpathValue(Attrpath(AttrName(dynamic: Self.placeholder)), scope)
    return take(
      .attrSet(AttrSet([.attr(binding)])), behind: "{\n  ${x} =\n    let\n    in\n    ",
      before: ";\n}\n",
      at: indentation - 4)
  }

  /// Writes an expression at the start of a line, in a group of its own, with nothing behind it.
  mutating func fallBack(grouped expr: Expr) -> Bool {
    let placeholder = Self.placeholder
    let other = IfElse(placeholder, then: placeholder, else: placeholder)
    return take(
      .ifElse(IfElse(placeholder, then: expr, else: .ifElse(other))), behind: "if x then\n  ",
      before: "\nelse if x then\n  x\nelse\n  x\n", at: indentation - 2)
  }

  /// Adds the lines of an expression's text between a start and an end.
  private mutating func take(
    _ expr: Expr, behind start: StaticString, before end: StaticString, at indentation: Int
  ) -> Bool {
    guard let (text, depth) = TreeWriter.textAndDepth(of: expr),
      depth + level <= Expr.maximumDepth
    else {
      isRefused = true
      return false
    }
    let isTaken = text.withBytes { bytes in
      let (first, last) = (start.utf8CodeUnitCount, bytes.count - end.utf8CodeUnitCount)
      guard last >= first else { return false }
      addLines(UnsafeBufferPointer(rebasing: bytes[first..<last]), indentation)
      return true
    }
    if !isTaken { isRefused = true }
    return isTaken
  }

  /// Adds lines. All but the first are moved to the right, or to the left; of a text without lines, the
  /// line breaks before the first one are left out.
  private mutating func addLines(_ bytes: String.Bytes, _ columns: Int) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<end]))
      if !out.isEmpty { out.append(UInt8(ascii: "\n")) }
      rest = rest[(end + 1)...]
      guard let first = rest.first, first != UInt8(ascii: "\n") else { continue }
      if columns >= 0 {
        out.append(UInt8(ascii: " "), count: columns)
      } else {
        rest = rest.dropFirst(-columns)
      }
      lineStart = out.count
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: rest))
  }
}
