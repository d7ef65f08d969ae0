/// One finding about a source text: what is wrong, where, and what to write instead.
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

  /// A second place, or a remark, that belongs to the finding.
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

  /// The stable name of the kind of finding, in kebab case: `unknown-key`.
  public var id: String
  /// How bad it is.
  public var severity: Severity
  /// What is wrong.
  public var message: String
  /// Where.
  public var range: SourceRange
  /// Whether the text at the range is a secret, which must not be shown.
  public var isSecret: Bool
  /// Other places and remarks.
  public var notes: [Note]
  /// What to write instead, as an imperative sentence without a full stop: `write "512m"`.
  public var suggestion: String?

  /// A finding.
  public init(
    _ id: String,
    _ message: String,
    at range: SourceRange,
    severity: Severity = .error,
    isSecret: Bool = false,
    notes: [Note] = [],
    suggestion: String? = nil
  ) {
    self.id = id
    self.severity = severity
    self.isSecret = isSecret
    self.message = message
    self.range = range
    self.notes = notes
    self.suggestion = suggestion
  }
}
