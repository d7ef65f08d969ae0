import NixAST

/// The language that a description is written in.
public enum DescriptionFormat: Sendable {
  /// Nix, as data.
  case nix
  /// JSON, of the same keys.
  case json
}

extension Description {
  /// Reads a description and makes something of it: its value, or everything that is wrong.
  static func reading<Value: Sendable>(
    _ source: SourceText, format: DescriptionFormat,
    _ make: (Description, inout Findings) -> Value
  ) -> Parsed<Value> {
    var findings = Findings()
    guard var value = data(of: source, format: format, &findings) else {
      return Parsed(value: nil, diagnostics: Secrets.hide(in: findings.ordered, of: source))
    }
    Secrets.withhold(&value, .root, &findings)
    let result = make(Description(value, &findings), &findings)
    return Parsed(
      value: findings.hasErrors ? nil : result,
      diagnostics: Secrets.hide(in: findings.ordered, of: source))
  }

  private static func data(
    of source: SourceText, format: DescriptionFormat, _ findings: inout Findings
  ) -> DataValue? {
    switch format {
    case .nix:
      let file = NixFile.parse(source)
      findings.report(file.diagnostics)
      guard let expr = file.value?.expr else { return nil }
      var reader = NixData()
      let value = reader.read(expr)
      if let diagnostic = reader.diagnostic { findings.report(diagnostic) }
      return value
    case .json:
      var reader = JSONData(source)
      let value = reader.read()
      findings.report(reader.diagnostics)
      return value
    }
  }
}

extension Host {
  /// Reads a description: the host that it describes, or everything that is wrong with it.
  public static func reading(_ source: SourceText, format: DescriptionFormat) -> Parsed<Host> {
    Description.reading(source, format: format) { Host($0, &$1) }
  }
}
