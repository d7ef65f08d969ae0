import NixAST

/// The findings of a run, in the order in which they were made.
struct Findings: Sendable {
  private(set) var diagnostics: [Diagnostic] = []

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  mutating func report(_ more: [Diagnostic]) {
    diagnostics += more
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Ordered by position. A place that several guests inherit from `defaults` is told once.
  var ordered: [Diagnostic] {
    struct Place: Hashable {
      var id: String
      var range: SourceRange
    }
    var seen: Set<Place> = []
    return diagnostics.enumerated()
      .sorted { ($0.element.range, $0.offset) < ($1.element.range, $1.offset) }
      .map(\.element)
      .filter { seen.insert(Place(id: $0.id, range: $0.range)).inserted }
  }
}

/// A value and where it was written; nowhere, for one that was made in Swift.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// Where it was written.
  public var range: SourceRange?

  /// A value.
  public init(_ value: Value, at range: SourceRange? = nil) {
    self.value = value
    self.range = range
  }

  /// The range for a message; the start of the text for a value that has none.
  var place: SourceRange { range ?? SourceRange(0..<0) }
}
