import NixAST

/// Which guests the kernel ends first when the host has no memory left: `OOMScoreAdjust=` of
/// systemd.exec(5).
public enum OOMScoreAdjust: GuestCapability {
  /// How likely the kernel ends it.
  public static let key = Key(
    "oomScoreAdjust", .integer(-1000...1000), derived: "0",
    "How likely the kernel kills the guest when the host runs out of memory: from -1000 (never)"
      + " to 1000 (first).")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func imported(setting: String, _ value: Expr) -> ImportedKey? {
    setting == "OOMScoreAdjust" ? ImportedKey("oomScoreAdjust", value, isComplete: true) : nil
  }
}

extension Guest {
  /// How likely the kernel ends it when there is no memory left.
  public var oomScoreAdjust: Int? { values[OOMScoreAdjust.key]?.value }
}

// MARK: - In the module

extension OOMScoreAdjust {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let value = guest.oomScoreAdjust else { return }
    paragraph.service.limits.append(UnitSetting("OOMScoreAdjust", .int(Int64(value))))
  }
}
