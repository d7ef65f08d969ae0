/// When a guest is started again.
public enum Restart: GuestCapability {
  /// When a guest is started again.
  public static let key = DefaultedKey(
    "restart", .choice, default: RestartPolicy.onFailure,
    "When the guest is started again after it ended.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// When it is started again.
  public var restart: RestartPolicy { values[Restart.key] }
}
