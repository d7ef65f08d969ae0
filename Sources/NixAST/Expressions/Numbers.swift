/// An integer literal: 0 to 9223372036854775807. Nix has no negative literals; `Expr.integer(-5)`
/// makes the negation of one.
public struct IntegerLiteral: Hashable, Sendable {
  /// The value, never negative.
  public let value: Int64
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A literal; nil for a negative value.
  public init?(_ value: Int64, range: SourceRange? = nil) {
    guard value >= 0 else { return nil }
    self.init(magnitude: value, range: range)
  }

  init(magnitude value: Int64, range: SourceRange? = nil) {
    self.value = value
    self.range = range
  }
}

/// A floating-point literal: finite, not negative, and zero or a normal number; Nix refuses
/// subnormal ones and has no infinity and no NaN.
public struct FloatLiteral: Hashable, Sendable {
  /// The value.
  public let value: Double
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A literal; nil for a value that has none.
  public init?(_ value: Double, range: SourceRange? = nil) {
    guard value.sign == .plus, value.isZero || value.isNormal else { return nil }
    self.value = value
    self.range = range
  }
}
