import NixAST

/// Diagnostics for people: what, where, the line, and what to write instead.
struct TextReport {
  let source: SourceText
  let style: Style
  let columns: Int
  private let excerpt: Excerpt
  private let name: String

  init(source: SourceText, style: Style, columns: Int) {
    self.source = source
    self.style = style
    self.columns = columns
    excerpt = Excerpt(source: source, style: style, columns: columns)
    name = DisplayText.clean(source.name)
  }

  func text(_ diagnostics: [Diagnostic]) -> String {
    var text = diagnostics.map(self.text).joined(separator: "\n")
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let counts = [count(errors, "error"), count(warnings, "warning")].compactMap(\.self)
    if diagnostics.count > 1 { text += "\n\(counts.joined(separator: ", "))\n" }
    return text
  }

  private func count(_ count: Int, _ noun: String) -> String? {
    count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func text(_ diagnostic: Diagnostic) -> String {
    let role: Style.Role = diagnostic.severity == .error ? .error : .warning
    let severity = style(role, "\(diagnostic.severity.rawValue):")
    let message = style(.strong, DisplayText.message(diagnostic.message))
    let start = diagnostic.range.map { source.location(of: Int($0.start)) }
    let place = start.map(self.place) ?? style.link(style(.strong, name), toFile: source.name)
    var text = "\(place): \(severity) \(message) [\(diagnostic.id)]\n"
    if let range = diagnostic.range, let start, !diagnostic.hidesExcerpt {
      text += excerpt.text(range, at: start, role)
    }
    for note in diagnostic.notes {
      let start = note.range.map { source.location(of: Int($0.start)) }
      let place = start.map { "\(self.place($0)): " } ?? ""
      text += "\(place)\(style(.note, "note:")) \(DisplayText.message(note.message))\n"
      if let range = note.range, let start, !diagnostic.hidesExcerpt {
        text += excerpt.text(range, at: start, .note)
      }
    }
    if let suggestion = diagnostic.suggestion {
      text += "\(style(.help, "help:")) \(DisplayText.message(suggestion))\n"
    }
    return text
  }

  private func place(_ location: SourceText.Location) -> String {
    let text = style(.strong, "\(name):\(location.line):\(location.column)")
    return style.link(text, toFile: source.name)
  }
}
