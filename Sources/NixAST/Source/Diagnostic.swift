/// One diagnostic about a source text: what is wrong, where, and what to write instead.
///
/// The message is a sentence without a full stop; the id is stable and documented
/// (`docs/diagnostics.md`).
public struct Diagnostic: Hashable, Sendable, Error {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable {
    /// The input is refused.
    case error
    /// The input is taken, but should be looked at.
    case warning
  }

  /// A second place, or a remark, that belongs to the diagnostic.
  public struct Note: Hashable, Sendable {
    /// The remark, a sentence without a full stop.
    public var message: String
    /// The place it is about, if it is about one.
    public var range: SourceRange?

    /// A note.
    public init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  /// The stable name of the kind of diagnostic, in kebab case: `unknown-key`.
  public var id: String
  /// How bad it is.
  public var severity: Severity
  /// The problem.
  public var message: String
  /// Where; nil for a diagnostic about the text as a whole, or about values that were made in Swift.
  public var range: SourceRange?
  /// Whether the text at the range and at those of notes must not be shown beside the message.
  public var hidesExcerpt: Bool
  /// Other places and remarks.
  public var notes: [Note]
  /// The solution, as an imperative sentence without a full stop: `write "512m"`.
  public var suggestion: String?

  /// A diagnostic.
  public init(
    _ id: String,
    _ message: String,
    at range: SourceRange?,
    severity: Severity = .error,
    hidesExcerpt: Bool = false,
    notes: [Note] = [],
    suggestion: String? = nil
  ) {
    self.id = id
    self.severity = severity
    self.hidesExcerpt = hidesExcerpt
    self.message = message
    self.range = range
    self.notes = notes
    self.suggestion = suggestion
  }
}

extension Sequence<Diagnostic> {
  /// The diagnostics by position, those without one first; those at one place in the order that they have.
  package func inTextOrder() -> [Diagnostic] {
    enumerated()
      .sorted { left, right in
        switch (left.element.range, right.element.range) {
        case (let a?, let b?): (a, left.offset) < (b, right.offset)
        case (nil, nil): left.offset < right.offset
        case (let a, _): a == nil
        }
      }
      .map(\.element)
  }
}
