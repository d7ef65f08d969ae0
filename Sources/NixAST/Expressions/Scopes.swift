/// `let a = 1; in body`. The bindings have no computed names, see ``Expr/rendered()``.
public struct LetIn: Hashable, Sendable {
  /// The bindings; they see each other.
  public var bindings: [Binding]
  /// The value.
  public var body: Expr
  /// Comments before `in`.
  @Incidental public var closing: [Trivium]
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A `let`.
  public init(
    _ bindings: [Binding], in body: Expr, closing: [Trivium] = [], range: SourceRange? = nil
  ) {
    self.bindings = bindings
    self.body = body
    self.closing = closing
    self.range = range
  }
}

/// The ancient `let { a = 1; body = a; }`, which means `(rec { a = 1; body = a; }).body`.
public struct LegacyLet: Hashable, Sendable {
  /// The bindings, `body` among them.
  public var bindings: [Binding]
  /// Comments before the closing brace.
  @Incidental public var closing: [Trivium]
  /// Where it was written.
  @Position public var range: SourceRange?

  /// An ancient `let`.
  public init(_ bindings: [Binding], closing: [Trivium] = [], range: SourceRange? = nil) {
    self.bindings = bindings
    self.closing = closing
    self.range = range
  }
}

/// `with scope; body`: attributes of the scope become variables.
public struct With: Hashable, Sendable {
  /// The attribute set.
  public var scope: Expr
  /// The value.
  public var body: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A `with`.
  public init(_ scope: Expr, _ body: Expr, range: SourceRange? = nil) {
    self.scope = scope
    self.body = body
    self.range = range
  }
}

/// `assert condition; body`.
public struct Assert: Hashable, Sendable {
  /// The condition that must hold.
  public var condition: Expr
  /// The value.
  public var body: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// An assertion.
  public init(_ condition: Expr, _ body: Expr, range: SourceRange? = nil) {
    self.condition = condition
    self.body = body
    self.range = range
  }
}

/// `if condition then a else b`.
public struct IfElse: Hashable, Sendable {
  /// The condition.
  public var condition: Expr
  /// The value if it holds.
  public var then: Expr
  /// The value if not.
  public var otherwise: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A conditional.
  public init(
    _ condition: Expr, then: Expr, else otherwise: Expr, range: SourceRange? = nil
  ) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
    self.range = range
  }
}
