/// A document to be laid out: texts, the spacings between them, and groups of both.
///
/// The idea is that of Wadler's and Oppen's printers: a group is printed on one line if it fits and
/// broken otherwise. Texts are ranges of one byte buffer, see ``Document``.
enum Doc {
  case text(Text)
  case spacing(Spacing)
  case group(Group)

  struct Text {
    enum Kind {
      case plain
      /// Takes no part in decisions about width.
      case comment
      /// Printed only where its group is broken.
      case onlyBroken
    }

    var start: Int32
    var end: Int32
    /// In Unicode scalars.
    var width: Int32
    /// How deep it is nested.
    var level: Int16
    /// Columns to the right of its indentation.
    var offset: Int16
    var kind: Kind

    /// The width that counts.
    var countedWidth: Int { kind == .comment ? 0 : Int(width) }
  }

  struct Group {
    enum Kind {
      case plain
      /// May be broken while what is around it in its group stays on one line.
      case priority
      /// Passes its priority groups on to the group around it.
      case transparent
    }

    var kind: Kind
    var children: [Doc]
    /// What it takes on one line.
    var flat: FlatWidth
  }
}

/// A document with the bytes of its texts.
struct Document {
  var root: Doc.Group
  var bytes: [UInt8]
}

/// What a run of documents takes on one line: spacings at its ends merge with those beside it, so
/// they are kept apart.
struct FlatWidth {
  /// Nil for a run that holds a line break in any case.
  private(set) var core: Int? = 0
  private(set) var isEmpty = true
  private(set) var leading: Spacing?
  private(set) var trailing: Spacing?

  /// The width, nil for a run that cannot be on one line.
  var total: Int? {
    core.map { $0 + (leading?.flatWidth ?? 0) + (trailing?.flatWidth ?? 0) }
  }

  init() {}

  init(_ docs: some Sequence<Doc>) {
    for doc in docs { append(doc) }
  }

  mutating func append(_ doc: Doc) {
    switch doc {
    case .text(let text):
      if text.kind != .onlyBroken { append(width: text.countedWidth) }
    case .spacing(let spacing): append(spacing)
    case .group(let group): append(group.flat)
    }
  }

  private mutating func append(_ spacing: Spacing) {
    if spacing.breaksLine { core = nil }
    if isEmpty {
      leading = leading?.merged(with: spacing) ?? spacing
    } else {
      trailing = trailing?.merged(with: spacing) ?? spacing
    }
  }

  private mutating func append(width: Int) {
    core = core.map { $0 + width + (trailing?.flatWidth ?? 0) }
    trailing = nil
    isEmpty = false
  }

  private mutating func append(_ other: FlatWidth) {
    if let spacing = other.leading { append(spacing) }
    if !other.isEmpty { append(width: other.core ?? 0) }
    if other.core == nil { core = nil }
    if let spacing = other.trailing { append(spacing) }
  }
}
