extension Attrpath {
  /// A path as Nix writes it: `services."my web".enable`, `a.${b}`; nil for a text that is none.
  ///
  /// ```swift
  /// Attrpath(parsing: "a.\"b.c\"") == Attrpath("a", "b.c")
  /// ```
  public init?(parsing text: String) {
    // Selected from a variable, nothing but a path can be behind the dot.
    guard case .select(let select)? = Expr.parse("_." + text).value, select.defaultValue == nil,
      case .variable = select.base, let range = select.range,
      Int(range.end) == text.utf8.count + 2
    else { return nil }
    self = select.path
  }
}
