/// Why an expression cannot be written as Nix, though each of its parts could be built.
public struct InvalidExpr: Error, Hashable, Sendable {
  /// The problem, a sentence without a full stop.
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
    if let text = DirectWriter.text(of: self) { return text }
    return try TreeWriter.text(of: self)
  }
}

extension Expr {
  /// The text of a file that holds just the expression, see ``NixFile/rendered()``.
  public func rendered() throws(InvalidExpr) -> String {
    try NixFile(self).rendered()
  }
}

extension NixFile {
  /// The text by way of a tree and a document, which lay out every shape; for tests.
  package func renderedAsTree() throws(InvalidExpr) -> String { try TreeWriter.text(of: self) }

  /// The text as it is written directly, nil if its shape is none of those or if it has an error; for
  /// tests.
  package func renderedDirectly() -> String? { DirectWriter.text(of: self) }
}
