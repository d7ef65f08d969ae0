import NixAST

/// What starts a guest's operating system.
public enum FirmwareKey: GuestCapability {
  /// What starts the operating system.
  public static let key = Key<Firmware>(
    "firmware", .choice, derived: "`\"bios\"`, `\"uefi\"` on aarch64",
    "What starts the operating system.")

  static var keys: [any KeyDefinition] { [key] }

  static func complete(_ guest: inout DescribedGuest) {
    if guest.given[key] == nil, guest.host.description.system == .arm {
      guest.given[key] = Located(.uefi)
    }
  }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    let host = guest.host.description
    guard let firmware = guest.given[key], firmware.value == .bios, host.system == .arm else {
      return
    }
    diagnostics.report(
      .conflictingKeys(
        "\(guest.path).firmware: there is no BIOS on \(host.system.rawValue)", at: firmware.place,
        other: host.place(of: \.system), suggestion: "write \"uefi\", or leave it out"))
  }
}

extension Guest {
  /// What starts the operating system.
  public var firmware: Firmware { values[FirmwareKey.key]?.value ?? .bios }
}
