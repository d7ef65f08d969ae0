/// Why an expression cannot be written as Nix, though each of its parts could be built.
public struct InvalidExpr: Error, Hashable, Sendable {
  /// What is wrong, a sentence without a full stop.
  public var message: String
}

extension NixFile {
  /// The text of the file in the layout of the official formatter (nixfmt): two spaces of
  /// indentation, lines of at most 100 columns without it, a line break at the end.
  ///
  /// - Throws: ``InvalidExpr`` for what no type can rule out: an attribute bound twice or a formal
  ///   named twice, a computed name in a `let`, a NUL in a string, more than
  ///   ``Expr/maximumDepth`` levels of nesting.
  public consuming func rendered() throws(InvalidExpr) -> String {
    let parts = try Validity.check(expr)
    return NixWriter.text(of: NixWriter.document(of: self, parts: parts))
  }
}

extension Expr {
  /// The deepest nesting that is parsed and rendered. A stack of 8 MiB has room for it, in a build
  /// without optimization too.
  public static let maximumDepth = 300

  /// The longest chain of one operator, or of `else if`, that is parsed and rendered.
  public static let maximumChain = 4000

  /// The text of a file that holds just the expression, see ``NixFile/rendered()``.
  public func rendered() throws(InvalidExpr) -> String {
    try NixFile(self).rendered()
  }
}
