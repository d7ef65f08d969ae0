/// How long a guest may take to power off.
public enum ShutdownTimeout: GuestCapability {
  /// How long a guest may take to power off, in seconds.
  public static let key = DefaultedKey(
    "shutdownTimeout", .integer(1...86400), default: 90,
    "How many seconds the guest may take to power off before it is ended.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// How many seconds it may take to power off.
  public var shutdownTimeout: Int { values[ShutdownTimeout.key] }
}
