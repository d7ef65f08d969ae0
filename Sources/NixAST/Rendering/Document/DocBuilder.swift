/// Builds a document in its normal form: adjacent texts and spacings are one, groups neither start
/// nor end with a spacing that is the same inside and outside.
struct DocBuilder {
  typealias Element = Document.Element

  private var bytes: [UInt8] = []
  private var elements: [Element] = []
  private var open: [OpenGroup] = []

  private struct OpenGroup {
    /// The index of its begin.
    var begin: Int
    /// How many bytes there were before it.
    var bytes: Int
    var hasPriority = false
  }

  /// The level of nesting of the texts that are added.
  var level = 0
  /// The columns that those texts are moved to the right if they start a line.
  var offset = 0

  /// Makes room for the texts and spacings of an expression of so many parts. Memory that is not
  /// needed after all is never touched.
  mutating func reserveCapacity(_ parts: Int) {
    elements.reserveCapacity(6 * parts)
    bytes.reserveCapacity(12 * parts)
  }

  /// Takes the document of all that was added out of the builder, so that nobody else has it: the
  /// layout changes it in place.
  mutating func takeDocument() -> Document {
    defer { self = DocBuilder() }
    return Document(elements: elements, bytes: bytes)
  }

  // MARK: - Texts

  mutating func text(_ text: String) {
    append(text, .text)
  }

  /// One text of three.
  mutating func text(_ first: String, _ second: String, _ third: String) {
    let start = bytes.count
    first.withBytes { bytes += $0 }
    second.withBytes { bytes += $0 }
    third.withBytes { bytes += $0 }
    append(from: start, .text)
  }

  /// Text from bytes, which are UTF-8.
  mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    bytes += text
    append(from: start, .text)
  }

  mutating func comment(_ text: String) {
    append(text, .comment)
  }

  /// Text that is printed only where the group around it is broken.
  mutating func onlyBroken(_ text: String) {
    append(text, .onlyBroken)
  }

  private mutating func append(_ text: String, _ kind: Element.Kind) {
    let start = bytes.count
    text.withBytes { bytes += $0 }
    append(from: start, kind)
  }

  /// Makes a text of the bytes that were added last.
  private mutating func append(from start: Int, _ kind: Element.Kind) {
    if bytes.count == start { return }
    // Scalars are counted by their first bytes.
    let width = bytes.withUnsafeBufferPointer { bytes in
      bytes[start...].reduce(into: Int32(0)) { $0 &+= $1 & 0xC0 != 0x80 ? 1 : 0 }
    }
    var element = Element(kind: kind)
    element.level = Int16(truncatingIfNeeded: level)
    element.offset = Int16(truncatingIfNeeded: offset)
    element.width = width
    element.start = Int32(truncatingIfNeeded: start)
    element.end = Int32(truncatingIfNeeded: bytes.count)
    append(element)
  }

  /// Appends a text, or makes it a part of the one before it.
  private mutating func append(_ text: Element) {
    let last = elements.count - 1
    guard text.kind == .text, last >= 0, elements[last].kind == .text,
      elements[last].end == text.start
    else { return elements.append(text) }
    elements[last].end = text.end
    elements[last].width += text.width
  }

  // MARK: - Spacings

  mutating func spacing(_ spacing: Spacing) {
    let last = elements.count - 1
    if last >= 0, elements[last].kind == .spacing {
      elements[last].spacing = elements[last].spacing.merged(with: spacing)
    } else {
      var element = Element(kind: .spacing)
      element.spacing = spacing
      elements.append(element)
    }
  }

  // MARK: - Groups

  /// What is added until the end of the group goes into it.
  mutating func beginGroup() {
    open.append(OpenGroup(begin: elements.count, bytes: bytes.count))
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
      elements.removeLast(next - target)
      return nil
    }
    elements[target] = Element(kind: .begin)
    for index in (target + 1)..<next { elements[index] = Element(kind: .nothing) }
    return target
  }

  /// Makes a space before a group a part of the spacing that the group starts with, if it does.
  private mutating func absorbSpace(before begin: Int) {
    guard begin > 0, elements[begin - 1].kind == .spacing,
      elements[begin - 1].spacing == .hardSpace,
      let first = elements[begin...].firstIndex(where: { $0.kind != .begin && $0.kind != .nothing }
      ),
      elements[first].kind == .spacing
    else { return }
    elements[first].spacing = Spacing.hardSpace.merged(with: elements[first].spacing)
    elements[begin - 1] = Element(kind: .nothing)
  }

  private mutating func end(_ begin: Int, _ kind: Document.GroupKind, hasPriority: Bool) {
    if kind == .plain, elements.count == begin + 2, elements[begin + 1].kind == .text {
      // A group of one text is that text.
      let text = elements.removeLast()
      elements.removeLast()
      return append(text)
    }
    if kind == .priority || kind == .transparent && hasPriority, !open.isEmpty {
      open[open.count - 1].hasPriority = true
    }
    let first = elements[begin...].dropFirst().firstIndex { $0.kind != .nothing } ?? begin
    if elements[first].kind == .begin, elements[first].group == kind,
      Int(elements[first].end) == elements.count - 1
    {
      // A group of one group of its kind is that group.
      elements[begin] = Element(kind: .nothing)
      return
    }
    elements[begin].group = kind
    elements[begin].hasPriority = hasPriority
    elements[begin].end = Int32(truncatingIfNeeded: elements.count)
    elements.append(Element(kind: .end))
  }

  /// Ends a group that is to be on one line, as a text; false, and all that was added since its
  /// begin is gone, if it holds a line break or takes more than `limit` columns.
  mutating func endFlat(limit: Int) -> Bool {
    guard let group = open.popLast() else { return false }
    let content = (group.begin + 1)..<elements.count
    var text: [UInt8] = []
    let isFlat = elements.flatWidth(content, limit: limit) != nil
    if isFlat { elements.printFlat(content, of: bytes, to: &text) }
    elements.removeLast(elements.count - group.begin)
    bytes.removeLast(bytes.count - group.bytes)
    if isFlat {
      bytes += text
      append(from: group.bytes, .text)
    }
    return isFlat
  }
}

extension Document.Element {
  /// Whether it stands before a group when it is first in it.
  fileprivate var movesOutInFront: Bool {
    switch kind {
    case .comment, .nothing: true
    case .spacing: spacing.isHard
    default: false
    }
  }
}
