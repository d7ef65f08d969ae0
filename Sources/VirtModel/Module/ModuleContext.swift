import NixAST

/// Where a module is written, seen from its description.
public struct ModuleContext: Sendable {
  /// The description's name in the module's header: `guests.nix`; nil for one without a name.
  public var descriptionName: String?
  /// The description's directory seen from the module's, `.` if they are in one. Relative paths of the
  /// description are written with it before them.
  public var descriptionFolder: String

  /// A context; without arguments, of a module beside `guests.nix`.
  public init(descriptionName: String? = "guests.nix", descriptionFolder: String = ".") {
    self.descriptionName = descriptionName
    self.descriptionFolder = descriptionFolder
  }
}

extension NixFile {
  /// The text of a file that is made of checked values.
  consuming func text() -> Checked<String> {
    do throws(InvalidExpr) {
      return Checked(value: try rendered(), diagnostics: [])
    } catch {
      // The model lets nothing through that cannot be rendered.
      let diagnostic = Diagnostic(.internalError, error.message, at: nil)
      return Checked(value: nil, diagnostics: [diagnostic])
    }
  }
}
