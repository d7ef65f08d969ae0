/// A half-open range of UTF-8 byte offsets in one source text.
///
/// `{ a = 1; }` holds the integer at `SourceRange(6..<7)`. Offsets are 32 bits wide: a source text
/// has at most 2 GiB, which the parser checks.
public struct SourceRange: Hashable, Sendable, Comparable {
  /// The offset of the first byte.
  public var start: UInt32
  /// The offset behind the last byte.
  public var end: UInt32

  /// A range from offsets; a reversed one is taken as empty.
  public init(_ range: Range<Int>) {
    start = UInt32(clamping: range.lowerBound)
    end = UInt32(clamping: range.upperBound)
  }

  /// A range from where it starts and how many bytes it has.
  public init(start: UInt32, length: UInt32) {
    let (end, overflow) = start.addingReportingOverflow(length)
    self.init(start: start, end: overflow ? .max : end)
  }

  init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// The smallest range that holds both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }

  /// Orders by start, then by end.
  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}

/// Where a node was written: part of the node, no part of its meaning.
///
/// Two nodes that differ in nothing but their positions are equal and hash alike, so `==` on
/// expressions means "the same program". Nodes built in Swift have no position.
@propertyWrapper
public struct Position: Hashable, Sendable {
  // No optional inside: a range is 8 bytes in every node of a tree.
  private var packed: SourceRange

  private static let unknown = SourceRange(start: .max, end: .max)

  /// The range in the source text, nil for a node that was not parsed.
  public var wrappedValue: SourceRange? {
    get { packed == Self.unknown ? nil : packed }
    set { packed = newValue ?? Self.unknown }
  }

  /// A position.
  public init(wrappedValue: SourceRange?) {
    packed = wrappedValue ?? Self.unknown
  }

  /// Always true, see ``Position``.
  public static func == (left: Position, right: Position) -> Bool { true }

  /// Adds nothing, see ``Position``.
  public func hash(into hasher: inout Hasher) {}
}

/// How something was or will be written, without a change of meaning: comments, the
/// choice between two spellings. Equal to every other value, like ``Position``.
@propertyWrapper
public struct Incidental<Value: Sendable>: Hashable, Sendable {
  /// The value.
  public var wrappedValue: Value

  /// Wraps a value.
  public init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
  }

  /// Always true, see ``Incidental``.
  public static func == (left: Incidental, right: Incidental) -> Bool { true }

  /// Adds nothing, see ``Incidental``.
  public func hash(into hasher: inout Hasher) {}
}
