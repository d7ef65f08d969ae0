/// A document to be laid out: texts, the spacings between them, and groups of both.
///
/// The idea is that of Wadler's and Oppen's printers: a group is printed on one line if it fits and
/// broken otherwise. The elements are in one array, a group between its `begin` and its `end`, so
/// that what follows an element is the rest of the array, and looking ahead is a scan.
struct Document: ~Copyable {
  var elements: Stack<Element>
  /// The bytes of all texts.
  var bytes: Stack<UInt8>
  /// Whether the end of the text stays as it was written.
  var endsVerbatim: Bool

  struct Element: BitwiseCopyable {
    enum Kind: UInt8 {
      case text
      /// Text that takes no part in decisions about width.
      case comment
      /// A comment at the end of a line.
      case trailingComment
      /// Text that is printed only where its group is broken.
      case onlyBroken
      /// The start of what is not printed, because formatting is disabled.
      case disable
      /// Text of a disabled region as it was written; printing goes on behind it.
      case verbatim
      /// The start of a line as it was written, without indentation.
      case raw
      case spacing
      case begin
      case end
      /// The rest of an element that became a part of another one.
      case nothing
    }

    var kind: Kind
    /// Of a group: what kind.
    var group: GroupKind = .plain
    /// Of a group: whether it has priority groups, itself or in its transparent groups.
    var hasPriority = false
    // There are many elements: a spacing is kept where a text has its width.
    private var spacingCode: UInt8 = 0
    /// Of a text: how deep it is nested. Of a group: how many comments are in it, see
    /// ``Document/measure()``.
    var level: Int32 = 0
    /// Of a text: columns to the right of its indentation. Of a group: how many elements in it break
    /// the line.
    var offset: Int32 = 0
    /// Of a text: its Unicode scalars. Of a group: its columns on one line.
    var width: Int32 = 0
    /// Of a text: where its bytes start. Of the end of a group: the index of its begin. Of the begin:
    /// the index of the first element in it that is not the begin of another group.
    var start: Int32 = 0
    /// Of a text: where its bytes end. Of the begin of a group: the index of its end.
    var end: Int32 = 0

    @inline(__always)
    init(kind: Kind) {
      self.kind = kind
    }

    @inline(__always)
    init(_ spacing: Spacing) {
      kind = .spacing
      self.spacing = spacing
    }

    /// Of a spacing.
    @inline(__always)
    var spacing: Spacing {
      get { Spacing(code: spacingCode, count: width) }
      set { (spacingCode, width) = (newValue.code, newValue.count) }
    }

    /// Of a spacing: whether it stays on the line, because what it is in does.
    var isUnbroken: Bool {
      get { level != 0 }
      set { level = newValue ? 1 : 0 }
    }

    @inline(__always)
    var isText: Bool { kind != .spacing && kind != .begin && kind != .end && kind != .nothing }
  }

  /// Notes in the begin of each group what it takes on one line, in one pass: so the layout need not look
  /// into groups that do not fit.
  mutating func measure() {
    var columns: Int32 = 0
    // Spacings side by side are one space, if any of them is one.
    var space: Int32 = 0
    var breaks: Int32 = 0
    var comments: Int32 = 0
    /// The first of the begins side by side that come right before the present element, if any do.
    var begins = -1
    for index in 0..<elements.count {
      let element = elements[index]
      switch element.kind {
      case .nothing: continue
      case .begin:
        columns &+= space
        space = 0
        elements[index].width = columns
        elements[index].offset = breaks
        elements[index].level = comments
        if begins < 0 { begins = index }
        continue
      case .end:
        let begin = Int(element.start)
        elements[begin].width = columns &+ space &- elements[begin].width
        elements[begin].offset = breaks &- elements[begin].offset
        elements[begin].level = comments &- elements[begin].level
      case .spacing:
        if element.spacing.breaksLine {
          breaks &+= 1
        } else {
          space |= Int32(element.spacing.flatWidth)
        }
      case .text:
        columns &+= space &+ element.width
        space = 0
      case .comment, .trailingComment:
        columns &+= space
        space = 0
        comments &+= 1
      case .onlyBroken:
        columns &+= space
        space = 0
      case .disable, .verbatim, .raw: breaks &+= 1
      }
      while begins >= 0, begins < index {
        if elements[begins].kind == .begin {
          elements[begins].start = Int32(truncatingIfNeeded: index)
        }
        begins += 1
      }
      begins = -1
    }
  }

  enum GroupKind: UInt8 {
    case plain
    /// May be broken while what is around it in its group stays on one line.
    case priority
    /// Passes its priority groups on to the group around it.
    case transparent
  }
}
