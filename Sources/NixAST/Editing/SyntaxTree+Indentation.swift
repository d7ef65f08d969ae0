// The indentation of new code.

extension SyntaxTree {
  /// Text with the lines behind the first moved to where the line of an offset starts.
  func indented(_ text: String, like offset: UInt32) -> String {
    indented(text, by: indentation(at: offset))
  }

  /// Text of an expression or a binding with other space before the lines behind the first.
  func indented(_ text: String, by space: String) -> String {
    let stringSpace = space.replacing("\t", with: "  ")
    // Tabs in an indented string would be part of its text.
    let strings = space == stringSpace ? [] : Self.indentedStrings(in: text)
    var string = strings.startIndex
    var result = ""
    var offset = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      while string < strings.endIndex, strings[string].upperBound <= offset { string += 1 }
      let isInString = string < strings.endIndex && strings[string].lowerBound < offset
      if offset > 0 { result += "\n" }
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
