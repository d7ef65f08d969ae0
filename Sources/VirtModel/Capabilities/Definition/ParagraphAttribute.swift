/// An attribute of a guest's paragraph in a module, and what is reported of a change of it.
struct ParagraphAttribute: Sendable {
  /// The effect of a changed attribute when the host is rebuilt.
  enum Effect: Sendable {
    /// The guest is restarted.
    case restarts
    /// The guest runs on: only an installation or the start of the host reads it.
    case runsOn
    /// On the drive with keys: a guest from a cloud image is restarted, and one with NixOS reads it at
    /// its next start. Others have no such drive.
    case keysDrive
  }

  /// The attribute.
  var name: String
  /// The effect of a change.
  var effect: Effect
  /// Whether words for QEMU and settings of the unit follow from it: reports leave them out.
  var implies: Bool
  /// Whether it is reported before the others.
  var isFirst: Bool
  /// Whether it is a size.
  var isSize: Bool

  init(
    _ name: String, effect: Effect = .restarts, implies: Bool = false, isFirst: Bool = false,
    isSize: Bool = false
  ) {
    self.name = name
    self.effect = effect
    self.implies = implies
    self.isFirst = isFirst
    self.isSize = isSize
  }
}
