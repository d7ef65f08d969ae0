import NixAST

/// The CPU time that a guest may use: `CPUQuota=` of systemd.resource-control(5).
public enum CPUQuotaKey: GuestCapability {
  /// The CPU time that a guest may use.
  public static let key = Key(
    "cpuQuota", .cpuQuota, "The CPU time that the guest may use, in percent of one CPU.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func imported(setting: String, _ value: Expr) -> ImportedKey? {
    setting == "CPUQuota" ? ImportedKey("cpuQuota", value, isComplete: true) : nil
  }
}

extension Guest {
  /// The CPU time that it may use.
  public var cpuQuota: CPUQuota? { values[CPUQuotaKey.key]?.value }
}

// MARK: - In the module

extension CPUQuotaKey {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let value = guest.cpuQuota else { return }
    paragraph.service.limits.append(UnitSetting("CPUQuota", .str(value.description)))
  }
}
