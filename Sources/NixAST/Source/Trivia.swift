/// Trivia before an item: comments and blank lines.
public enum Trivium: Hashable, Sendable {
  /// A line comment, without the `#` and one following space: `.comment("why")` is `# why`.
  /// Line breaks in the text make several comment lines.
  case comment(String)
  /// A blank line.
  case blankLine
  /// A block comment over several lines, without `/*` and `*/`; `isDoc` for `/** … */`. The text
  /// is one string per line, without the common indentation. An embedded `*/` is split.
  case block([String], isDoc: Bool)
}

/// The comments and blank lines around a binding, list element or formal.
///
/// They are kept by parser and renderer at the positions that the official formatter leaves alone:
/// lines before the item, and one comment behind it.
public struct ItemTrivia: Hashable, Sendable {
  // One reference in each item; nil for the many that have no trivia.
  private indirect enum Storage: Hashable, Sendable {
    case kept(before: [Trivium], after: String?)

    /// One for the many items that have nothing but a blank line before them.
    static let blankLine = kept(before: [.blankLine], after: nil)
  }

  private var storage: Storage?

  /// The trivia on the lines before the item.
  public var before: [Trivium] {
    get {
      guard case .kept(let before, _) = storage else { return [] }
      return before
    }
    set { self = ItemTrivia(before: newValue, after: after) }
  }

  /// The comment behind the item on its last line, without `#`.
  public var after: String? {
    get {
      guard case .kept(_, let after) = storage else { return nil }
      return after
    }
    set { self = ItemTrivia(before: before, after: newValue) }
  }

  /// No comment, no blank line.
  public static let none = ItemTrivia()

  /// Trivia from its parts.
  public init(before: [Trivium] = [], after: String? = nil) {
    if after == nil, before.count <= 1, before.first == nil || before.first == .blankLine {
      storage = before.isEmpty ? nil : Storage.blankLine
    } else {
      storage = .kept(before: before, after: after)
    }
  }

  /// Whether there is none.
  public var isEmpty: Bool { storage == nil }
}
