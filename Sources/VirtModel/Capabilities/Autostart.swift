/// Whether a guest starts with the host.
public enum Autostart: GuestCapability {
  /// Whether a guest starts with the host.
  public static let key = DefaultedKey(
    "autostart", .bool, default: true, "Whether the guest starts with the host.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("autostart", effect: .runsOn)] }
}

extension Guest {
  /// Whether it starts with the host.
  public var autostart: Bool { values[Autostart.key] }
}
