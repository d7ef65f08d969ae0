import NixAST

/// Workflow commands, as described in "Workflow commands for GitHub Actions".
enum GitHubReport {
  static func line(_ diagnostic: Diagnostic, _ source: SourceText) -> String {
    let message = [diagnostic.message, diagnostic.suggestion].compactMap(\.self)
      .map { DisplayText.message($0) }.joined(separator: "\n")
    let place = diagnostic.range.map { range in
      let start = source.location(of: Int(range.start))
      let end = source.location(of: Int(range.end))
      return ",line=\(start.line),col=\(start.column)"
        + ",endLine=\(end.line),endColumn=\(end.column)"
    }
    return "::\(diagnostic.severity.rawValue) file=\(property(source.name))\(place ?? "")"
      + ",title=\(property(diagnostic.id))::\(data(message))\n"
  }

  private static func data(_ text: String) -> String { escaped(text, alsoSeparators: false) }

  private static func property(_ text: String) -> String { escaped(text, alsoSeparators: true) }

  /// Characters that mean something to the runner become escapes; others that a log should not hold
  /// are replaced.
  private static func escaped(_ text: String, alsoSeparators: Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25".utf8
      case "\r": result += "%0D".utf8
      case "\n": result += "%0A".utf8
      case ":" where alsoSeparators: result += "%3A".utf8
      case "," where alsoSeparators: result += "%2C".utf8
      default:
        let shown = DisplayText.isHarmless(scalar) ? scalar : "\u{FFFD}"
        result += UTF8.encode(shown) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
