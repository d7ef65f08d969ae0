// New code in the formatter's layout, with the indentation of its place.

extension SyntaxTree {
  /// The text of a binding on a line with some space before it.
  func code(of binding: AttrpathValue, behind space: String) throws(EditError) -> String {
    try code(ofFirstIn: Self.set(startingWith: binding), behind: space).text
  }

  /// A set with a binding and another one, as two items are never on one line.
  private static func set(startingWith binding: AttrpathValue) -> Expr {
    let other = Attrpath((binding.path.first.fixed ?? "") + "x")
    return .attrSet(AttrSet([.attr(binding), .attr(AttrpathValue(other, .null))]))
  }

  /// The text of an element of a list on a line with some space before it.
  func code(of element: Expr, behind space: String) throws(EditError) -> String {
    try code(ofFirstIn: .list([element, .null]), behind: space).text
  }

  /// The text of the value of a binding, with what is between it and the `=`; nil if that has a layout of its own.
  func code(of value: Expr, in binding: SyntaxNode) throws(EditError) -> (
    range: SourceRange, text: String
  )? {
    let parts = binding.children
    guard binding.kind == .binding, parts.count == 2, isFirstOnLine(binding.range.start),
      let path = Attrpath(parsing: parts[0].text),
      let assign = tokens[parts[0].tokens.endIndex...].first, assign.kind == .assign
    else { return nil }
    let range = SourceRange(start: assign.end, end: parts[1].range.end)
    let gap = text(in: SourceRange(start: assign.end, end: parts[1].range.start))
    let rest = gap.utf8.drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
    let isOwnLine =
      gap.utf8.count - rest.count == lineBreak.utf8.count
      && rest.allSatisfy { $0 == UInt8(ascii: " ") }
    guard gap == " " || isOwnLine else { return nil }
    let space = indentation(at: binding.range.start)
    let new = try code(
      ofFirstIn: Self.set(startingWith: AttrpathValue(path, value)), behind: space)
    return (
      range, String(decoding: new.text.utf8.dropFirst(new.valueStart).dropLast(), as: UTF8.self)
    )
  }

  /// The text of the first item of a bracket, moved behind some space, and where its value starts, after the `=`.
  private func code(
    ofFirstIn bracket: Expr, behind space: String
  ) throws(EditError) -> (text: String, valueStart: Int) {
    // In as many sets as its indentation is deep: what fits on a line depends on that.
    let levels = min(space.replacing("\t", with: "  ").utf8.count / 2, 50) - 1
    var whole = bracket
    for _ in 0..<max(levels, 0) { whole = ["x": whole] }
    let tree = SyntaxTree(parsing: try text(of: whole))
    var node = tree.root
    for _ in 0..<max(levels, 0) { node = node?.children.first?.children.last }
    // A bracket that was written is read with its items.
    guard let item = node?.children.first else {
      throw EditError(message: "the code cannot be written")
    }
    let column = String(repeating: " ", count: max(levels + 1, 1) * 2)
    let text = item.text.replacingBytes(of: "\n" + column, with: "\n")
    let path = item.kind == .binding ? item.children[0].range.end - item.range.start : 0
    return (indented(text, by: space), Int(path) + " =".utf8.count)
  }

  /// Text with the lines behind the first moved to where the line of an offset starts.
  func indented(_ text: String, like offset: UInt32) -> String {
    // The start of the line is far back in a file on one line.
    text.utf8.contains(UInt8(ascii: "\n")) ? indented(text, by: indentation(at: offset)) : text
  }

  /// Text of an expression or a binding with the file's line breaks, and other space before the lines behind
  /// the first.
  func indented(_ text: String, by space: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    let stringSpace = space.replacing("\t", with: "  ")
    let lineBreak = lineBreak
    // Tabs and carriage returns in an indented string would be part of its text.
    let isPlain = space == stringSpace && lineBreak == "\n"
    let strings = isPlain ? [] : Self.indentedStrings(in: text)
    var string = strings.startIndex
    var result = ""
    var offset = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      while string < strings.endIndex, strings[string].upperBound <= offset { string += 1 }
      let isInString = string < strings.endIndex && strings[string].lowerBound < offset
      if offset > 0 { result += isInString ? "\n" : lineBreak }
      if offset > 0, !line.isEmpty { result += isInString ? stringSpace : space }
      result += line
      offset += line.utf8.count + 1
    }
    return result
  }

  /// Where the outermost indented strings of an expression or a binding are.
  private static func indentedStrings(in text: String) -> [Range<Int>] {
    let expression = SyntaxTree(parsing: text)
    // A binding is read in a set.
    let shift = expression.diagnostics.isEmpty ? 0 : 1
    let tree = shift == 0 ? expression : SyntaxTree(parsing: "{\(text)}")
    var ranges: [Range<Int>] = []
    tree.visit(enter: { node, _ in
      guard node.kind == .indentedString else { return true }
      ranges.append(Int(node.range.start) - shift..<Int(node.range.end) - shift)
      return false
    })
    return ranges
  }
}
