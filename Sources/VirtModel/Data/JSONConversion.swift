import NixAST

/// JSON as Nix.
public enum JSONConversion {
  /// The text of a JSON value as a formatted Nix expression with the value that `builtins.fromJSON`
  /// has for it; or everything that is wrong with it. Keys keep their order.
  public static func nix(of source: SourceText) -> Checked<String> {
    var reader = JSONData(source)
    let value = reader.read()
    var diagnostics = reader.diagnostics
    guard let value, diagnostics.isEmpty else {
      return Checked(value: nil, diagnostics: diagnostics)
    }
    let expr = expr(of: value, &diagnostics)
    guard diagnostics.isEmpty else { return Checked(value: nil, diagnostics: diagnostics) }
    do throws(InvalidExpr) {
      return Checked(value: try expr.rendered(), diagnostics: [])
    } catch {
      // Values of JSON without the character U+0000 can all be written.
      return Checked(value: nil, diagnostics: [.jsonNotWritten(error.message, at: value.range)])
    }
  }

  /// JSON has at most 200 levels of nesting.
  private static func expr(of value: DataValue, _ diagnostics: inout [Diagnostic]) -> Expr {
    switch value.kind {
    case .null, .invalid: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let number):
      // Of the negation of zero Nix makes zero: it subtracts.
      if number == 0, number.sign == .minus { return .op(zero, .multiply, .int(-1)) }
      if let literal = Expr.float(number) { return literal }
      diagnostics.append(.jsonTooSmall(number, at: value.range))
      return .null
    case .string(let text), .path(let text):
      if text.utf8.contains(0) { diagnostics.append(.jsonNUL(at: value.range)) }
      return .str(text)
    case .list(let elements): return .list(elements.map { expr(of: $0, &diagnostics) })
    case .set(let set):
      return .attrSet(
        AttrSet(
          set.entries.map { entry in
            if entry.key.utf8.contains(0) { diagnostics.append(.jsonNUL(at: entry.keyRange)) }
            let path = Attrpath(AttrName(entry.key))
            return .attr(AttrpathValue(path, expr(of: entry.value, &diagnostics)))
          }))
    }
  }

  // Zero has a literal.
  private static let zero = Expr.float(0) ?? .int(0)
}
