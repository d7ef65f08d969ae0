import NixAST
import VirtModel

/// Diagnostics in SARIF 2.1.0, which code hosts and editors read.
enum SARIFReport {
  static func text(_ files: [([Diagnostic], SourceText)]) -> String {
    let ids = Set(files.flatMap { $0.0.map(\.id) }).sorted()
    let results = files.flatMap { diagnostics, source in
      diagnostics.map { result($0, source, ids) }
    }
    return JSONValue.object([
      (
        "$schema",
        .string(
          "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
            + "sarif-schema-2.1.0.json")
      ),
      ("version", .string("2.1.0")),
      (
        "runs",
        .array([
          .object([
            (
              "tool",
              .object([
                (
                  "driver",
                  .object([
                    ("name", .string("nixvirt")), ("version", .string(Tool.version)),
                    ("rules", .array(ids.map(rule))),
                  ])
                )
              ])
            ),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results)),
          ])
        ])
      ),
    ]).text
  }

  private static func rule(_ id: String) -> JSONValue {
    let entry = DiagnosticID(rawValue: id)
    let meaning = entry.map { "\($0.cause) \($0.cure)" } ?? ModuleState(rawValue: id)?.meaning
    guard let meaning else { return .object([("id", .string(id))]) }
    return .object([("id", .string(id)), ("fullDescription", message(meaning))])
  }

  private static func result(
    _ diagnostic: Diagnostic, _ source: SourceText, _ ids: [String]
  ) -> JSONValue {
    let text = [diagnostic.message, diagnostic.suggestion].compactMap(\.self)
      .map(DisplayText.cut).joined(separator: "\n")
    var members: [(String, JSONValue)] = [
      ("ruleId", .string(diagnostic.id)),
      ("ruleIndex", JSONValue(ids.firstIndex(of: diagnostic.id))),
      ("level", .string(diagnostic.severity.rawValue)),
      ("message", message(text)),
      ("locations", .array([location(diagnostic.range, source)])),
    ]
    let related = diagnostic.notes.compactMap { note in
      note.range.map { location($0, source, text: DisplayText.cut(note.message)) }
    }
    if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
    return .object(members)
  }

  private static func location(
    _ range: SourceRange?, _ source: SourceText, text: String? = nil
  ) -> JSONValue {
    var physical = [("artifactLocation", JSONValue.object([("uri", .string(uri(source.name)))]))]
    if let range {
      let start = source.location(of: Int(range.start))
      let end = source.location(of: Int(range.end))
      physical.append(
        (
          "region",
          .object([
            ("startLine", JSONValue(start.line)), ("startColumn", JSONValue(start.column)),
            ("endLine", JSONValue(end.line)), ("endColumn", JSONValue(end.column)),
          ])
        ))
    }
    return .object(
      [("physicalLocation", .object(physical))] + (text.map { [("message", message($0))] } ?? []))
  }

  private static func message(_ text: String) -> JSONValue {
    .object([("text", .string(text))])
  }

  /// A file name as a reference of RFC 3986, relative to the directory of the run, or absolute.
  private static func uri(_ name: String) -> String {
    (name.hasPrefix("/") ? "file://" : "") + PercentEncoding.text(name.utf8)
  }
}
