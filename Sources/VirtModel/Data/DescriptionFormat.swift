/// The language that a description is written in.
public enum DescriptionFormat: Sendable {
  /// Nix, as data.
  case nix
  /// JSON, of the same keys.
  case json

  /// The member of a JSON file that names its schema, for editors. It describes nothing.
  static let schemaKey = "$schema"
}
