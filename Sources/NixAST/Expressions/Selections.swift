/// A selection: `set.a.b`, or `set.a.b or default`.
public struct Select: Hashable, Sendable {
  /// The expression that an attribute is selected from.
  public var base: Expr
  /// The path.
  public var path: Attrpath
  /// The value where the path leads nowhere.
  public var defaultValue: Expr?
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A selection.
  public init(
    _ base: Expr, _ path: Attrpath, default defaultValue: Expr? = nil, range: SourceRange? = nil
  ) {
    self.base = base
    self.path = path
    self.defaultValue = defaultValue
    self.range = range
  }
}

/// An attribute test: `set ? a.b`.
public struct HasAttr: Hashable, Sendable {
  /// The expression that is tested.
  public var base: Expr
  /// The path.
  public var path: Attrpath
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A test.
  public init(_ base: Expr, _ path: Attrpath, range: SourceRange? = nil) {
    self.base = base
    self.path = path
    self.range = range
  }
}
