import NixAST

/// The CPUs of the host that a guest may use: `AllowedCPUs=` of systemd.resource-control(5).
public enum CPUPinning: GuestCapability {
  /// The CPUs of the host that a guest may use.
  public static let key = Key(
    "cpuPinning", .cpuList, "The host CPUs that the guest may use.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func imported(setting: String, _ value: Expr) -> ImportedKey? {
    setting == "AllowedCPUs" ? ImportedKey("cpuPinning", value, isComplete: true) : nil
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    guard let limit = host.cpus else { return }
    for guest in guests {
      guard let pinning = guest.given[key], pinning.value.highest >= limit.value else { continue }
      diagnostics.report(
        .cpusExceedHost(
          pinning.value.highest + 1, limit.value, "the number of CPUs in \(guest.path).cpuPinning",
          at: pinning.range, host: limit.range))
    }
  }
}

extension Guest {
  /// The CPUs of the host that it may use.
  public var cpuPinning: CPUList? { values[CPUPinning.key]?.value }
}

// MARK: - In the module

extension CPUPinning {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let value = guest.cpuPinning else { return }
    paragraph.service.limits.append(UnitSetting("AllowedCPUs", .str(value.description)))
  }
}
