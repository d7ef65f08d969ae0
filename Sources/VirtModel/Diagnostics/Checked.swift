import NixAST

/// A value that was checked, with everything that was found on the way.
///
/// ```swift
/// let module = try Pipeline.module(of: source, format: .nix, context: context).get()
/// ```
public struct Checked<Value: Sendable>: Sendable {
  /// The value; nil if there is an error among the diagnostics.
  public private(set) var value: Value?
  /// Errors and warnings, in the order of the text.
  public private(set) var diagnostics: [Diagnostic]

  package init(value: Value?, diagnostics: [Diagnostic]) {
    self.value = value
    self.diagnostics = diagnostics
  }

  /// The value.
  /// - Throws: ``Rejected``, with everything that is wrong, if there is none.
  public consuming func get() throws(Rejected) -> Value {
    guard let value else { throw Rejected(diagnostics: diagnostics) }
    return value
  }

  /// The result of a further step for the value, with the diagnostics of both.
  func map<Result: Sendable>(_ step: (Value) -> Checked<Result>) -> Checked<Result> {
    guard let value else { return Checked<Result>(value: nil, diagnostics: diagnostics) }
    let result = step(value)
    return Checked<Result>(value: result.value, diagnostics: diagnostics + result.diagnostics)
  }
}

/// A text that was refused, with the reasons.
public struct Rejected: Error, Sendable {
  /// Errors and warnings, in the order of the text; at least one is an error.
  public let diagnostics: [Diagnostic]
}
