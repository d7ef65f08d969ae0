/// An expression of the Nix language.
///
/// One case per construct of the language, each with one payload type of its own file in this
/// directory, which explains the construct. `==` means "the same program": source positions,
/// comments and the choice between two spellings of one thing take no part in it.
///
/// ```swift
/// let module: Expr = .lambda(.pattern("lib", "pkgs", ellipsis: true), body: [
///   "networking.hostName": "alice",
/// ])
/// try module.rendered()
/// ```
///
/// There is no case for parentheses: the renderer puts them where the grammar wants them.
/// See the chapter "Nix Language" of the Nix Reference Manual.
public enum Expr: Sendable {
  /// A variable: `pkgs`.
  case variable(Variable)
  /// An integer literal: `42`.
  case integer(IntegerLiteral)
  /// A floating-point literal: `1.5`.
  case float(FloatLiteral)
  /// A string, double-quoted or indented: `"a ${b}"`.
  case string(Str)
  /// A path literal: `./disk.nix`.
  case path(PathLiteral)
  /// A lookup in the search path: `<nixpkgs>`.
  case searchPath(SearchPath)
  /// A list: `[ 1 2 ]`.
  case list(List)
  /// An attribute set: `{ a = 1; }`, `rec { }`.
  case attrSet(AttrSet)
  /// A selection: `a.b`, `a.b or c`.
  case select(Select)
  /// An attribute test: `a ? b`.
  indirect case hasAttr(HasAttr)
  /// A function application: `f x y`.
  case apply(Apply)
  /// A unary operation: `-a`, `!a`.
  indirect case unary(UnaryOperation)
  /// A binary operation: `a // b`.
  indirect case binary(BinaryOperation)
  /// A function: `x: x`, `{ lib, ... }: { }`.
  indirect case lambda(Lambda)
  /// `let a = 1; in a`.
  indirect case letIn(LetIn)
  /// The ancient `let { a = 1; body = a; }`.
  indirect case legacyLet(LegacyLet)
  /// `with a; b`.
  indirect case with(With)
  /// `assert a; b`.
  indirect case assert(Assert)
  /// `if a then b else c`.
  indirect case ifElse(IfElse)

  /// Where the expression was written, from its first to its last token, without parentheses
  /// around it; nil if it was not parsed.
  public var range: SourceRange? {
    switch self {
    case .variable(let node): node.range
    case .integer(let node): node.range
    case .float(let node): node.range
    case .string(let node): node.range
    case .path(let node): node.range
    case .searchPath(let node): node.range
    case .list(let node): node.range
    case .attrSet(let node): node.range
    case .select(let node): node.range
    case .hasAttr(let node): node.range
    case .apply(let node): node.range
    case .unary(let node): node.range
    case .binary(let node): node.range
    case .lambda(let node): node.range
    case .letIn(let node): node.range
    case .legacyLet(let node): node.range
    case .with(let node): node.range
    case .assert(let node): node.range
    case .ifElse(let node): node.range
    }
  }
}
