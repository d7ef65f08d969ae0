import NixAST

/// Whether a guest that was paused by an I/O error continues by itself.
public enum AutoResume: GuestCapability {
  /// Whether it does.
  public static let key = DefaultedKey(
    "autoResume", .bool, default: false,
    "Whether the guest continues by itself if QEMU paused it for lack of disk space and there"
      + " is space again. Takes effect at the next start.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    [ParagraphAttribute("autoResume", effect: .runsOn)]
  }
}

extension Guest {
  /// Whether it continues by itself after an I/O error.
  public var autoResume: Bool { values[AutoResume.key] }
}

// MARK: - In the module

extension AutoResume {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if guest.autoResume { paragraph.set("autoResume", true) }
  }

  /// A word of guest-monitor, for the guests that have it.
  static func word(_ use: ModuleUse) -> Str {
    use.presence("autoResume").optionalString(" resume").map { "\($0)" } ?? ""
  }
}
