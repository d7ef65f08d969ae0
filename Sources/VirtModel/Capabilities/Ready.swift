/// Whether a unit waits until its guest says that it is up.
public enum Ready: GuestCapability {
  /// Whether a guest's systemd says when it is up.
  public static let key = DefaultedKey(
    "ready", .bool, default: false,
    "Whether the unit counts as started only when the guest's systemd says so.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("readyPort", implies: true)] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    guard guest.guest.ready else { return }
    claims.add("\(guest.guest.contextID)", .context, of: guest, at: guest.given.place(of: key))
  }
}

extension Guest {
  /// Whether its systemd says when it is up.
  public var ready: Bool { values[Ready.key] }

  /// The number that names it among the machines with sockets over vsock, and the host's port that it
  /// tells that it is up.
  var contextID: UInt32 { Derived.contextID(guest: name) }
}
