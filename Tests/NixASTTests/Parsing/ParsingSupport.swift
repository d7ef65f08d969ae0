import NixAST
import Testing

/// The expression of a text that must parse.
func parsed(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Expr {
  let result = Expr.parse(text)
  let findings = result.diagnostics.map(\.message)
  return try #require(result.value, "\(findings)", sourceLocation: sourceLocation)
}

/// A variable, for short.
func v(_ name: Identifier) -> Expr { .variable(name) }

/// What is wrong with a text, as `line:column: message [id]`, with notes and help on further lines.
func findings(_ text: String) -> [String] {
  findings(SourceText(name: "test.nix", text: text))
}

func findings(_ source: SourceText) -> [String] {
  let result = NixFile.parse(source)
  #expect((result.value == nil) == !result.diagnostics.isEmpty)
  return result.diagnostics.map { diagnostic in
    var lines = [
      "\(diagnostic.range.map { place($0, source) } ?? "") \(diagnostic.message) [\(diagnostic.id)]"
    ]
    for note in diagnostic.notes {
      lines.append("\(note.range.map { place($0, source) } ?? "") note: \(note.message)")
    }
    if let suggestion = diagnostic.suggestion { lines.append("help: \(suggestion)") }
    return lines.joined(separator: "\n")
  }
}

private func place(_ range: SourceRange, _ source: SourceText) -> String {
  let location = source.location(of: Int(range.start))
  return "\(location.line):\(location.column):"
}
