/// A document to be laid out: texts, the spacings between them, and groups of both.
///
/// The idea is that of Wadler's and Oppen's printers: a group is printed on one line if it fits and
/// broken otherwise. The elements are in one array, a group between its `begin` and its `end`, so
/// that what follows an element is the rest of the array, and looking ahead is a scan.
struct Document {
  var elements: [Element]
  /// The bytes of all texts.
  var bytes: [UInt8]

  struct Element {
    enum Kind: UInt8 {
      case text
      /// Text that takes no part in decisions about width.
      case comment
      /// Text that is printed only where its group is broken.
      case onlyBroken
      case spacing
      case begin
      case end
      /// What is left of an element that became a part of another one.
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
    var level: Int16 = 0
    /// Of a text: columns to the right of its indentation.
    var offset: Int16 = 0
    /// Of a text: its Unicode scalars.
    var width: Int32 = 0
    /// Of a text: where its bytes start.
    var start: Int32 = 0
    /// Of a text: where its bytes end. Of the begin of a group: the index of its end.
    var end: Int32 = 0

    init(kind: Kind) {
      self.kind = kind
    }

    /// Of a spacing.
    var spacing: Spacing {
      get { Spacing(code: spacingCode, count: width) }
      set { (spacingCode, width) = newValue.code }
    }

    /// Of a spacing: whether it stays on the line, because what it is in does.
    var isUnbroken: Bool {
      get { level != 0 }
      set { level = newValue ? 1 : 0 }
    }

    /// The width of a text that counts.
    var countedWidth: Int { kind == .comment ? 0 : Int(width) }

    var isText: Bool { kind == .text || kind == .comment || kind == .onlyBroken }
  }

  enum GroupKind: UInt8 {
    case plain
    /// May be broken while what is around it in its group stays on one line.
    case priority
    /// Passes its priority groups on to the group around it.
    case transparent
  }
}

extension [Document.Element] {
  /// What a run of elements takes on one line, where side by side spacings are one; nil if that is
  /// more than a limit, or if there is a line break. No scan is longer than a line of text.
  func flatWidth(_ range: Range<Int>, limit: Int) -> Int? {
    var total = 0
    var pending: Spacing?
    for index in range {
      switch self[index].kind {
      case .text, .comment:
        total += self[index].countedWidth + (pending?.flatWidth ?? 0)
        pending = nil
        if total > limit { return nil }
      case .spacing:
        let spacing = self[index].spacing
        if spacing.breaksLine { return nil }
        pending = pending?.merged(with: spacing) ?? spacing
      case .begin, .end, .nothing, .onlyBroken: break
      }
    }
    total += pending?.flatWidth ?? 0
    return total <= limit ? total : nil
  }

  /// Prints a run of elements on one line.
  func printFlat(_ range: Range<Int>, of bytes: [UInt8], to output: inout [UInt8]) {
    var pending: Spacing?
    for index in range {
      let element = self[index]
      switch element.kind {
      case .text, .comment:
        if pending?.flatWidth == 1 { output.append(UInt8(ascii: " ")) }
        pending = nil
        output += bytes[Int(element.start)..<Int(element.end)]
      case .spacing: pending = pending?.merged(with: element.spacing) ?? element.spacing
      case .begin, .end, .nothing, .onlyBroken: break
      }
    }
    if pending?.flatWidth == 1 { output.append(UInt8(ascii: " ")) }
  }
}
