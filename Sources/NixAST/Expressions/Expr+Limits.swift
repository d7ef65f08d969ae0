extension Expr {
  /// The deepest nesting that is parsed and rendered. A stack of 512 KiB has room for what is done with such
  /// an expression, in a build without optimization too.
  public static let maximumDepth = 300

  /// The longest chain of one operator, or of `else if`, that is parsed and rendered.
  public static let maximumChain = 2000
}
