import NixAST

/// How findings are printed.
enum FindingsFormat {
  /// For people.
  case text(Style, columns: Int)
  /// Commands of a GitHub workflow, which shows them at the lines of a change.
  case github
  /// An object with an array, one entry a finding.
  case json
  /// SARIF, which code hosts and editors read.
  case sarif

  init(_ session: Session) {
    switch session.invocation.value(of: Options.format) {
    case "github": self = .github
    case "json": self = .json
    case "sarif": self = .sarif
    default: self = .text(session.style, columns: session.terminal.columns)
    }
  }

  /// Whether a report is what a program reads from the standard output.
  var isResult: Bool {
    if case .text = self { false } else { true }
  }

  func report(_ diagnostics: [Diagnostic], _ source: SourceText) -> String {
    report([(diagnostics, source)])
  }

  /// The findings about several files.
  func report(_ files: [([Diagnostic], SourceText)]) -> String {
    switch self {
    case .text(let style, let columns):
      files.map { diagnostics, source in
        TextReport(source: source, style: style, columns: columns).text(diagnostics)
      }.joined()
    case .github:
      files.flatMap { diagnostics, source in diagnostics.map { GitHubReport.line($0, source) } }
        .joined()
    case .json: JSONReport.text(files)
    case .sarif: SARIFReport.text(files)
    }
  }
}

/// Workflow commands, as described in "Workflow commands for GitHub Actions".
private enum GitHubReport {
  static func line(_ diagnostic: Diagnostic, _ source: SourceText) -> String {
    let start = source.location(of: Int(diagnostic.range.start))
    let end = source.location(of: Int(diagnostic.range.end))
    let message = [diagnostic.message, diagnostic.suggestion].compactMap(\.self)
      .joined(separator: "\n")
    return "::\(diagnostic.severity.rawValue) file=\(property(source.name)),line=\(start.line)"
      + ",col=\(start.column),endLine=\(end.line),endColumn=\(end.column)"
      + ",title=\(property(diagnostic.id))::\(data(message))\n"
  }

  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

/// `{"diagnostics": [{"file", "line", "column", "endLine", "endColumn", "severity", "id", "message",
/// "suggestion", "notes"}]}`, places counted from 1.
private enum JSONReport {
  static func text(_ files: [([Diagnostic], SourceText)]) -> String {
    let entries = files.flatMap { diagnostics, source in
      diagnostics.map { "\n  " + entry($0, source) }
    }
    return "{\"diagnostics\": [\(entries.joined(separator: ","))\(entries.isEmpty ? "" : "\n")]}\n"
  }

  private static func entry(_ diagnostic: Diagnostic, _ source: SourceText) -> String {
    let notes = diagnostic.notes.map { note in
      let location = note.range.map { ", \(place($0, source))" } ?? ""
      return "{\"message\": \(string(note.message))\(location)}"
    }
    return "{\"file\": \(string(source.name)), \(place(diagnostic.range, source))"
      + ", \"severity\": \(string(diagnostic.severity.rawValue)), \"id\": \(string(diagnostic.id))"
      + ", \"message\": \(string(diagnostic.message))"
      + ", \"suggestion\": \(diagnostic.suggestion.map { string($0) } ?? "null")"
      + ", \"notes\": [\(notes.joined(separator: ", "))]}"
  }

  private static func place(_ range: SourceRange, _ source: SourceText) -> String {
    let start = source.location(of: Int(range.start))
    let end = source.location(of: Int(range.end))
    return "\"line\": \(start.line), \"column\": \(start.column)"
      + ", \"endLine\": \(end.line), \"endColumn\": \(end.column)"
  }

  private static func string(_ text: String) -> String { JSONValue.quoted(text) }
}
