import NixAST

extension Expr {
  /// The text of a string without interpolations.
  var plainText: String? {
    if case .string(let string) = self { string.text } else { nil }
  }
}
