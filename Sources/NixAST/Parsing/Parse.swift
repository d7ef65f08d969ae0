/// What parsing gives: as much as could be read, and everything that is wrong.
public struct Parsed<Value: Sendable>: Sendable {
  /// The value; nil if there is any error among the diagnostics.
  public var value: Value?
  /// Errors and warnings, in the order of the text.
  public var diagnostics: [Diagnostic]

  /// A result.
  public init(value: Value?, diagnostics: [Diagnostic]) {
    self.value = value
    self.diagnostics = diagnostics
  }
}
