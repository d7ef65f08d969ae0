/// A document to be laid out: texts, the spacings between them, and groups of both.
///
/// The idea is that of Wadler's and Oppen's printers: a group is printed on one line if it fits and
/// broken otherwise. The elements are in one array, a group between its `begin` and its `end`, so
/// that what follows an element is the rest of the array, and looking ahead is a scan.
struct Document: ~Copyable {
  var elements: Stack<Element>
  /// The bytes of all texts.
  var bytes: Stack<UInt8>

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
    /// Of a text: how deep it is nested.
    var level: Int32 = 0
    /// Of a text: columns to the right of its indentation.
    var offset: Int32 = 0
    /// Of a text: its Unicode scalars.
    var width: Int32 = 0
    /// Of a text: where its bytes start.
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

  enum GroupKind: UInt8 {
    case plain
    /// May be broken while what is around it in its group stays on one line.
    case priority
    /// Passes its priority groups on to the group around it.
    case transparent
  }
}
