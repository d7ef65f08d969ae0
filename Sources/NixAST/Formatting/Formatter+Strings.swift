// Strings, paths and interpolations.

extension Formatter {
  typealias Part = StringLines.Part

  // MARK: - Strings

  mutating func writeString(_ node: Int) {
    before(first(node))
    let opening = tokens[Int(first(node))]
    switch kind(node) {
    case .uri:
      begin()
      text(.quote)
      source(Int(opening.start)..<Int(opening.end))
      text(.quote)
      end()
    case .string where last(node) - first(node) <= 2 && isOneLine(first(node), last(node)):
      // One text, or none.
      begin()
      source(Int(opening.start)..<Int(tokens[Int(last(node))].end))
      end()
    case .string:
      let mark = string.mark
      string.read(node, bytes, tokens, nodes, children(node))
      quoted()
      string.cut(to: mark)
    default:
      let mark = string.mark
      indented(node)
      string.cut(to: mark)
    }
    behind(last(node))
  }

  /// The lines that were read, as a string in double quotes.
  private mutating func quoted() {
    begin()
    text(.quote)
    for line in 0..<string.count {
      if line > 0 { added([UInt8(ascii: "\n")]) }
      self.line(string.parts(line))
    }
    text(.quote)
    end()
  }

  private mutating func indented(_ node: Int) {
    string.read(node, bytes, tokens, nodes, children(node))
    string.dropBlankEnds(bytes)
    let indentation = string.removeIndentation(bytes)
    let isCut = isCut(node)
    if !isCut, string.count == 1,
      !string.parts(0).contains(where: { needsIndentedForm(string[$0]) })
    {
      for index in string.parts(0) { withQuotedEscapes(index) }
      return quoted()
    }
    begin()
    text(.indentedQuote)
    if string.count > 1 { spacing(.line0) }
    nest()
    for line in 0..<string.count {
      if line > 0 { spacing(.newlines(1)) }
      if isCut {
        rawLine(string.parts(line), indentation: indentation)
      } else {
        self.line(string.parts(line))
      }
    }
    unnest()
    text(.indentedQuote)
    end()
  }

  // MARK: - One line as a double-quoted string

  private func needsIndentedForm(_ part: Part) -> Bool {
    guard part.kind == .source else { return false }
    return part.range.contains { offset in
      switch bytes[offset] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): true
      // In double quotes it would be a line feed: nixfmt changes the value here, this does not.
      case UInt8(ascii: "\r"): true
      default: false
      }
    }
  }

  /// Writes the escapes of a part of the only line as they are in double quotes.
  private mutating func withQuotedEscapes(_ part: Int) {
    let range = string[part].range
    guard string[part].kind == .source, range.contains(where: { bytes[$0] == UInt8(ascii: "'") })
    else { return }
    var text: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let isPair =
        index + 2 < range.upperBound && bytes[index] == UInt8(ascii: "'")
        && bytes[index + 1] == UInt8(ascii: "'")
      if isPair, bytes[index + 2] == UInt8(ascii: "$") {
        text += [UInt8(ascii: "\\"), UInt8(ascii: "$")]
        index += 3
      } else if isPair, bytes[index + 2] == UInt8(ascii: "'") {
        text += [UInt8(ascii: "'"), UInt8(ascii: "'")]
        index += 3
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    addedTexts.append(text)
    string[part] = Part(added: addedTexts.count - 1)
  }

  // MARK: - Lines

  /// A line of a string. What stands after the spaces at its start is moved to the right with them,
  /// if it has to start a line of its own.
  private mutating func line(_ parts: Range<Int>) {
    guard let first = parts.first.map({ string[$0] }) else { return }
    switch first.kind {
    case .interpolation where parts.count == 1:
      let node = first.start
      if hasComments(node) { return interpolationWithComments(node) }
      brackets(node)
    case .source where parts.count == 2 && isAlone(string[parts.lowerBound + 1], behind: first):
      source(first.range)
      offset(first.range.count)
      brackets(string[parts.lowerBound + 1].start)
      offset(-first.range.count)
    case .source:
      source(first.range)
      indentedRest(parts, spaces(bytes[first.range]))
    case .added:
      added(addedTexts[first.start])
      let indentation = addedTexts[first.start].withUnsafeBufferPointer { spaces($0[...]) }
      indentedRest(parts, indentation)
    case .interpolation: hcat(parts)
    }
  }

  private mutating func indentedRest(_ parts: Range<Int>, _ columns: Int) {
    if parts.count == 1 { return }
    offset(columns)
    hcat(parts.dropFirst())
    offset(-columns)
  }

  /// Whether an interpolation is all that a line has behind spaces.
  private func isAlone(_ part: Part, behind spaces: Part) -> Bool {
    part.kind == .interpolation && !hasComments(part.start)
      && StringLines.isSpaces(spaces.range, bytes)
  }

  /// A line of a string that a disabled region cuts, at its columns.
  private mutating func rawLine(_ parts: Range<Int>, indentation: Range<Int>) {
    guard let first = parts.first.map({ string[$0] }) else { return }
    guard first.kind == .source else {
      raw(indentation)
      return line(parts)
    }
    let range = first.range
    let blanks = range.prefix { Whitespace.isASCII(bytes[$0]) }.count
    // The spaces that were taken out stand right before those that are left.
    raw(range.lowerBound - indentation.count..<range.lowerBound + blanks)
    offset(blanks)
    let rest = range.dropFirst(blanks)
    string[parts.lowerBound] = Part(source: rest)
    line(rest.isEmpty ? parts.dropFirst() : parts)
    offset(-blanks)
  }

  private func spaces(_ text: Slice<Bytes>) -> Int {
    text.prefix(while: Whitespace.isASCII).count
  }

  private mutating func hcat(_ parts: Range<Int>) {
    for index in parts {
      let part = string[index]
      switch part.kind {
      case .source: source(part.range)
      case .added: added(addedTexts[part.start])
      case .interpolation: add(.interpolation, part.start)
      }
    }
  }

  // MARK: - Interpolations

  /// Comments before the closing brace.
  private func hasComments(_ node: Int) -> Bool { trivia.hasBefore(last(node)) }

  /// `${expr}` among text.
  mutating func writeInterpolation(_ node: Int) {
    let inner = lastChild(node)
    if !hasComments(node) {
      if isTerm(inner), isAbsorbable(inner) {
        begin()
        text(.openInterpolation)
        add(.term, inner)
        text(.closeInterpolation)
        return end()
      }
      if isSimple(inner) {
        text(.openInterpolation)
        doc.beginFlat()
        expr(inner)
        add(.flatEnd, node, flag: true)
        return text(.closeInterpolation)
      }
    }
    begin()
    text(.openInterpolation)
    doc.beginFlat()
    writeWhole(node)
    add(.flatEnd, node)
    text(.closeInterpolation)
    end()
  }

  private mutating func writeWhole(_ node: Int) {
    begin()
    add(.expr, lastChild(node))
    before(last(node))
    end()
  }

  mutating func endFlatInterpolation(isSimple: Bool) {
    let begin = doc.innermost
    if !doc.endFlat(limit: isSimple ? .max : 30), !isSimple { doc.surroundFlat(from: begin) }
  }

  private mutating func interpolationWithComments(_ node: Int) {
    begin()
    text(.openInterpolation)
    spacing(.line0)
    nest()
    writeWhole(node)
    unnest()
    spacing(.line0)
    text(.closeInterpolation)
    end()
  }

  /// `${expr}` alone on its line, like parentheses.
  private mutating func brackets(_ node: Int) {
    begin()
    text(.openInterpolation)
    nest()
    add(.parenthesesInner, lastChild(node))
    unnest()
    text(.closeInterpolation)
    end()
  }

  // MARK: - Paths

  mutating func writePath(_ node: Int) {
    before(first(node))
    if hasChildren(node) {
      let mark = string.mark
      string.readPath(node, tokens, nodes, children(node))
      line(string.parts(0))
      string.cut(to: mark)
    } else {
      source(Int(tokens[Int(first(node))].start)..<Int(tokens[Int(last(node))].end))
    }
    behind(last(node))
  }

  // MARK: - Disabled regions

  /// Whether a disabled region starts or ends in an interpolation of a string.
  private func isCut(_ node: Int) -> Bool {
    guard !trivia.regions.isEmpty else { return false }
    return children(node).contains { interpolation in
      trivia.regions[Int(first(interpolation))] != trivia.regions[Int(last(interpolation))]
    }
  }
}
