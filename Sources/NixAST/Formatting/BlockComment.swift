/// Takes the indentation and the stars out of comments `/* … */`, as nixfmt does.
enum BlockComment {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The lines of what is between `/*` and `*/`. The column is that of the `/*`.
  static func lines(_ range: Range<Int>, column: Int, _ bytes: Bytes) -> [[UInt8]] {
    var lines = split(range, bytes).map { Array(bytes[Whitespace.trimmedEnd($0, bytes)]) }
    dropEmptyEnd(&lines)
    if lines.isEmpty { return [] }
    removeStars(&lines, column)
    lines = lines.map(Whitespace.trimmedEnd)
    dropEmptyEnd(&lines)
    if lines.isEmpty { return [] }
    removeIndentation(&lines, column)
    return Array(lines.drop(while: \.isEmpty))
  }

  private static func split(_ range: Range<Int>, _ bytes: Bytes) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    // A carriage return ends a line comment: what is behind one would become code, as it does with
    // nixfmt.
    for index in range
    where bytes[index] == UInt8(ascii: "\n")
      || bytes[index] == UInt8(ascii: "\r") && bytes[index + 1] != UInt8(ascii: "\n")
    {
      result.append(start..<index)
      start = index + 1
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }

  private static func dropEmptyEnd(_ lines: inout [[UInt8]]) {
    while lines.last?.isEmpty == true { lines.removeLast() }
  }

  /// If all lines but the first start with a star under that of the `/*`, they lose it.
  private static func removeStars(_ lines: inout [[UInt8]], _ column: Int) {
    // One line is usual, and may be far to the right.
    if lines.count == 1 { return }
    let start = [UInt8](repeating: UInt8(ascii: " "), count: column + 1) + [UInt8(ascii: "*")]
    guard lines.dropFirst().allSatisfy({ $0.starts(with: start) }) else { return }
    for index in lines.indices.dropFirst() {
      lines[index].removeSubrange(column..<column + 2)
    }
  }

  private static func removeIndentation(_ lines: inout [[UInt8]], _ column: Int) {
    var common = column + (lines[0].first == UInt8(ascii: " ") ? 3 : 2)
    lines[0] = Whitespace.trimmed(lines[0])
    for line in lines.dropFirst() where !line.allSatisfy({ $0 == UInt8(ascii: " ") }) {
      common = min(common, line.prefix { $0 == UInt8(ascii: " ") }.count)
    }
    for index in lines.indices.dropFirst() {
      if lines[index].prefix(common).allSatisfy({ $0 == UInt8(ascii: " ") }),
        lines[index].count >= common
      {
        lines[index].removeFirst(common)
      } else {
        lines[index] = Whitespace.trimmedStart(lines[index])
      }
    }
  }

  /// Whether a text may name a language: `/* lua */`.
  static func isLanguage(_ text: [UInt8]) -> Bool {
    var scalars = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      scalars += 1
      switch scalar {
      case "-", "+", ".", "_": continue
      default:
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil else { return false }
      }
    }
    return scalars > 0 && scalars <= 30
  }
}
