/// A function: `x: body`, `{ a, b ? 1, ... }: body`.
public struct Lambda: Hashable, Sendable {
  /// The parameter.
  public var param: Param
  /// The result.
  public var body: Expr
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A function.
  public init(_ param: Param, body: Expr, range: SourceRange? = nil) {
    self.param = param
    self.body = body
    self.range = range
  }
}

/// The parameter of a function.
public enum Param: Hashable, Sendable {
  /// One value under a name: `x:`.
  case identifier(Identifier)
  /// An attribute set that is taken apart: `{ a, b }:`.
  case pattern(Pattern)
}

/// A set pattern: `{ a, b ? 1, ... }@args`.
public struct Pattern: Hashable, Sendable {
  /// The formals; no two of the same name, see ``Expr/rendered()``.
  public var formals: [Formal]
  /// Whether further attributes are allowed: `...`.
  public var hasEllipsis: Bool
  /// The name for the whole set, if any: `args@{ … }`.
  public var bind: Identifier?
  /// Whether that name is written after the pattern: `{ … }@args`.
  @Incidental public var bindsBehind: Bool
  /// Comments before the ellipsis or the closing brace.
  @Incidental public var closing: [Trivium]
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A pattern.
  public init(
    _ formals: [Formal],
    hasEllipsis: Bool = false,
    bind: Identifier? = nil,
    bindsBehind: Bool = false,
    closing: [Trivium] = [],
    range: SourceRange? = nil
  ) {
    self.formals = formals
    self.hasEllipsis = hasEllipsis
    self.bind = bind
    self.bindsBehind = bindsBehind
    self.closing = closing
    self.range = range
  }
}

/// One name of a set pattern, with its default if it has one: `a`, `b ? 1`.
public struct Formal: Hashable, Sendable {
  /// The name.
  public var name: Identifier
  /// The value where the caller gives none.
  public var defaultValue: Expr?
  /// Comments and blank lines around it.
  @Incidental public var trivia: ItemTrivia
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A formal.
  public init(
    _ name: Identifier,
    default defaultValue: Expr? = nil,
    trivia: ItemTrivia = .none,
    range: SourceRange? = nil
  ) {
    self.name = name
    self.defaultValue = defaultValue
    self.trivia = trivia
    self.range = range
  }
}

/// A function application: `f x y`. The function itself is not an application: its arguments would
/// come first.
public struct Apply: Hashable, Sendable {
  // One reference: whoever looks at one part of it copies no other.
  private final class Parts: Sendable {
    let function: Expr
    let arguments: [Expr]
    let position: Position

    init(_ function: Expr, _ arguments: [Expr], _ position: Position) {
      self.function = function
      self.arguments = arguments
      self.position = position
    }
  }

  private let parts: Parts

  /// The function.
  public var function: Expr { parts.function }
  /// The arguments, at least one.
  public var arguments: [Expr] { parts.arguments }
  /// Where it was written.
  public var range: SourceRange? { parts.position.wrappedValue }

  /// An application of a function to one argument, added to those it has already.
  public init(_ function: Expr, to argument: Expr, range: SourceRange? = nil) {
    self.init(function, to: argument, [], range: range)
  }

  /// An application to at least one argument.
  public init(
    _ function: Expr, to argument: Expr, _ more: [Expr], range: SourceRange? = nil
  ) {
    self.init(unchecked: function, to: [argument] + more, range: range)
  }

  /// For the parser, which has one argument at least.
  init(unchecked function: Expr, to arguments: [Expr], range: SourceRange?) {
    let position = Position(wrappedValue: range)
    if case .apply(let inner) = function {
      parts = Parts(inner.function, inner.arguments + arguments, position)
    } else {
      parts = Parts(function, arguments, position)
    }
  }

  /// Whether both apply the same to the same.
  public static func == (left: Apply, right: Apply) -> Bool {
    left.function == right.function && left.arguments == right.arguments
  }

  /// Adds the function and its arguments.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(function)
    hasher.combine(arguments)
  }
}
