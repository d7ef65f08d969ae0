import NixAST

/// The memory of the host that a guest may use: `MemoryMax=` of systemd.resource-control(5).
public enum MemoryMax: GuestCapability {
  /// The memory of the host that a guest may use, QEMU's own included.
  public static let key = Key(
    "memoryMax", .size, "The maximum memory that the guest and its QEMU may use on the host.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription, _ diagnostics: inout Diagnostics
  ) {
    for guest in guests {
      let memory = guest.guest.memory
      // Huge pages are not counted, and of other memory only what the guest uses.
      guard let limit = guest.given[key], limit.value <= memory, !guest.guest.hugepages,
        guest.guest.lockMemory || !guest.guest.pci.isEmpty
      else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).memoryMax is \(limit.value.readable), but with"
            + " \(guest.guest.lockMemory ? "lockMemory" : "pci") the guest uses all of its memory,"
            + " \(memory.readable), and QEMU some more", at: limit.range,
          other: guest.given[Memory.key]?.range, suggestion: "use a greater limit, or remove it"))
    }
  }

  static func imported(setting: String, _ value: Expr) -> ImportedKey? {
    guard setting == "MemoryMax" else { return nil }
    let size = value.plainText.flatMap { Int64($0) }.flatMap { Size(bytes: $0) }
    return ImportedKey("memoryMax", size.map { .str($0.description) } ?? value, isComplete: true)
  }
}

extension Guest {
  /// The memory of the host that it may use.
  public var memoryMax: Size? { values[MemoryMax.key]?.value }
}

// MARK: - In the module

extension MemoryMax {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let limit = guest.memoryMax else { return }
    paragraph.service.limits.append(UnitSetting("MemoryMax", .str(String(limit.bytes))))
  }
}
