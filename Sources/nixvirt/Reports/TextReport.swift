import NixAST

/// Findings for people: what, where, the line, and what to write instead.
struct TextReport {
  let source: SourceText
  let style: Style
  let columns: Int

  func text(_ diagnostics: [Diagnostic]) -> String {
    if diagnostics.isEmpty { return "" }
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
    var text =
      "\(place(diagnostic.range)): \(severity) \(style(.strong, clean(diagnostic.message)))"
      + " [\(diagnostic.id)]\n"
    text += excerpt(diagnostic.range, role, isSecret: diagnostic.isSecret)
    for note in diagnostic.notes {
      let place = note.range.map { "\(self.place($0)): " } ?? ""
      text += "\(place)\(style(.note, "note:")) \(clean(note.message))\n"
      if let range = note.range { text += excerpt(range, .note, isSecret: diagnostic.isSecret) }
    }
    if let suggestion = diagnostic.suggestion {
      text += "\(style(.help, "help:")) \(clean(suggestion))\n"
    }
    return text
  }

  private func place(_ range: SourceRange) -> String {
    let location = source.location(of: Int(range.start))
    return style(.strong, "\(source.name):\(location.line):\(location.column)")
  }

  /// The line of a range with carets below the range.
  private func excerpt(_ range: SourceRange, _ role: Style.Role, isSecret: Bool) -> String {
    let start = source.location(of: Int(range.start))
    guard !isSecret, !source.bytes.isEmpty, let line = source.line(start.line) else { return "" }
    let end = source.location(of: Int(range.end))
    let scalars = Array(line.unicodeScalars)
    let first = min(start.column - 1, scalars.count)
    let last =
      end.line > start.line ? scalars.count : min(max(end.column - 1, first), scalars.count)
    let window = window(of: scalars.count, around: first)
    let before = scalars[window.lowerBound..<first].map(shown).joined()
    let marked = scalars[first..<max(first, min(last, window.upperBound))].map(shown).joined()
    let after = scalars[max(first, min(last, window.upperBound))..<window.upperBound]
      .map(shown).joined()
    let cut = (window.lowerBound > 0 ? "…" : "", window.upperBound < scalars.count ? "…" : "")
    let margin = String(repeating: " ", count: String(start.line).count)
    let indentation = String(repeating: " ", count: width(cut.0 + before))
    let carets = String(repeating: "^", count: max(1, width(marked)))
    return "\(start.line) | \(cut.0)\(before)\(marked)\(after)\(cut.1)\n"
      + "\(margin) | \(indentation)\(style(role, carets))\n"
  }

  /// The part of a long line that is shown.
  private func window(of count: Int, around place: Int) -> Range<Int> {
    let room = max(columns - 12, 40)
    if count <= room { return 0..<count }
    let start = max(0, min(place - room / 3, count - room))
    return start..<min(start + room, count)
  }

  /// A character as the terminal may see it.
  private func shown(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\t" { return "  " }
    return isHarmless(scalar) ? String(scalar) : "\u{FFFD}"
  }

  private func isHarmless(_ scalar: Unicode.Scalar) -> Bool { DisplayText.isHarmless(scalar) }

  private func clean(_ text: String) -> String { DisplayText.clean(text) }

  private func width(_ text: String) -> Int { DisplayText.width(text) }
}
