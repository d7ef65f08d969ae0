/// Arguments for QEMU, as they are.
public enum ExtraArgs: GuestCapability {
  /// Arguments for QEMU.
  public static let key = DefaultedKey(
    "extraArgs", .list(.argument), default: [], "Arguments for QEMU, as they are, last.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// Arguments for QEMU.
  public var extraArgs: [String] { values[ExtraArgs.key].map(\.value) }
}
