/// A selection: `set.a.b`, or `set.a.b or default`.
public struct Select: Hashable, Sendable {
  // One reference: whoever looks at one part of it copies no other.
  private final class Parts: Sendable {
    let base: Expr
    let path: Attrpath
    let defaultValue: Expr?
    let position: Position

    init(_ base: Expr, _ path: Attrpath, _ defaultValue: Expr?, _ position: Position) {
      self.base = base
      self.path = path
      self.defaultValue = defaultValue
      self.position = position
    }
  }

  private var parts: Parts

  /// The expression that an attribute is selected from.
  public var base: Expr {
    get { parts.base }
    set { parts = Parts(newValue, path, defaultValue, parts.position) }
  }
  /// The path.
  public var path: Attrpath {
    get { parts.path }
    set { parts = Parts(base, newValue, defaultValue, parts.position) }
  }
  /// The value where the path leads nowhere.
  public var defaultValue: Expr? {
    get { parts.defaultValue }
    set { parts = Parts(base, path, newValue, parts.position) }
  }
  /// Where it was written.
  public var range: SourceRange? { parts.position.wrappedValue }

  /// A selection.
  public init(
    _ base: Expr, _ path: Attrpath, default defaultValue: Expr? = nil, range: SourceRange? = nil
  ) {
    parts = Parts(base, path, defaultValue, Position(wrappedValue: range))
  }

  /// Whether both select the same of the same.
  public static func == (left: Select, right: Select) -> Bool {
    left.base == right.base && left.path == right.path && left.defaultValue == right.defaultValue
  }

  /// Adds what is selected, and of what.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(path)
    hasher.combine(defaultValue)
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
