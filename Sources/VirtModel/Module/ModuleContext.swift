import NixAST

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
  let module = value.moduleText(context)
  return Parsed(value: module.value, diagnostics: host.diagnostics + module.diagnostics)
}

extension Host {
  /// The text of the module. The host is given up, so that a large one need not be there while the
  /// text is laid out.
  public consuming func moduleText(_ context: ModuleContext) -> Parsed<String> {
    let module = module(context)
    _ = consume self
    return module.text()
  }
}

extension NixFile {
  /// The text of a file that is made of checked values.
  consuming func text() -> Parsed<String> {
    do throws(InvalidExpr) {
      return Parsed(value: try rendered(), diagnostics: [])
    } catch {
      // The model lets nothing through that cannot be rendered.
      let diagnostic = Diagnostic("internal", error.message, at: SourceRange(0..<0))
      return Parsed(value: nil, diagnostics: [diagnostic])
    }
  }
}
