/// Lays a document out: decides which groups are broken, and prints it.
///
/// Lines hold at most `width` columns, the indentation not counted. It goes through the elements in
/// one loop: a broken group is its elements. Where a group is tried in several ways, what is tried
/// is kept in an array, and taken back if it fails.
struct Layout: ~Copyable {
  typealias Element = Document.Element

  var elements: Stack<Element>
  let width: Int
  private let bytes: Stack<UInt8>
  var output: Output
  var state = State()
  private var indentations = Indentations()
  var attempts: [Attempt] = []
  /// Whether an attempt is prepared: what is closed then may be opened again.
  var isTrying = false
  /// How many more priority groups may be tried, a bound for texts that are made to be slow.
  var budget: Int

  /// The state before an attempt at a group, to return to, together with the length of the output.
  struct State {
    /// The columns on the present line without its indentation; 0 at the start of a line.
    var column = 0
    /// The innermost level of nesting that is open.
    var level = 0
  }

  /// A group that is tried with one of its priority groups broken, and the rest on one line.
  struct Attempt {
    /// The begin of the group.
    var group: Int
    /// The begin of the priority group.
    var priority: Int
    /// The begins of those that are tried if this fails.
    var others: ArraySlice<Int>
    var saved: State
    var output: Int
    var isSuppressed: Bool
  }

  /// How many elements were looked at, those that were looked at again included.
  var looked = 0

  private let endsVerbatim: Bool

  private init(_ document: consuming Document, width: Int) {
    document.measure()
    budget = document.elements.count * 16
    endsVerbatim = document.endsVerbatim
    output = Output(capacity: document.bytes.count * 5 / 4)
    elements = document.elements
    bytes = document.bytes
    self.width = width
  }

  /// The document as text.
  static func print(_ document: consuming Document, width: Int) -> String {
    var layout = Layout(document, width: width)
    layout.run()
    return layout.output.text(endsVerbatim: layout.endsVerbatim)
  }

  /// How many elements of a document are looked at for its layout, and how many it has.
  static func effort(_ document: consuming Document, width: Int) -> (looked: Int, elements: Int) {
    var layout = Layout(document, width: width)
    layout.run()
    return (layout.looked, layout.elements.count)
  }

  // MARK: - The loop

  /// Prints elements with their own spacings broken; groups decide for themselves.
  private mutating func run() {
    // The document as a whole is a group, too.
    if flat(0..<elements.count) { return }
    var index = 0
    while index < elements.count {
      switch elements[index].kind {
      case .begin:
        index = group(at: index)
        continue
      case .end:
        if let attempt = attempts.last, Int(elements[attempt.priority].end) == index {
          index = endOfPriority(attempt)
          continue
        }
      case .spacing: spacing(elements[index].spacing, before: index + 1)
      case .nothing: break
      default: text(at: index)
      }
      index += 1
    }
  }

  private mutating func text(at index: Int) {
    let text = elements[index]
    switch text.kind {
    case .trailingComment
    where state.column == 2 && nextIndentation(from: index + 1) > currentLevel:
      // Behind an opening bracket it would belong to the first item when it is read again.
      output.append(UInt8(ascii: " "))
      append(text)
      state.column += Int(text.width) + 1
    case .disable: output.isSuppressed = true
    case .verbatim:
      let isAtLineStart = state.column == 0 || output.isSuppressed
      output.isSuppressed = false
      if !isAtLineStart { output.append(UInt8(ascii: "\n")) }
      append(text)
      let content = bytes.view[Int(text.start)..<Int(text.end)]
      state.column =
        content.count
        - (content.lastIndex(of: UInt8(ascii: "\n")).map {
          $0 + 1 - content.startIndex
        } ?? 0)
    case .raw:
      indent(level: Int(text.level), offset: 0, isRaw: true)
      append(text)
      state.column = max(1, state.column + Int(text.width))
    default:
      indent(level: Int(text.level), offset: Int(text.offset))
      append(text)
      state.column += Int(text.width)
    }
  }

  @inline(__always)
  private mutating func append(_ text: Element) {
    output.append(bytes.view, Int(text.start), Int(text.end))
  }

  private var currentLevel: Int { indentations[state.level].level }

  /// Opens and closes levels of indentation up to one, and indents a line that starts here. A level
  /// counts only if its first text starts a line: several levels on one line indent once.
  private mutating func indent(level: Int, offset: Int, isRaw: Bool = false) {
    state.level = indentations.close(state.level, to: level)
    if level > currentLevel {
      state.level = indentations.open(
        level, in: state.level, isNewLine: state.column == 0,
        keepsOthers: isTrying || !attempts.isEmpty)
    }
    if state.column == 0, !isRaw {
      output.append(indentations[state.level].columns + offset, UInt8(ascii: " "))
    }
  }

  private mutating func spacing(_ spacing: Spacing, before next: Int) {
    guard state.column > 0 else { return }
    if spacing == .hardSpace { return space() }
    if spacing == .softBreak, fits(from: next, width - state.column) { return }
    if spacing == .softSpace, fits(from: next, width - state.column - 1) { return space() }
    newlines(spacing.newlines)
  }

  private mutating func space() {
    output.append(UInt8(ascii: " "))
    state.column += 1
  }

  private mutating func newlines(_ count: Int) {
    output.append(count, UInt8(ascii: "\n"))
    state.column = 0
  }

  // MARK: - Groups

  /// Prints a group that begins at an element, or starts to; gives where to go on.
  private mutating func group(at begin: Int) -> Int {
    let end = Int(elements[begin].end)
    if flat(group: begin) { return end + 1 }
    if elements[begin].hasPriority, elements[begin].group != .transparent,
      let index = attempt(begin, priorityGroups(in: begin + 1..<end)[...])
    {
      return index
    }
    return begin + 1
  }

  /// Prints a group on the present line, if it fits with what must follow on it.
  private mutating func flat(group begin: Int) -> Bool {
    let group = elements[begin]
    let first = Int(group.start)
    let available = width - state.column
    var content = begin + 1..<Int(group.end)
    if content.isEmpty { return true }
    var columns = Int(group.width)
    if state.column == 0, elements[first].kind == .spacing {
      // A spacing that it starts with means nothing at the start of a line.
      guard elements[first + 1].kind == .text || elements[first + 1].kind == .begin,
        !elements[first].spacing.breaksLine
      else { return flat(content) }
      columns -= elements[first].spacing.flatWidth
      content = first + 1..<content.upperBound
    }
    guard group.offset == 0, columns <= available else { return false }
    // Comments take part in what is printed, but not in what fits.
    if group.level > 0 { return flat(begin + 1..<Int(group.end)) }
    guard columns + headWidth(from: content.upperBound) <= available else { return false }
    looked &+= content.count
    if state.column == 0 { indent(to: firstText(in: content)) }
    elements.view.printFlat(content, of: bytes.view, next: .min, to: &output)
    state.column += columns
    return true
  }

  /// The width of a group on one line; nil if it is more than a limit, or if it breaks the line.
  mutating func flatWidth(ofGroup begin: Int, limit: Int) -> FlatWidth? {
    let group = elements[begin]
    if group.offset > 0 || Int(group.width) > limit { return nil }
    if group.level == 0 { return FlatWidth(columns: Int(group.width)) }
    return elements.view.flatWidth(begin + 1..<Int(group.end), limit: limit, looked: &looked)
  }

  /// Prints elements on the present line, if they fit with what must follow on it.
  mutating func flat(_ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    let content = state.column == 0 ? withoutLeadingSpacing(range) : range
    let available = width - state.column
    guard var total = elements.view.flatWidth(content, limit: available, looked: &looked),
      total.counted + headWidth(from: range.upperBound) <= available
    else { return false }
    let first = state.column == 0 ? firstText(in: content) : nil
    var next = Int.min
    if total.hasTrailingComment {
      next = columnsToIndent(first, from: range.upperBound)
      total =
        elements.view.flatWidth(content, limit: available, next: next, looked: &looked) ?? total
    }
    if state.column == 0 { indent(to: first) }
    elements.view.printFlat(content, of: bytes.view, next: next, to: &output)
    state.column += total.printed
    return true
  }

  /// Indents a line that starts with a text, if there is one.
  private mutating func indent(to text: Int?) {
    guard let text else { return indent(level: 0, offset: 0) }
    indent(level: Int(elements[text].level), offset: Int(elements[text].offset))
  }

  /// The columns that what is printed takes where a comment at the end of a line gets a space more,
  /// because it would stand where the next line starts.
  private func columnsToIndent(_ first: Int?, from next: Int) -> Int {
    var line = currentLevel
    if let first, Int(elements[first].level) > line { line += 2 }
    let increase = nextIndentation(from: next) > line ? 2 : 0
    return increase - state.column
  }

  /// The level of the next text.
  private func nextIndentation(from start: Int) -> Int {
    guard let text = firstText(in: start..<elements.count) else { return 0 }
    return Int(elements[text].level)
  }

  private func firstText(in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if elements[index].isText { return index }
      index += 1
    }
    return nil
  }

  private func withoutLeadingSpacing(_ range: Range<Int>) -> Range<Int> {
    for index in range {
      switch elements[index].kind {
      case .begin, .nothing: continue
      case .spacing: return index + 1..<range.upperBound
      default: return range
      }
    }
    // A group without any text is not laid out.
    return range
  }
}
