/// A file of Nix: one expression, the comments before it and behind it.
public struct NixFile: Hashable, Sendable {
  /// Comments and blank lines before the expression.
  @Incidental public var header: [Trivium]
  /// The expression.
  public var expr: Expr
  /// Comments behind the expression.
  @Incidental public var footer: [Trivium]

  /// A file.
  public init(header: [Trivium] = [], _ expr: Expr, footer: [Trivium] = []) {
    self.header = header
    self.expr = expr
    self.footer = footer
  }
}
