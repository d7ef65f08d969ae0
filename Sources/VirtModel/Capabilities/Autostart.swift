import NixAST

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

// MARK: - In the module

extension Autostart {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if !guest.autostart { paragraph.set("autostart", false) }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("autostart") else { return }
    code.unit.wantedBy = Nix.lib["optional"](Nix.guest("autostart", or: true), "multi-user.target")
  }
}
