import NixAST

/// A kind of error or warning: its stable id, how bad it is, what it means, and what to do. Each is
/// declared once, in `IDs`; `docs/diagnostics.md` is made from it. Its example is the directory of its
/// id in `Tests/GoldenFiles/diagnostics`.
///
/// The ids of syntax errors are those that NixAST reports.
public struct DiagnosticID: Hashable, Sendable, CaseIterable {
  /// The id: `no-login`.
  public let rawValue: String
  /// How bad it is, unless a report says otherwise.
  public let severity: Diagnostic.Severity
  /// Why it is reported, a sentence in Markdown.
  public let cause: String
  /// The solution, a sentence in Markdown.
  public let cure: String

  static func error(_ id: String, cause: String, cure: String) -> DiagnosticID {
    DiagnosticID(rawValue: id, severity: .error, cause: cause, cure: cure)
  }

  static func warning(_ id: String, cause: String, cure: String) -> DiagnosticID {
    DiagnosticID(rawValue: id, severity: .warning, cause: cause, cure: cure)
  }

  private init(rawValue: String, severity: Diagnostic.Severity, cause: String, cure: String) {
    self.rawValue = rawValue
    self.severity = severity
    self.cause = cause
    self.cure = cure
  }

  /// The kind with an id; nil if no diagnostic has it.
  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  /// All kinds, by their ids.
  public static let allCases =
    (ofLanguage + ofValues + ofGuests + ofNetworks + ofFleets + ofImport)
    .sorted { $0.rawValue < $1.rawValue }
}

extension Diagnostic {
  /// An error or warning of a kind.
  ///
  /// - Parameter severity: how bad it is here, if that is not what it is elsewhere.
  init(
    _ id: DiagnosticID, _ message: String, at range: SourceRange?, severity: Severity? = nil,
    hidesExcerpt: Bool = false, notes: [Note] = [], suggestion: String? = nil
  ) {
    self.init(
      id.rawValue, message, at: range, severity: severity ?? id.severity,
      hidesExcerpt: hidesExcerpt,
      notes: notes,
      suggestion: suggestion)
  }
}
