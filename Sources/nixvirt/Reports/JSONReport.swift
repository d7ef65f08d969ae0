import NixAST
import VirtModel

/// `{"diagnostics": [{"file", "line", "column", "endLine", "endColumn", "severity", "id", "message",
/// "suggestion", "notes"}]}`, a line for each; places are counted from 1. A diagnostic about a file as a
/// whole has no line and column.
enum JSONReport {
  static func text(_ files: [([Diagnostic], SourceText)]) -> String {
    var text = "{\"diagnostics\": ["
    var isFirst = true
    for (diagnostics, source) in files {
      for diagnostic in diagnostics {
        text += isFirst ? "\n  " : ",\n  "
        text += entry(diagnostic, source).line
        isFirst = false
      }
    }
    return text + (isFirst ? "]}\n" : "\n]}\n")
  }

  private static func entry(_ diagnostic: Diagnostic, _ source: SourceText) -> JSONValue {
    let notes = diagnostic.notes.map { note in
      JSONValue.object([("message", message(note.message))] + place(note.range, source))
    }
    return .object(
      [("file", .string(source.name))] + place(diagnostic.range, source) + [
        ("severity", .string(diagnostic.severity.rawValue)), ("id", .string(diagnostic.id)),
        ("message", message(diagnostic.message)),
        ("suggestion", diagnostic.suggestion.map(message) ?? .null), ("notes", .array(notes)),
      ])
  }

  private static func message(_ text: String) -> JSONValue { .string(DisplayText.cut(text)) }

  private static func place(_ range: SourceRange?, _ source: SourceText) -> [(String, JSONValue)] {
    guard let range else { return [] }
    let start = source.location(of: Int(range.start))
    let end = source.location(of: Int(range.end))
    return [
      ("line", JSONValue(start.line)), ("column", JSONValue(start.column)),
      ("endLine", JSONValue(end.line)), ("endColumn", JSONValue(end.column)),
    ]
  }
}
