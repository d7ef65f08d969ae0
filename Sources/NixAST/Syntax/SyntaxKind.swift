/// The kind of a syntax tree's node. The names follow rnix-parser, the vocabulary of the Nix world.
public enum SyntaxKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// A whole file: one expression.
  case file
  /// A part of the text that is no Nix. Its tokens are there, its structure is not.
  case error

  // MARK: Terms

  /// A variable: one identifier.
  case variable
  /// An integer literal.
  case integer
  /// A floating-point literal.
  case float
  /// A URI without quotes: `https://example.org/x`.
  case uri
  /// `<nixpkgs>`
  case searchPath
  /// `"a ${b}"`. Children: its interpolations.
  case string
  /// `''a ${b}''`. Children: its interpolations.
  case indentedString
  /// `./a/${b}`. Children: its interpolations.
  case path
  /// `${expr}` in a string, a path or a name. Child: the expression.
  case interpolation
  /// `(expr)`. Child: the expression.
  case parenthesized
  /// `[ a b ]`. Children: the elements.
  case list
  /// `{ a = 1; }`, `rec { }`. Children: bindings and inherits.
  case attrSet
  /// `let { a = 1; body = a; }`. Children: bindings and inherits.
  case legacyLet

  // MARK: Expressions

  /// `a.b`, `a.b or c`. Children: what is selected from, the path, the default if there is one.
  case select
  /// `a ? b`. Children: what is tested, the path.
  case hasAttr
  /// `f a b`. Children: the function, the arguments.
  case apply
  /// `-a`. Child: the operand.
  case negate
  /// `!a`. Child: the operand.
  case not
  /// `a + b`. Children: the operands.
  case binary
  /// `x: body`, `{ a }: body`. Children: the parameter, the body.
  case lambda
  /// `let a = 1; in a`. Children: bindings and inherits, the body.
  case letIn
  /// `with a; b`. Children: the scope, the body.
  case with
  /// `assert a; b`. Children: the condition, the body.
  case assert
  /// `if a then b else c`. Children: the three.
  case ifElse

  // MARK: Parts

  /// `a.b = expr;`. Children: the path, the value.
  case binding
  /// `inherit a b;`. Children: the source if there is one, the names.
  case inherit
  /// `(expr)` behind `inherit`. Child: the expression.
  case inheritSource
  /// `a."b".${c}`. Children: the names, each a ``name``, ``string`` or ``interpolation``.
  case attrpath
  /// A bare name: of an attribute, a formal, a parameter.
  case name
  /// `{ a, b ? 1, ... }`, with `args@` before or `@args` behind it. Children: the formals, the
  /// ellipsis, and the name of the whole as ``patternName``.
  case pattern
  /// `a`, `b ? 1`. Children: the name, the default if there is one.
  case formal
  /// `...`
  case ellipsis
  /// `args` of `args@{ }`.
  case patternName
}

extension SyntaxKind {
  /// Whether it is an expression.
  public var isExpression: Bool {
    switch self {
    case .file, .error, .interpolation, .binding, .inherit, .inheritSource, .attrpath, .name,
      .pattern, .formal, .ellipsis, .patternName:
      false
    default: true
    }
  }
}
