/// A list: `[ a b ]`.
public struct List: Hashable, Sendable {
  /// An element with the comments around it.
  public struct Element: Hashable, Sendable {
    /// The expression.
    public var expr: Expr
    /// Comments and blank lines around it.
    @Incidental public var trivia: ItemTrivia

    /// An element.
    public init(_ expr: Expr, trivia: ItemTrivia = .none) {
      self.expr = expr
      self.trivia = trivia
    }
  }

  /// The elements.
  public var elements: [Element]
  /// Comments before the closing bracket.
  @Incidental public var closing: [Trivium]
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A list.
  public init(_ elements: [Element], closing: [Trivium] = [], range: SourceRange? = nil) {
    self.elements = elements
    self.closing = closing
    self.range = range
  }
}

/// An attribute set: `{ a = 1; inherit b; }`, or `rec { … }`.
public struct AttrSet: Hashable, Sendable {
  /// The bindings. No attribute may be bound twice, see ``Expr/rendered()``.
  public var bindings: [Binding]
  /// Comments before the closing brace.
  @Incidental public var closing: [Trivium]
  /// Where it was written.
  @Position public var range: SourceRange?
  // Small fields are at the end of a payload, so that an expression has 32 bytes, not 40.
  /// Whether it is `rec`: its attributes see each other.
  public var isRecursive: Bool

  /// An attribute set.
  public init(
    _ bindings: [Binding],
    isRecursive: Bool = false,
    closing: [Trivium] = [],
    range: SourceRange? = nil
  ) {
    self.bindings = bindings
    self.isRecursive = isRecursive
    self.closing = closing
    self.range = range
  }
}

/// An item of an attribute set or a `let`.
public enum Binding: Hashable, Sendable {
  /// `a.b = expr;`
  case attr(AttrpathValue)
  /// `inherit a b;`, `inherit (from) a b;`
  indirect case inherit(Inherit)

  /// The comments and blank lines around it.
  public var trivia: ItemTrivia {
    get {
      switch self {
      case .attr(let node): node.trivia
      case .inherit(let node): node.trivia
      }
    }
    set {
      switch self {
      case .attr(var node):
        node.trivia = newValue
        self = .attr(node)
      case .inherit(var node):
        node.trivia = newValue
        self = .inherit(node)
      }
    }
  }
}

/// A path with its value: `a.b = expr;`
public struct AttrpathValue: Hashable, Sendable {
  // Bindings are copied a lot on their way from model to text: as one reference, not field by field.
  private final class Parts: Sendable {
    let path: Attrpath
    let value: Expr
    let trivia: ItemTrivia
    let position: Position

    init(_ path: Attrpath, _ value: Expr, _ trivia: ItemTrivia, _ position: Position) {
      self.path = path
      self.value = value
      self.trivia = trivia
      self.position = position
    }
  }

  private var parts: Parts

  /// The name that is bound.
  public var path: Attrpath { parts.path }
  /// To what.
  public var value: Expr {
    get { parts.value }
    set { parts = Parts(path, newValue, trivia, parts.position) }
  }
  /// Comments and blank lines around it.
  public var trivia: ItemTrivia {
    get { parts.trivia }
    set { parts = Parts(path, value, newValue, parts.position) }
  }
  /// Where it was written, up to the semicolon.
  public var range: SourceRange? { parts.position.wrappedValue }

  /// A binding.
  public init(
    _ path: Attrpath, _ value: Expr, trivia: ItemTrivia = .none, range: SourceRange? = nil
  ) {
    parts = Parts(path, value, trivia, Position(wrappedValue: range))
  }

  /// Whether both bind the same to the same.
  public static func == (left: AttrpathValue, right: AttrpathValue) -> Bool {
    left.path == right.path && left.value == right.value
  }

  /// Adds what is bound, and to what.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(value)
  }
}

/// `inherit a b;` takes variables of the scope, `inherit (from) a b;` attributes of `from`.
public struct Inherit: Hashable, Sendable {
  /// The set to take them from; nil for the scope.
  public var source: Expr?
  /// The names, all fixed.
  public var names: [Name]
  /// Comments and blank lines around it.
  @Incidental public var trivia: ItemTrivia
  /// Where it was written, up to the semicolon.
  @Position public var range: SourceRange?

  /// A name to inherit: any text, never computed.
  public struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The text.
    public var text: String
    /// Whether a name that could stand bare is written in quotes all the same.
    @Incidental public var isQuoted: Bool
    /// Where it was written.
    @Position public var range: SourceRange?

    /// A name.
    public init(_ text: String, isQuoted: Bool = false, range: SourceRange? = nil) {
      self.text = text
      self.isQuoted = isQuoted
      self.range = range
    }

    /// A name.
    public init(stringLiteral text: String) {
      self.init(text)
    }

    /// Whether both are the same text, byte for byte.
    public static func == (left: Name, right: Name) -> Bool { left.text.isSame(as: right.text) }
  }

  /// An `inherit`.
  public init(
    _ names: [Name],
    from source: Expr? = nil,
    trivia: ItemTrivia = .none,
    range: SourceRange? = nil
  ) {
    self.names = names
    self.source = source
    self.trivia = trivia
    self.range = range
  }
}
