// Strings, paths and interpolations.

extension Formatter {
  /// A piece of a line of a string.
  enum Part {
    case source(Range<Int>)
    case added([UInt8])
    case interpolation(Int)
  }

  // MARK: - Strings

  mutating func writeString(_ node: Int) {
    before(first(node))
    switch kind(node) {
    case .uri:
      let range = tokens[Int(first(node))]
      begin()
      text(.quote)
      source(Int(range.start)..<Int(range.end))
      text(.quote)
      end()
    case .string: quoted(lines(of: node))
    default: indented(node)
    }
    behind(last(node))
  }

  private mutating func quoted(_ lines: [[Part]]) {
    begin()
    text(.quote)
    for (index, line) in lines.enumerated() {
      if index > 0 { added([UInt8(ascii: "\n")]) }
      self.line(line)
    }
    text(.quote)
    end()
  }

  private mutating func indented(_ node: Int) {
    var lines = lines(of: node)
    // The first line, if it is empty, and spaces before the closing quotes mean nothing.
    if lines.count > 1, isBlank(lines[0]) { lines.removeFirst() }
    if isBlank(lines[lines.count - 1]) { lines[lines.count - 1] = [] }
    let indentation = removeIndentation(&lines)
    let isCut = isCut(node)
    if !isCut, lines.count == 1, !lines[0].contains(where: needsIndentedForm) {
      return quoted([lines[0].map(withQuotedEscapes)])
    }
    begin()
    text(.indentedQuote)
    if lines.count > 1 { spacing(.line0) }
    nest()
    for (index, line) in lines.enumerated() {
      if index > 0 { spacing(.newlines(1)) }
      if isCut { rawLine(line, indentation: indentation) } else { self.line(line) }
    }
    unnest()
    text(.indentedQuote)
    end()
  }

  /// The lines of a string as written.
  private func lines(of node: Int) -> [[Part]] {
    var lines: [[Part]] = [[]]
    let interpolations = children(node)
    var next = 0
    var index = Int(first(node)) + 1
    let end = Int(last(node))
    while index < end {
      let token = tokens[index]
      guard token.kind == .stringText else {
        lines[lines.count - 1].append(.interpolation(interpolations[next]))
        index = Int(last(interpolations[next])) + 1
        next += 1
        continue
      }
      var start = Int(token.start)
      for offset in Int(token.start)..<Int(token.end) where bytes[offset] == UInt8(ascii: "\n") {
        if offset > start { lines[lines.count - 1].append(.source(start..<offset)) }
        lines.append([])
        start = offset + 1
      }
      if Int(token.end) > start { lines[lines.count - 1].append(.source(start..<Int(token.end))) }
      index += 1
    }
    return lines
  }

  private func isBlank(_ line: [Part]) -> Bool {
    switch line.first {
    case nil: true
    case .source(let range)?: line.count == 1 && isSpaces(range)
    default: false
    }
  }

  private func isSpaces(_ range: Range<Int>) -> Bool {
    range.allSatisfy { bytes[$0] == UInt8(ascii: " ") }
  }

  /// Takes the spaces out that all lines start with; gives them.
  private func removeIndentation(_ lines: inout [[Part]]) -> Range<Int> {
    var common: Int?
    var sample = 0..<0
    for line in lines where !isBlank(line) {
      var count = 0
      if case .source(let range)? = line.first {
        count = range.prefix { bytes[$0] == UInt8(ascii: " ") }.count
        if count < common ?? .max { sample = range.lowerBound..<range.lowerBound + count }
      } else {
        sample = 0..<0
      }
      common = min(common ?? .max, count)
    }
    guard let common else {
      for index in lines.indices { lines[index] = [] }
      return 0..<0
    }
    for index in lines.indices {
      guard case .source(let range)? = lines[index].first else { continue }
      let count = range.prefix(common).prefix { bytes[$0] == UInt8(ascii: " ") }.count
      // Fewer spaces on a line of spaces are none.
      let rest = count < common ? range.upperBound..<range.upperBound : range.dropFirst(common)
      if rest.isEmpty { lines[index].removeFirst() } else { lines[index][0] = .source(rest) }
    }
    return sample
  }

  // MARK: - One line as a double-quoted string

  private func needsIndentedForm(_ part: Part) -> Bool {
    guard case .source(let range) = part else { return false }
    return range.contains { offset in
      switch bytes[offset] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): true
      // In double quotes it would be a line feed: nixfmt changes the value here, this does not.
      case UInt8(ascii: "\r"): true
      default: false
      }
    }
  }

  private func withQuotedEscapes(_ part: Part) -> Part {
    guard case .source(let range) = part, range.contains(where: { bytes[$0] == UInt8(ascii: "'") })
    else { return part }
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
    return .added(text)
  }

  // MARK: - Lines

  /// A line of a string. What stands after the spaces at its start is moved to the right with them,
  /// if it has to start a line of its own.
  private mutating func line(_ parts: [Part]) {
    switch parts.first {
    case nil: return
    case .interpolation(let node)? where parts.count == 1:
      if hasComments(node) { return interpolationWithComments(node) }
      brackets(node)
    case .source(let range)?
    where parts.count == 2 && isSpaces(range) && !isInterpolationWithComments(parts[1]):
      guard case .interpolation(let node) = parts[1] else { return hcat(parts[...]) }
      source(range)
      offset(range.count)
      brackets(node)
      offset(-range.count)
    case .source(let range)?:
      source(range)
      let indentation = spaces(bytes[range])
      offset(indentation)
      hcat(parts.dropFirst())
      offset(-indentation)
    case .added(let bytes)?:
      added(bytes)
      let indentation = bytes.withUnsafeBufferPointer { spaces($0[...]) }
      offset(indentation)
      hcat(parts.dropFirst())
      offset(-indentation)
    default: hcat(parts[...])
    }
  }

  /// A line of a string that a disabled region cuts, at its columns.
  private mutating func rawLine(_ parts: [Part], indentation: Range<Int>) {
    guard let first = parts.first else { return }
    guard case .source(let range) = first else {
      raw(indentation)
      return line(parts)
    }
    let blanks = range.prefix { Whitespace.isASCII(bytes[$0]) }.count
    // The spaces that were taken out stand right before those that are left.
    raw(range.lowerBound - indentation.count..<range.lowerBound + blanks)
    offset(blanks)
    let rest = range.dropFirst(blanks)
    line((rest.isEmpty ? [] : [.source(rest)]) + parts.dropFirst())
    offset(-blanks)
  }

  private func spaces(_ text: Slice<Bytes>) -> Int {
    text.prefix(while: Whitespace.isASCII).count
  }

  private mutating func hcat(_ parts: ArraySlice<Part>) {
    for part in parts {
      switch part {
      case .source(let range): source(range)
      case .added(let text): added(text)
      case .interpolation(let node): add(.interpolation, node)
      }
    }
  }

  // MARK: - Interpolations

  /// Comments before the closing brace.
  private func hasComments(_ node: Int) -> Bool { trivia.hasBefore(last(node)) }

  private func isInterpolationWithComments(_ part: Part) -> Bool {
    if case .interpolation(let node) = part { hasComments(node) } else { false }
  }

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
    var parts: [Part] = []
    var index = Int(first(node))
    let interpolations = children(node)
    var next = 0
    while index <= Int(last(node)) {
      if tokens[index].kind == .interpolation {
        parts.append(.interpolation(interpolations[next]))
        index = Int(last(interpolations[next])) + 1
        next += 1
      } else {
        parts.append(.source(Int(tokens[index].start)..<Int(tokens[index].end)))
        index += 1
      }
    }
    line(parts)
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
