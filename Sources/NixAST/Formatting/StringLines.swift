/// The lines of a string, each of texts and interpolations. The lines of a string in an interpolation come
/// on top of them, and the memory is kept from string to string.
struct StringLines: ~Copyable {
  /// A piece of a line.
  struct Part: BitwiseCopyable {
    enum Kind: UInt8 {
      /// Text of the source.
      case source
      /// Text that is not in the source, by its number.
      case added
      /// A node.
      case interpolation
    }

    var kind: Kind
    /// Where the text starts; of others, which it is.
    var start: Int
    var end: Int

    init(source range: Range<Int>) {
      (kind, start, end) = (.source, range.lowerBound, range.upperBound)
    }

    init(added index: Int) { (kind, start, end) = (.added, index, index) }

    init(interpolation node: Int) { (kind, start, end) = (.interpolation, node, node) }

    var range: Range<Int> { start..<end }
  }

  struct Line: BitwiseCopyable {
    var start: Int
    var end: Int
  }

  private var all = Stack<Part>()
  private var lines = Stack<Line>()
  /// The first line that counts.
  private var first = 0

  /// How many lines there are.
  var count: Int { lines.count - first }

  /// The indices of the parts of a line.
  func parts(_ line: Int) -> Range<Int> {
    let line = lines[first + line]
    return line.start..<line.end
  }

  /// The state before a string is read.
  struct Mark: BitwiseCopyable {
    fileprivate var parts: Int
    fileprivate var lines: Int
    fileprivate var first: Int
  }

  var mark: Mark { Mark(parts: all.count, lines: lines.count, first: first) }

  /// Forgets the strings that were read since.
  mutating func cut(to mark: Mark) {
    all.cut(to: mark.parts)
    lines.cut(to: mark.lines)
    first = mark.first
  }

  subscript(part: Int) -> Part {
    get { all[part] }
    set { all[part] = newValue }
  }

  // MARK: - Reading

  private mutating func begin() {
    first = lines.count
    lines.append(Line(start: all.count, end: all.count))
  }

  private mutating func add(_ part: Part) {
    all.append(part)
    lines.top.end = all.count
  }

  /// Reads the lines of a string as they are written.
  mutating func read(
    _ node: Int, _ bytes: SyntaxStorage.Bytes, _ tokens: SyntaxStorage.Tokens,
    _ nodes: SyntaxStorage.Nodes, _ children: NodeFacts.Children
  ) {
    begin()
    var interpolations = children
    var index = Int(nodes[node].first) + 1
    let end = Int(nodes[node].last)
    while index < end {
      let token = tokens[index]
      index += 1
      if token.kind != .stringText {
        guard let interpolation = interpolations.next() else { return }
        add(Part(interpolation: interpolation))
        index = Int(nodes[interpolation].last) + 1
        continue
      }
      var start = Int(token.start)
      for offset in Int(token.start)..<Int(token.end) where bytes[offset] == UInt8(ascii: "\n") {
        if offset > start { add(Part(source: start..<offset)) }
        lines.append(Line(start: all.count, end: all.count))
        start = offset + 1
      }
      if Int(token.end) > start { add(Part(source: start..<Int(token.end))) }
    }
  }

  /// Reads a path, which is one line.
  mutating func readPath(
    _ node: Int, _ tokens: SyntaxStorage.Tokens, _ nodes: SyntaxStorage.Nodes,
    _ children: NodeFacts.Children
  ) {
    begin()
    var interpolations = children
    var index = Int(nodes[node].first)
    while index <= Int(nodes[node].last) {
      if tokens[index].kind == .interpolation {
        guard let interpolation = interpolations.next() else { return }
        add(Part(interpolation: interpolation))
        index = Int(nodes[interpolation].last) + 1
      } else {
        add(Part(source: Int(tokens[index].start)..<Int(tokens[index].end)))
        index += 1
      }
    }
  }

  // MARK: - Indented strings

  static func isSpaces(_ range: Range<Int>, _ bytes: SyntaxStorage.Bytes) -> Bool {
    for offset in range where bytes[offset] != UInt8(ascii: " ") { return false }
    return true
  }

  private func isBlank(_ line: Int, _ bytes: SyntaxStorage.Bytes) -> Bool {
    let line = lines[line]
    if line.start == line.end { return true }
    return line.end - line.start == 1 && all[line.start].kind == .source
      && Self.isSpaces(all[line.start].range, bytes)
  }

  /// Leaves out what means nothing: the first line, if it is empty, and spaces before the closing quotes.
  mutating func dropBlankEnds(_ bytes: SyntaxStorage.Bytes) {
    if count > 1, isBlank(first, bytes) { first += 1 }
    if isBlank(lines.count - 1, bytes) { lines.top.end = lines.top.start }
  }

  /// Takes the spaces out that all lines start with; gives them.
  mutating func removeIndentation(_ bytes: SyntaxStorage.Bytes) -> Range<Int> {
    var common = Int.max
    var sample = 0..<0
    for line in first..<lines.count where !isBlank(line, bytes) {
      let part = all[lines[line].start]
      let count = part.kind == .source ? Self.spaces(part.range, bytes) : 0
      if part.kind != .source {
        sample = 0..<0
      } else if count < common {
        sample = part.start..<part.start + count
      }
      common = min(common, count)
    }
    if common == .max {
      for line in first..<lines.count { lines[line].end = lines[line].start }
      return 0..<0
    }
    for line in first..<lines.count where lines[line].start < lines[line].end {
      let start = lines[line].start
      guard all[start].kind == .source else { continue }
      let range = all[start].range
      let count = Self.spaces(range, bytes)
      // Fewer spaces on a line of spaces are none.
      let rest = count < common ? range.upperBound..<range.upperBound : range.dropFirst(common)
      if rest.isEmpty { lines[line].start += 1 } else { all[start] = Part(source: rest) }
    }
    return sample
  }

  private static func spaces(_ range: Range<Int>, _ bytes: SyntaxStorage.Bytes) -> Int {
    var end = range.lowerBound
    while end < range.upperBound, bytes[end] == UInt8(ascii: " ") { end += 1 }
    return end - range.lowerBound
  }
}
