// Swift literals are Nix literals: `["a.b": 1, "c": ["x", true]]` is `{ a.b = 1; c = [ "x" true ]; }`.

extension Expr: ExpressibleByStringInterpolation {
  /// A string without interpolations.
  public init(stringLiteral text: String) {
    self = .string(Str(text))
  }

  /// A string with interpolations, see ``Str``.
  public init(stringInterpolation: Str.Interpolation) {
    self = .string(Str(stringInterpolation: stringInterpolation))
  }
}

extension Expr: ExpressibleByIntegerLiteral {
  /// An integer, a negative one as a negation.
  public init(integerLiteral value: Int64) {
    self = .int(value)
  }
}

extension Expr: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) {
    self = .bool(value)
  }
}

extension Expr: ExpressibleByNilLiteral {
  /// `null`.
  public init(nilLiteral: ()) {
    self = .null
  }
}

extension Expr: ExpressibleByArrayLiteral {
  /// A list.
  public init(arrayLiteral elements: Expr...) {
    self = .list(elements)
  }
}

extension Expr: ExpressibleByDictionaryLiteral {
  /// An attribute set; the keys are attribute paths.
  public init(dictionaryLiteral elements: (Attrpath, Expr)...) {
    self = .attrSet(AttrSet(elements.map { .attr(AttrpathValue($0.0, $0.1)) }))
  }
}
