/// Lays a document out: decides which groups are broken, and prints it.
///
/// Lines hold at most `width` columns, the indentation not counted.
struct Layout {
  private let bytes: [UInt8]
  private let width: Int
  private var state = State()
  private var output: [UInt8] = []

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

  /// What follows in the document behind the present element, across the ends of groups.
  private final class Rest {
    let docs: ArraySlice<Doc>
    let next: Rest?

    init(_ docs: ArraySlice<Doc>, _ next: Rest?) {
      self.docs = docs
      self.next = next
    }
  }

  private init(_ document: Document, width: Int) {
    bytes = document.bytes
    self.width = width
    output.reserveCapacity(document.bytes.count * 3 / 2)
  }

  /// The document as text, without a line break at its end.
  static func print(_ document: Document, width: Int = 100) -> [UInt8] {
    var layout = Layout(document, width: width)
    layout.group(document.root, nil)
    return layout.output
  }

  // MARK: - Elements

  private mutating func broken(_ docs: ArraySlice<Doc>, _ rest: Rest?) {
    for index in docs.indices {
      switch docs[index] {
      case .text(let text): print(text)
      case .spacing(let spacing):
        self.spacing(spacing, Rest(docs[(index + 1)...], rest))
      case .group(let group): self.group(group, Rest(docs[(index + 1)...], rest))
      }
    }
  }

  private mutating func print(_ text: Doc.Text) {
    indent(level: Int(text.level), offset: Int(text.offset))
    output += bytes[Int(text.start)..<Int(text.end)]
    state.column += Int(text.width)
  }

  /// Opens and closes levels of indentation up to one, and indents a line that starts here. A level
  /// counts only if its first text starts a line: several levels on one line indent once.
  private mutating func indent(level: Int, offset: Int) {
    while let top = state.indentations.last, level < top.level { state.indentations.removeLast() }
    let top = state.indentations.last ?? Indentation(columns: 0, level: 0)
    if level > top.level {
      let columns = top.columns + (state.column == 0 ? 2 : 0)
      state.indentations.append(Indentation(columns: columns, level: level))
    }
    if state.column == 0 {
      let columns = (state.indentations.last?.columns ?? 0) + offset
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: columns))
    }
  }

  private mutating func spacing(_ spacing: Spacing, _ rest: Rest?) {
    guard state.column > 0 else { return }
    switch spacing {
    case .softBreak:
      if !fits(rest, width - state.column) { newlines(1) }
    case .softSpace:
      if fits(rest, width - state.column - 1) { space() } else { newlines(1) }
    case .hardSpace: space()
    case .line0, .line, .hardLine: newlines(1)
    case .emptyLine: newlines(2)
    case .newlines(let count): newlines(count)
    }
  }

  private mutating func space() {
    output.append(UInt8(ascii: " "))
    state.column += 1
  }

  private mutating func newlines(_ count: Int) {
    output.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: count))
    state.column = 0
  }

  // MARK: - Groups

  private mutating func group(_ group: Doc.Group, _ rest: Rest?) {
    if flat(group.children[...], group.flat, rest) { return }
    if group.kind != .transparent, breakPriorityGroup(of: group, rest) { return }
    broken(group.children[...], rest)
  }

  /// Prints documents on the present line, if they fit with what must follow on it.
  private mutating func flat(
    _ docs: ArraySlice<Doc>, _ measured: FlatWidth? = nil, _ rest: Rest?
  ) -> Bool {
    if docs.isEmpty { return true }
    var docs = docs
    var flatWidth = measured
    if state.column == 0, Self.dropLeadingSpacing(&docs) { flatWidth = nil }
    guard let total = (flatWidth ?? FlatWidth(docs)).total, total <= width - state.column,
      total + headWidth(rest) <= width - state.column
    else { return false }
    if state.column == 0, let first = Self.firstText(docs) {
      indent(level: Int(first.level), offset: Int(first.offset))
    }
    var printer = FlatPrinter(bytes: bytes)
    printer.print(docs)
    output += printer.output
    state.column += Self.printedWidth(docs, total)
    return true
  }

  private static func dropLeadingSpacing(_ docs: inout ArraySlice<Doc>) -> Bool {
    switch docs.first {
    case .spacing?:
      docs.removeFirst()
      return true
    case .group(var group)?:
      var children = group.children[...]
      guard dropLeadingSpacing(&children) else { return false }
      group.children = Array(children)
      group.flat = FlatWidth(group.children)
      docs[docs.startIndex] = .group(group)
      return true
    default: return false
    }
  }

  private static func firstText(_ docs: ArraySlice<Doc>) -> Doc.Text? {
    for doc in docs {
      switch doc {
      case .text(let text): return text
      case .spacing: continue
      case .group(let group):
        if let text = firstText(group.children[...]) { return text }
      }
    }
    return nil
  }

  /// The columns that are used: a comment takes some, though none counted.
  private static func printedWidth(_ docs: ArraySlice<Doc>, _ total: Int) -> Int {
    total > 0 ? total : docs.isEmpty ? 0 : 1
  }

  /// Tries to keep a group on one line but for one of its priority groups, the last one first.
  private mutating func breakPriorityGroup(of group: Doc.Group, _ rest: Rest?) -> Bool {
    let children = Self.dissolved(group.children)
    let candidates = children.indices.filter {
      if case .group(let child) = children[$0] { child.kind == .priority } else { false }
    }
    for index in candidates.reversed() {
      guard case .group(let child) = children[index] else { continue }
      let before = children[..<index]
      let after = children[(index + 1)...]
      if !after.isEmpty, FlatWidth(after).total ?? .max > width { continue }
      let saved = (state, output.count)
      if flat(before, rest: Rest(children[index...], rest)) {
        broken(child.children[...], Rest(Self.unbroken(after), rest))
        if flat(after, rest: rest) { return true }
      }
      state = saved.0
      output.removeLast(output.count - saved.1)
    }
    return false
  }

  private mutating func flat(_ docs: ArraySlice<Doc>, rest: Rest?) -> Bool {
    flat(docs, nil, rest)
  }

  /// The documents with the content of transparent groups in their place.
  private static func dissolved(_ docs: [Doc]) -> [Doc] {
    guard docs.contains(where: \.isTransparent) else { return docs }
    return docs.flatMap { doc -> [Doc] in
      guard case .group(let group) = doc, group.kind == .transparent else { return [doc] }
      return dissolved(group.children)
    }
  }

  /// The documents as they are on one line, as far as spacings of their own go.
  private static func unbroken(_ docs: ArraySlice<Doc>) -> ArraySlice<Doc> {
    docs.compactMap { doc -> Doc? in
      switch doc {
      case .spacing(.line), .spacing(.softSpace): .spacing(.hardSpace)
      case .spacing(.line0), .spacing(.softBreak): nil
      default: doc
      }
    }[...]
  }

  // MARK: - Looking ahead

  /// The width of what must stay on the line: texts and hard spaces up to the next spacing.
  private func headWidth(_ rest: Rest?) -> Int {
    var total = 0
    var rest = rest
    while let current = rest {
      if !Self.addHead(current.docs, &total, limit: width) { return total }
      rest = current.next
    }
    return total
  }

  /// Adds up to the first spacing that may break; false if there is one.
  private static func addHead(_ docs: ArraySlice<Doc>, _ total: inout Int, limit: Int) -> Bool {
    for doc in docs {
      switch doc {
      case .text(let text): total += text.countedWidth
      case .spacing(.hardSpace): total += 1
      case .spacing: return false
      case .group(let group):
        if !addHead(group.children[...], &total, limit: limit) { return false }
      }
      if total > limit { return false }
    }
    return true
  }

  /// Whether what follows a soft spacing fits into some columns, up to the next place to break.
  private func fits(_ rest: Rest?, _ available: Int) -> Bool {
    var budget = width
    var rest = rest
    while let current = rest {
      if !take(current.docs, current.next, &budget) { break }
      rest = current.next
    }
    return budget >= 0 && width - budget <= available
  }

  /// Uses up the budget; false at the first spacing that may break, or when nothing is left.
  private func take(_ docs: ArraySlice<Doc>, _ next: Rest?, _ budget: inout Int) -> Bool {
    for index in docs.indices {
      switch docs[index] {
      case .text(let text): budget -= text.countedWidth
      case .spacing(.hardSpace): budget -= 1
      case .spacing: return false
      case .group(let group):
        let behind = Rest(docs[(index + 1)...], next)
        if let total = group.flat.total, total <= budget - headWidth(behind) {
          budget -= total
        } else if !take(group.children[...], behind, &budget) {
          return false
        }
      }
      if budget < 0 { return false }
    }
    return true
  }
}

extension Doc {
  fileprivate var isTransparent: Bool {
    if case .group(let group) = self { return group.kind == .transparent }
    return false
  }
}
