/// Builds a document in its normal form: adjacent texts and spacings are one, groups neither start
/// nor end with a spacing that is the same inside and outside.
///
/// Texts are ranges of the source where they can be; what is not in it is added behind it.
struct DocBuilder: ~Copyable {
  typealias Element = Document.Element

  private var bytes: Stack<UInt8>
  private var elements: Stack<Element>
  private var open = Stack<OpenGroup>()
  /// How many spaces became parts of others: the formatter counts them, too, when it looks whether
  /// an interpolation is short.
  private var merged = 0
  /// Whether the source has a byte for each of its characters.
  private let isASCII: Bool

  struct OpenGroup: BitwiseCopyable {
    /// The index of its begin.
    var begin: Int
    var hasPriority = false
    /// How many spaces were merged before it.
    var merged: Int
  }

  /// The level of nesting of the texts that are added.
  var level = 0
  /// The columns that those texts are moved to the right if they start a line.
  var offset = 0

  init(source: SyntaxStorage.Bytes, isASCII: Bool, elements count: Int) {
    bytes = Stack(capacity: source.count + source.count / 8)
    bytes.append(contentsOf: source)
    self.isASCII = isASCII
    elements = Stack(capacity: count)
  }

  /// The document of all that was added.
  consuming func document(endsVerbatim: Bool) -> Document {
    Document(elements: elements, bytes: bytes, endsVerbatim: endsVerbatim)
  }

  // MARK: - Texts

  /// Text of the source.
  @inline(__always)
  mutating func text(_ range: Range<Int>, _ kind: Element.Kind = .text) {
    append(range.lowerBound, range.upperBound, kind)
  }

  /// Text that is not in the source.
  mutating func text(_ text: [UInt8], _ kind: Element.Kind = .text) {
    let start = bytes.count
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    append(start, bytes.count, kind)
  }

  mutating func text(_ text: StaticString, _ kind: Element.Kind = .text) {
    let start = bytes.count
    bytes.append(text)
    append(start, bytes.count, kind)
  }

  /// The number of characters in a range.
  @inline(__always)
  func width(_ start: Int, _ end: Int) -> Int {
    if isASCII { return end - start }
    // Scalars are counted by their first bytes.
    return bytes.view[start..<end].reduce(into: 0) { $0 &+= $1 & 0xC0 != 0x80 ? 1 : 0 }
  }

  @inline(__always)
  private mutating func append(_ start: Int, _ end: Int, _ kind: Element.Kind) {
    if end == start, kind != .raw, kind != .disable { return }
    var element = Element(kind: kind)
    element.level = Int32(truncatingIfNeeded: level)
    element.offset = Int32(truncatingIfNeeded: offset)
    element.width = Int32(truncatingIfNeeded: width(start, end))
    element.start = Int32(truncatingIfNeeded: start)
    element.end = Int32(truncatingIfNeeded: end)
    append(element)
  }

  /// Appends a text, or makes it a part of the one before it.
  @inline(__always)
  private mutating func append(_ text: Element) {
    let last = elements.count - 1
    guard last >= 0, elements[last].kind == text.kind, text.kind == .text || text.kind == .comment
    else { return elements.append(text) }
    merge(text, into: last)
  }

  private mutating func merge(_ text: Element, into last: Int) {
    if elements[last].end != text.start {
      let (start, end) = (Int(elements[last].start), Int(elements[last].end))
      if end != bytes.count {
        elements[last].start = Int32(truncatingIfNeeded: bytes.count)
        copy(start, end)
      }
      copy(Int(text.start), Int(text.end))
      elements[last].end = Int32(truncatingIfNeeded: bytes.count)
    } else {
      elements[last].end = text.end
    }
    elements[last].width += text.width
  }

  /// Adds bytes that are there already; a slice of them would make a copy of all.
  private mutating func copy(_ start: Int, _ end: Int) {
    for index in start..<end { bytes.append(bytes[index]) }
  }

  // MARK: - Spacings

  @inline(__always)
  mutating func spacing(_ spacing: Spacing) {
    let last = elements.count - 1
    if last >= 0, elements[last].kind == .spacing {
      let other = elements[last].spacing
      if !open.isEmpty { merged += other.flatWidth & spacing.flatWidth }
      elements[last].spacing = other.merged(with: spacing)
    } else {
      elements.append(Element(spacing))
    }
  }

  // MARK: - Groups

  /// Starts a group: elements that are added until its end go into it.
  mutating func beginGroup() {
    open.append(OpenGroup(begin: elements.count, merged: merged))
    elements.append(Element(kind: .begin))
  }

  mutating func endGroup(_ kind: Document.GroupKind) {
    guard let group = open.popLast() else { return }
    var behind: Spacing?
    if let last = elements.last, last.kind == .spacing, last.spacing.isHard {
      behind = last.spacing
      elements.removeLast()
    }
    if let begin = moveOutInFront(of: group.begin) {
      absorbSpace(before: begin)
      end(begin, kind, hasPriority: group.hasPriority)
    }
    if let behind { spacing(behind) }
  }

  /// Moves comments and hard spacings at the start of a group before it. Gives the new begin of the
  /// group, nil if nothing is left of it.
  private mutating func moveOutInFront(of begin: Int) -> Int? {
    var next = begin + 1
    var target = begin
    while next < elements.count, elements[next].movesOutInFront {
      let element = elements[next]
      if element.kind == .spacing, target > 0, elements[target - 1].kind == .spacing {
        elements[target - 1].spacing = elements[target - 1].spacing.merged(with: element.spacing)
      } else if element.kind != .nothing {
        elements[target] = element
        target += 1
      }
      next += 1
    }
    if next == elements.count {
      elements.cut(to: target)
      return nil
    }
    elements[target] = Element(kind: .begin)
    for index in (target + 1)..<max(next, target + 1) { elements[index] = Element(kind: .nothing) }
    return target
  }

  /// Makes a space before a group a part of the spacing that the group starts with, if it does.
  private mutating func absorbSpace(before begin: Int) {
    guard begin > 0, elements[begin - 1].kind == .spacing,
      elements[begin - 1].spacing == .hardSpace
    else { return }
    var first = begin
    while first < elements.count, elements[first].kind == .begin || elements[first].kind == .nothing
    { first += 1 }
    guard first < elements.count, elements[first].kind == .spacing else { return }
    merged += elements[first].spacing.flatWidth
    elements[first].spacing = Spacing.hardSpace.merged(with: elements[first].spacing)
    elements[begin - 1] = Element(kind: .nothing)
  }

  private mutating func end(_ begin: Int, _ kind: Document.GroupKind, hasPriority: Bool) {
    if kind == .priority || kind == .transparent && hasPriority, !open.isEmpty {
      open[open.count - 1].hasPriority = true
    }
    var first = begin + 1
    while first < elements.count, elements[first].kind == .nothing { first += 1 }
    if first < elements.count, elements[first].kind == .begin, elements[first].group == kind,
      Int(elements[first].end) == elements.count - 1
    {
      // A group of one group of its kind is that group.
      elements[begin] = Element(kind: .nothing)
      return
    }
    elements[begin].group = kind
    elements[begin].hasPriority = hasPriority
    elements[begin].end = Int32(truncatingIfNeeded: elements.count)
    var end = Element(kind: .end)
    end.start = Int32(truncatingIfNeeded: begin)
    elements.append(end)
  }

  // MARK: - On one line

  /// Starts a part that stays on one line if it fits.
  mutating func beginFlat() { beginGroup() }

  /// Ends such a part: puts it on one line if it takes at most `limit` columns and has no line break.
  /// Gives whether that was so.
  mutating func endFlat(limit: Int) -> Bool {
    guard let group = open.popLast() else { return false }
    let content = group.begin + 1..<elements.count
    var total = merged - group.merged
    for element in elements.view[content] {
      switch element.kind {
      case .spacing:
        if element.spacing.breaksLine { return keepFlat(group) }
        total += element.spacing.flatWidth
      case .disable, .verbatim, .raw: return keepFlat(group)
      case .begin, .end, .nothing: break
      default: total += Int(element.width)
      }
      if total > limit { return keepFlat(group) }
    }
    flatten(content)
    return true
  }

  /// Leaves a part as it is.
  private mutating func keepFlat(_ group: OpenGroup) -> Bool {
    elements[group.begin] = Element(kind: .nothing)
    if group.hasPriority, !open.isEmpty { open[open.count - 1].hasPriority = true }
    return false
  }

  private mutating func flatten(_ content: Range<Int>) {
    let start = content.lowerBound - 1
    var flat = Stack<Element>(capacity: content.count)
    flat.append(contentsOf: UnsafeBufferPointer(rebasing: elements.view[content]))
    elements.cut(to: start)
    for element in flat.view {
      switch element.kind {
      case .spacing: if element.spacing.flatWidth == 1 { spacing(.hardSpace) }
      case .begin, .end, .nothing: break
      default: append(element)
      }
    }
  }

  /// Puts the last part, which ``endFlat(limit:)`` left as it is, between breaks, one level deeper.
  mutating func surroundFlat(from begin: Int) {
    for index in begin..<elements.count where elements[index].isText { elements[index].level += 1 }
    if begin + 1 < elements.count, elements[begin + 1].kind == .spacing {
      elements[begin + 1].spacing = Spacing.line0.merged(with: elements[begin + 1].spacing)
    } else {
      elements[begin] = Element(.line0)
    }
    spacing(.line0)
  }

  /// Where the innermost group begins.
  var innermost: Int { open.last?.begin ?? 0 }
}

extension Document.Element {
  /// Whether it stands before a group when it is first in it.
  fileprivate var movesOutInFront: Bool {
    switch kind {
    case .comment, .trailingComment, .verbatim, .nothing: true
    case .spacing: spacing.isHard
    default: false
    }
  }
}
