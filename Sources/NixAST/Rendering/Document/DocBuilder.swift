/// Builds a document in its normal form: adjacent texts and spacings are one, groups neither start
/// nor end with a spacing that is the same inside and outside.
struct DocBuilder {
  private(set) var bytes: [UInt8] = []
  private var docs: [Doc] = []
  // The groups around the present one: what they have so far, and where the bytes of it end.
  private var open: [(docs: [Doc], bytes: Int)] = []

  /// The document, a group of all that was added.
  consuming func document() -> Document {
    let root = Doc.Group(kind: .plain, children: docs, flat: FlatWidth(docs))
    return Document(root: root, bytes: bytes)
  }

  // MARK: - Texts

  mutating func text(_ text: String) {
    append(text, .plain)
  }

  mutating func comment(_ text: String) {
    append(text, .comment)
  }

  /// Text that is printed only where the group around it is broken.
  mutating func onlyBroken(_ text: String) {
    append(text, .onlyBroken)
  }

  private mutating func append(_ text: String, _ kind: Doc.Text.Kind) {
    if text.isEmpty { return }
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    append(start: start, width: text.unicodeScalars.count, kind)
  }

  private mutating func append(start: Int, width: Int, _ kind: Doc.Text.Kind) {
    if kind == .plain, case .text(var last)? = docs.last, last.kind == .plain,
      Int(last.end) == start
    {
      last.end = Int32(bytes.count)
      last.width += Int32(width)
      docs[docs.count - 1] = .text(last)
      return
    }
    docs.append(
      .text(
        Doc.Text(
          start: Int32(start), end: Int32(bytes.count), width: Int32(width), level: Int16(level),
          offset: Int16(offset), kind: kind)))
  }

  // MARK: - Spacings

  mutating func spacing(_ spacing: Spacing) {
    if case .spacing(let last)? = docs.last {
      docs[docs.count - 1] = .spacing(last.merged(with: spacing))
    } else {
      docs.append(.spacing(spacing))
    }
  }

  // MARK: - Structure

  /// The level of nesting of the texts that are added.
  var level = 0
  /// The columns that those texts are moved to the right if they start a line.
  var offset = 0

  /// What is added until the end of the group goes into it.
  mutating func beginGroup() {
    open.append((docs, bytes.count))
    docs = []
  }

  mutating func endGroup(_ kind: Doc.Group.Kind) {
    let inner = docs
    docs = open.popLast()?.docs ?? []
    append(inner, kind)
  }

  /// Ends a group that is to be on one line, as a text; false, and all that was added since its
  /// begin is gone, if it holds a line break or takes more than `limit` columns.
  mutating func endFlat(limit: Int) -> Bool {
    let inner = docs
    let (outer, start) = open.popLast() ?? ([], bytes.count)
    docs = outer
    guard let width = FlatWidth(inner).total, width <= limit else {
      bytes.removeLast(bytes.count - start)
      return false
    }
    var flat = FlatPrinter(bytes: bytes)
    flat.print(inner)
    bytes.removeLast(bytes.count - start)
    let begin = bytes.count
    bytes += flat.output
    append(start: begin, width: width, .plain)
    return true
  }

  private mutating func append(_ children: [Doc], _ kind: Doc.Group.Kind) {
    let first = children.firstIndex { !$0.movesOutInFront } ?? children.endIndex
    let last = children[first...].lastIndex { !$0.movesOutBehind } ?? first
    for doc in children[..<first] { move(doc) }
    if first < children.endIndex {
      var inner = Array(children[first...last])
      if case .spacing(.hardSpace)? = docs.last, Self.absorb(.hardSpace, into: &inner) {
        docs.removeLast()
      }
      if inner.count == 1, case .group(let only) = inner[0], only.kind == kind {
        docs.append(inner[0])
      } else {
        docs.append(.group(Doc.Group(kind: kind, children: inner, flat: FlatWidth(inner))))
      }
      for doc in children[(last + 1)...] { move(doc) }
    }
  }

  private mutating func move(_ doc: Doc) {
    if case .spacing(let spacing) = doc { self.spacing(spacing) } else { docs.append(doc) }
  }

  /// Merges a spacing into the one that a run starts with, if it starts with one.
  private static func absorb(_ spacing: Spacing, into docs: inout [Doc]) -> Bool {
    switch docs.first {
    case .spacing(let first)?:
      docs[0] = .spacing(spacing.merged(with: first))
      return true
    case .group(var group)?:
      guard absorb(spacing, into: &group.children) else { return false }
      group.flat = FlatWidth(group.children)
      docs[0] = .group(group)
      return true
    default: return false
    }
  }
}

extension Doc {
  /// Whether it stands before a group when it is first in it.
  fileprivate var movesOutInFront: Bool {
    switch self {
    case .text(let text): text.kind == .comment
    case .spacing(let spacing): spacing.isHard
    case .group: false
    }
  }

  /// Whether it stands behind a group when it is last in it.
  fileprivate var movesOutBehind: Bool {
    if case .spacing(let spacing) = self { return spacing.isHard }
    return false
  }
}

/// Prints documents on one line.
struct FlatPrinter {
  let bytes: [UInt8]
  private(set) var output: [UInt8] = []
  private var pending: Spacing?

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func print(_ docs: some Sequence<Doc>) {
    add(docs)
    flush()
  }

  private mutating func add(_ docs: some Sequence<Doc>) {
    for doc in docs {
      switch doc {
      case .text(let text):
        guard text.kind != .onlyBroken else { continue }
        flush()
        output += bytes[Int(text.start)..<Int(text.end)]
      case .spacing(let spacing): pending = pending?.merged(with: spacing) ?? spacing
      case .group(let group): add(group.children)
      }
    }
  }

  private mutating func flush() {
    if pending?.flatWidth == 1 { output.append(UInt8(ascii: " ")) }
    pending = nil
  }
}
