// Diagnostics of modules that are imported.
extension DiagnosticID {
  static let alreadyDescription = error(
    "already-description",
    cause: "The file to import is already a description.",
    cure: "Generate the module from it: `nixvirt generate`.")
  static let importedOtherwise = warning(
    "imported-otherwise",
    cause: "The description expresses a setting of the module in a different way.",
    cure: "Compare it with the module; the message names the difference.")
  static let notImported = warning(
    "not-imported",
    cause: "A description has no key for a setting of the module.",
    cure: "If you still need the setting, move it to another module of the host.")

  static let ofImport = [
    alreadyDescription, importedOtherwise, notImported,
  ]
}
