/// The language that a description is written in.
public enum DescriptionFormat: Sendable {
  /// Nix, as data.
  case nix
  /// JSON, of the same keys.
  case json
}
