/// A comment or blank line, as the formatter sees it. Comments are ranges of the text where they can.
enum FormatTrivium {
  case emptyLine
  /// A line comment: what stands after the `#`.
  case line(FormatComment)
  /// A comment of several lines, without indentation and stars.
  case block(isDoc: Bool, [[UInt8]])
  /// `/* lua */` before a string.
  case annotation(Range<Int>)
  /// `/*nixfmt:disable*/`, the start of a region that is kept.
  case disable
  /// `/*nixfmt:enable*/`, with the region that ends here, if one does.
  case enable(Range<Int>?)
  /// A region that nothing ends: up to the end of the file.
  case disabledToEnd(Range<Int>)

  var isEmptyLine: Bool { if case .emptyLine = self { true } else { false } }
  var isAnnotation: Bool { if case .annotation = self { true } else { false } }
  var isDirective: Bool {
    switch self {
    case .disable, .enable, .disabledToEnd: true
    default: false
    }
  }
}

/// The text of a line comment.
enum FormatComment {
  /// As written after the `#`, up to white space at its end.
  case source(Range<Int>)
  /// One space, and then as written.
  case spaced(Range<Int>)
  /// Text of several comments, one space included.
  case joined([UInt8])
}

/// The comments and blank lines of a file, at the tokens where they are printed. The formatter moves
/// them.
struct FormatTrivia: ~Copyable {
  /// For each token: the list of what is printed before it, 0 for none.
  private var before: Stack<UInt32>
  /// For each token: the comment on its line, plus one.
  private var behind: Stack<UInt32>
  private var lists: [[FormatTrivium]] = [[], [.emptyLine]]
  private var comments: [FormatComment] = []
  /// The tokens that had any of it at first.
  private var tokens = Stack<UInt32>()
  /// For each token: the start of the disabled region that it is in, -1 for none; empty if the file
  /// has no directives.
  var regions: [Int32] = []
  /// Whether a disabled region goes up to the end of the file.
  var isDisabledToEnd = false

  init(count: Int) {
    before = Stack(capacity: count + 1)
    before.append(0, count: count + 1)
    behind = Stack(capacity: count + 1)
    behind.append(0, count: count + 1)
  }

  // MARK: - Reading

  @inline(__always)
  func hasBefore(_ token: UInt32) -> Bool { before[Int(token)] != 0 }

  @inline(__always)
  func hasBehind(_ token: UInt32) -> Bool { behind[Int(token)] != 0 }

  @inline(__always)
  func has(_ token: UInt32) -> Bool { before[Int(token)] | behind[Int(token)] != 0 }

  func before(_ token: UInt32) -> [FormatTrivium] { lists[Int(before[Int(token)])] }

  /// Whether any token in a range has something.
  func hasAny(_ first: UInt32, _ last: UInt32) -> Bool {
    if has(first) || has(last) { return true }
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle] < first { low = middle + 1 } else { high = middle }
    }
    while low < tokens.count, tokens[low] <= last {
      if has(tokens[low]) { return true }
      low += 1
    }
    return false
  }

  // MARK: - Changing

  mutating func setBefore(_ token: UInt32, _ list: [FormatTrivium]) {
    if list.isEmpty {
      before[Int(token)] = 0
    } else if list.count == 1, list[0].isEmptyLine {
      before[Int(token)] = 1
    } else {
      before[Int(token)] = UInt32(lists.count)
      lists.append(list)
    }
  }

  mutating func setBlankLine(_ token: UInt32) { before[Int(token)] = 1 }

  mutating func setBehind(_ token: UInt32, _ comment: FormatComment?) {
    guard let comment else {
      behind[Int(token)] = 0
      return
    }
    comments.append(comment)
    behind[Int(token)] = UInt32(comments.count)
  }

  mutating func note(_ token: UInt32) {
    if tokens.last != token { tokens.append(token) }
  }

  mutating func takeBefore(_ token: UInt32) -> [FormatTrivium] {
    let index = Int(before[Int(token)])
    if index == 0 { return [] }
    before[Int(token)] = 0
    return lists[index]
  }

  mutating func takeBehind(_ token: UInt32) -> FormatComment? {
    let index = Int(behind[Int(token)])
    if index == 0 { return nil }
    behind[Int(token)] = 0
    return comments[index - 1]
  }

  mutating func prepend(_ list: [FormatTrivium], to token: UInt32) {
    if !list.isEmpty { setBefore(token, list + before(token)) }
  }

  /// Moves the comment behind a token before it.
  mutating func moveUp(_ token: UInt32) {
    if let comment = takeBehind(token) { setBefore(token, before(token) + [.line(comment)]) }
  }
}
