import NixAST

/// The language that a description is written in.
public enum DescriptionFormat: Sendable {
  /// Nix, as data.
  case nix
  /// JSON, of the same keys.
  case json
}

/// Where a module is written, seen from its description.
public struct ModuleContext: Sendable {
  /// What the module's header calls the description: `guests.nix`; nil for one without a name.
  public var descriptionName: String?
  /// The description's folder seen from the module's, `.` if they are in one. Relative paths of the
  /// description are written with it before them.
  public var descriptionFolder: String

  /// A context; without arguments, of a module beside `guests.nix`.
  public init(descriptionName: String? = "guests.nix", descriptionFolder: String = ".") {
    self.descriptionName = descriptionName
    self.descriptionFolder = descriptionFolder
  }
}

/// Turns the text of a description into the text of a module: reads, validates, compiles, renders.
///
/// The result is a module, or everything that is wrong with the description.
///
/// ```swift
/// let source = SourceText(name: "guests.nix", bytes: bytes)
/// let module = generateModule(source, format: .nix, context: ModuleContext())
/// ```
public func generateModule(
  _ source: SourceText, format: DescriptionFormat, context: ModuleContext
) -> Parsed<String> {
  let host = Host.reading(source, format: format)
  guard let value = host.value else { return Parsed(value: nil, diagnostics: host.diagnostics) }
  do throws(InvalidExpr) {
    return Parsed(
      value: try value.module(context).rendered(), diagnostics: host.diagnostics)
  } catch {
    // The model lets nothing through that cannot be rendered.
    let diagnostic = Diagnostic("internal", error.message, at: SourceRange(0..<0))
    return Parsed(value: nil, diagnostics: host.diagnostics + [diagnostic])
  }
}

extension Host {
  /// Reads a description: the host that it describes, or everything that is wrong with it.
  public static func reading(_ source: SourceText, format: DescriptionFormat) -> Parsed<Host> {
    var findings = Findings()
    guard var value = data(of: source, format: format, &findings) else {
      return Parsed(value: nil, diagnostics: Secrets.hide(in: findings.ordered, of: source))
    }
    Secrets.withhold(&value, .root, &findings)
    let description = Description(value, &findings)
    let host = Host(description, &findings)
    return Parsed(
      value: findings.hasErrors ? nil : host,
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
