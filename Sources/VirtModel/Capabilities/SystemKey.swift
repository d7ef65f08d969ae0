import NixAST

/// The platform that a guest's system is for. QEMU runs guests of the host's own platform.
public enum SystemKey: GuestCapability {
  /// The platform.
  public static let key = Key<System>(
    "system", .choice,
    derived: "the host's; for top-level guests of a fleet with hosts of several platforms,"
      + " `\"x86_64-linux\"`",
    "The platform that the guest's system is for. Top-level guests of a fleet are placed on hosts of"
      + " this platform.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let given = guest.given[key], given.value != guest.host.description.system else { return }
    diagnostics.report(
      .conflictingKeys(
        "\(guest.path).system is \(given.value.rawValue), but its host is"
          + " \(guest.host.description.system.rawValue)", at: given.range, other: nil,
        suggestion: "move the guest to a host of its platform, or remove system"))
  }
}
