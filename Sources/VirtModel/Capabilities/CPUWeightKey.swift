import NixAST

/// A guest's share of CPU time beside others: `CPUWeight=` of systemd.resource-control(5).
public enum CPUWeightKey: GuestCapability {
  /// Its share beside others.
  public static let key = Key(
    "cpuWeight", .integer(1...10_000), derived: "100",
    "The guest's share of CPU time when CPU time is scarce; the default of guests and services"
      + " is 100."
  )

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func imported(setting: String, _ value: Expr) -> ImportedKey? {
    setting == "CPUWeight" ? ImportedKey("cpuWeight", value, isComplete: true) : nil
  }
}

extension Guest {
  /// Its share of CPU time beside others.
  public var cpuWeight: Int? { values[CPUWeightKey.key]?.value }
}

// MARK: - In the module

extension CPUWeightKey {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let value = guest.cpuWeight else { return }
    paragraph.service.limits.append(UnitSetting("CPUWeight", .int(Int64(value))))
  }
}
