import NixAST

/// Whether a rebuild restarts a guest whose definition changed.
public enum RestartIfChanged: GuestCapability {
  /// Whether a changed definition restarts a guest.
  public static let key = DefaultedKey(
    "restartIfChanged", .bool, default: true,
    "Whether a rebuild that changes the guest's definition restarts it.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    [ParagraphAttribute("restartIfChanged", effect: .runsOn)]
  }
}

extension Guest {
  /// Whether a changed definition restarts it.
  public var restartIfChanged: Bool { values[RestartIfChanged.key] }
}

// MARK: - In the module

extension RestartIfChanged {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if !guest.restartIfChanged { paragraph.set("restartIfChanged", false) }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("restartIfChanged") else { return }
    code.unit.options.append("restartIfChanged" => Nix.guest("restartIfChanged", or: true))
  }
}
