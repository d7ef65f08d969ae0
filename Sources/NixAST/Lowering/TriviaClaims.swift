/// Which comments and blank lines belong to which item. Those at places where an expression keeps
/// none move before the item that they are in.
struct TriviaClaims: ~Copyable {
  private let bytes: SyntaxStorage.Bytes
  private let tokens: SyntaxStorage.Tokens
  private let marks: [UInt32]
  /// Marks that were passed and belong to no item yet, in the order of the text.
  private var open = Stack<UInt32>()
  private var next = 0

  init(_ bytes: SyntaxStorage.Bytes, _ tokens: SyntaxStorage.Tokens, _ marks: [UInt32]) {
    self.bytes = bytes
    self.tokens = tokens
    self.marks = marks
  }

  /// The trivia in front of a token.
  struct Gap {
    var token: UInt32
    /// A comment on the line of the token before.
    var trailing: String?
    /// Trivia on lines of their own.
    var leading: [Trivium] = []

    /// All of it, as what stands before an item.
    var all: [Trivium] {
      guard let trailing, !trailing.isEmpty else { return leading }
      return [.comment(trailing)] + leading
    }

    mutating func takeTrailing() -> String? {
      defer { trailing = nil }
      return trailing?.isEmpty == true ? nil : trailing
    }
  }

  /// Takes the gaps behind one token up to another that belong to nothing yet. Those behind the
  /// second stay.
  mutating func take(after first: UInt32, through last: UInt32) -> [Gap] {
    while next < marks.count, marks[next] <= last {
      open.append(marks[next])
      next += 1
    }
    var end = open.count
    while end > 0, open[end - 1] > last { end -= 1 }
    var start = end
    while start > 0, open[start - 1] > first { start -= 1 }
    if start == end { return [] }
    var taken: [Gap] = []
    taken.reserveCapacity(end - start)
    for index in start..<end { taken.append(gap(open[index])) }
    open.remove(start..<end)
    return taken
  }

  /// The trivia before the file's expression, and all that go nowhere else.
  mutating func header() -> [Trivium] {
    var trivia: [Trivium] = []
    while next < marks.count {
      open.append(marks[next])
      next += 1
    }
    let end = UInt32(tokens.count - 1)
    for index in 0..<open.count where open[index] < end {
      let all = gap(open[index]).all
      trivia += open[index] == 0 ? all : all.comments
    }
    return trivia
  }

  /// The trivia after the file's expression.
  func footer() -> [Trivium] {
    guard let last = marks.last, last == UInt32(tokens.count - 1), last > 0 else { return [] }
    var trivia = gap(last).all
    while trivia.last == .blankLine { trivia.removeLast() }
    return trivia
  }

  // MARK: - Reading a gap

  private static let blankLine: [Trivium] = [.blankLine]

  private func gap(_ token: UInt32) -> Gap {
    var gap = Gap(token: token)
    var offset = token == 0 ? 0 : Int(tokens[Int(token) - 1].end)
    let end = Int(tokens[Int(token)].start)
    let isFirst = token == 0
    var newlines = 0
    var isEmpty = true
    func add(_ trivium: Trivium) {
      if newlines > 1, !isFirst || !isEmpty { gap.leading.append(.blankLine) }
      if newlines == 0, !isFirst, isEmpty, case .comment(let text) = trivium {
        gap.trailing = text
      } else {
        gap.leading.append(trivium)
      }
      isEmpty = false
      newlines = 0
    }
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\n"):
        newlines += 1
        offset += 1
      case UInt8(ascii: "#"):
        var stop = offset
        while stop < end, bytes[stop] != UInt8(ascii: "\n"), bytes[stop] != UInt8(ascii: "\r") {
          stop += 1
        }
        add(.comment(CommentText.line(bytes[offset..<stop])))
        offset = stop
      case UInt8(ascii: "/"):
        var stop = offset + 2
        while stop + 1 < end,
          bytes[stop] != UInt8(ascii: "*") || bytes[stop + 1] != UInt8(ascii: "/")
        { stop += 1 }
        stop = min(stop + 2, end)
        if let comment = CommentText.block(bytes[offset..<stop]) {
          add(comment)
        } else {
          newlines = 0
        }
        offset = stop
      default: offset += 1
      }
    }
    // Blank lines at either end of a file mean nothing.
    if newlines > 1, isFirst || end == bytes.count - SyntaxStorage.padding ? !isEmpty : true {
      gap.leading = gap.leading.isEmpty ? Self.blankLine : gap.leading + Self.blankLine
    }
    return gap
  }
}
