/// Lays a document out: decides which groups are broken, and prints it.
///
/// Lines hold at most `width` columns, the indentation not counted.
struct Layout {
  typealias Element = Document.Element

  var elements: [Element]
  let width: Int
  private let bytes: [UInt8]
  private var output: [UInt8] = []
  private var state = State()

  /// What a failed attempt at a group is taken back to, together with the length of the output.
  private struct State {
    /// The columns on the present line without its indentation; 0 at the start of a line.
    var column = 0
    /// The indentation of each level of nesting that is open.
    var indentations: [Indentation] = [Indentation(columns: 0, level: 0)]
  }

  private struct Indentation {
    var columns: Int
    var level: Int
  }

  private init(_ document: consuming Document, width: Int) {
    elements = document.elements
    bytes = document.bytes
    self.width = width
    output.reserveCapacity(bytes.count * 3 / 2)
  }

  /// The document as text, without a line break at its end.
  static func print(_ document: consuming Document, width: Int = 100) -> [UInt8] {
    var layout = Layout(document, width: width)
    layout.broken(0..<layout.elements.count)
    return layout.output
  }

  // MARK: - Elements

  /// Prints elements with their own spacings broken; groups decide for themselves.
  private mutating func broken(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      switch elements[index].kind {
      case .text, .comment, .onlyBroken: print(elements[index])
      case .spacing: spacing(elements[index].spacing, before: index + 1)
      case .begin:
        group(at: index)
        index = Int(elements[index].end)
      case .end, .nothing: break
      }
      index += 1
    }
  }

  private mutating func print(_ text: Element) {
    indent(level: Int(text.level), offset: Int(text.offset))
    output += bytes[Int(text.start)..<Int(text.end)]
    state.column += Int(text.width)
  }

  /// Opens and closes levels of indentation up to one, and indents a line that starts here. A level
  /// counts only if its first text starts a line: several levels on one line indent once.
  private mutating func indent(level: Int, offset: Int) {
    while let top = state.indentations.last, level < top.level { state.indentations.removeLast() }
    var top = state.indentations.last ?? Indentation(columns: 0, level: 0)
    if level > top.level {
      top = Indentation(columns: top.columns + (state.column == 0 ? 2 : 0), level: level)
      state.indentations.append(top)
    }
    if state.column == 0 {
      for _ in 0..<top.columns + offset { output.append(UInt8(ascii: " ")) }
    }
  }

  private mutating func spacing(_ spacing: Spacing, before next: Int) {
    guard state.column > 0 else { return }
    switch spacing {
    case .softBreak:
      if !fits(from: next, width - state.column) { newlines(1) }
    case .softSpace:
      if fits(from: next, width - state.column - 1) { space() } else { newlines(1) }
    case .hardSpace: space()
    case .line0, .line, .hardLine: newlines(1)
    case .emptyLine: newlines(2)
    case .newlines(let count): newlines(Int(count))
    }
  }

  private mutating func space() {
    output.append(UInt8(ascii: " "))
    state.column += 1
  }

  private mutating func newlines(_ count: Int) {
    for _ in 0..<count { output.append(UInt8(ascii: "\n")) }
    state.column = 0
  }

  // MARK: - Groups

  private mutating func group(at begin: Int) {
    let content = (begin + 1)..<Int(elements[begin].end)
    if flat(content) { return }
    if elements[begin].hasPriority, elements[begin].group != .transparent,
      breakPriorityGroup(in: content)
    {
      return
    }
    broken(content)
  }

  /// Prints elements on the present line, if they fit with what must follow on it.
  private mutating func flat(_ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    let content = state.column == 0 ? withoutLeadingSpacing(range) : range
    let available = width - state.column
    guard let total = elements.flatWidth(content, limit: available),
      total + headWidth(from: range.upperBound) <= available
    else { return false }
    if state.column == 0, let first = elements[content].first(where: \.isText) {
      indent(level: Int(first.level), offset: Int(first.offset))
    }
    elements.printFlat(content, of: bytes, to: &output)
    // A comment takes some columns, though none is counted.
    if !content.isEmpty { state.column += max(total, 1) }
    return true
  }

  private func withoutLeadingSpacing(_ range: Range<Int>) -> Range<Int> {
    for index in range {
      switch elements[index].kind {
      case .begin, .nothing: continue
      case .spacing: return (index + 1)..<range.upperBound
      default: return range
      }
    }
    return range
  }

  /// Tries to keep a group on one line but for one of its priority groups, the last one first.
  private mutating func breakPriorityGroup(in content: Range<Int>) -> Bool {
    for index in priorityGroups(in: content).reversed() {
      let end = Int(elements[index].end)
      let after = (end + 1)..<content.upperBound
      guard elements.flatWidth(after, limit: width) != nil else { continue }
      let saved = (state, output.count)
      if flat(content.lowerBound..<index) {
        setUnbroken(true, in: after)
        broken((index + 1)..<end)
        setUnbroken(false, in: after)
        if flat(after) { return true }
      }
      state = saved.0
      output.removeLast(output.count - saved.1)
    }
    return false
  }

  /// The begins of the priority groups, those in transparent groups included.
  private func priorityGroups(in content: Range<Int>) -> [Int] {
    var result: [Int] = []
    var index = content.lowerBound
    while index < content.upperBound {
      if elements[index].kind == .begin, elements[index].group != .transparent {
        if elements[index].group == .priority { result.append(index) }
        index = Int(elements[index].end)
      }
      index += 1
    }
    return result
  }

  /// Marks spacings that do not break, because what they are in is on one line.
  private mutating func setUnbroken(_ isUnbroken: Bool, in range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      switch elements[index].kind {
      case .spacing: elements[index].isUnbroken = isUnbroken
      case .begin where elements[index].group != .transparent: index = Int(elements[index].end)
      default: break
      }
      index += 1
    }
  }
}
