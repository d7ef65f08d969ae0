import NixAST

/// The memory of a guest.
public enum Memory: GuestCapability {
  /// The memory.
  public static let key = Key<Size>(
    "memory", .size, derived: "`\"1g\"` with `install = \"nixos\"`, otherwise `\"512m\"`",
    "The memory. The default lets an installed NixOS guest evaluate its own configuration.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    [ParagraphAttribute("memory", isFirst: true, isSize: true)]
  }
  static var aliases: [String: String] { ["ram": "memory", "mem": "memory"] }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    guard let memory = host.memory, let bytes = host.guestMemory else { return }
    var hasLarger = false
    for guest in guests where guest.guest.memory.bytes > bytes {
      hasLarger = true
      diagnostics.report(
        .memoryExceedsHost(
          "\(guest.path).memory is \(guest.guest.memory.readable(beside: memory.value)), but"
            + " the host has \(available(host, bytes))",
          at: guest.given[key]?.range ?? guest.name.range, host: memory.range))
    }
    let total = guests.reduce(Int64(0)) { $0.addingClamped($1.guest.memory.bytes) }
    if !hasLarger, total > bytes, let sum = Size(bytes: total) {
      diagnostics.report(
        .memoryExceedsHost(
          "the guests need \(sum.readable(beside: memory.value)) of"
            + " memory, but the host has \(available(host, bytes))",
          at: memory.range, host: nil,
          suggestion: "make guests smaller, or set host.memoryRatio if they do not use all of their"
            + " memory at the same time"))
    }
  }

  /// The memory for guests, with what it follows from.
  private static func available(_ host: HostDescription, _ bytes: Int64) -> String {
    let all = host.memory?.value.readable ?? ""
    guard host.reserve != nil || host.memoryRatio != nil else { return all }
    return "\(Size(bytes: bytes)?.readable ?? "nothing") for guests (host.memory, host.reserve and"
      + " host.memoryRatio)"
  }

  /// Without so much memory, no Linux of today starts.
  private static let least = Size(checkedBytes: 64 << 20)

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    let memory = guest.guest.memory
    let reason: String
    let suggestion: String
    if memory < least {
      reason = "no current operating system boots with so little"
      suggestion = "write \"512m\" or more"
    } else if let least = guest.guest.rootDisk.method.leastMemory, memory < least.size {
      (reason, suggestion) = (least.reason, least.suggestion)
    } else {
      return
    }
    diagnostics.report(
      Diagnostic(
        .smallMemory, "\(guest.path).memory is \(memory.readable): \(reason)",
        at: guest.given[key]?.range ?? guest.name.range, suggestion: suggestion))
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    // QEMU takes a number without a unit as mebibytes.
    switch attribute.data {
    case .integer(let number)?: return [ImportedKey("memory", .str("\(number.value)m"))]
    case .string(let string)?:
      guard let text = string.text, Int64(text) != nil else { return nil }
      return [ImportedKey("memory", .str("\(text)m"))]
    default: return nil
    }
  }
}

extension Guest {
  /// The memory.
  public var memory: Size { values[Memory.key]?.value ?? rootDisk.method.usualMemory }
}

// MARK: - In the module

extension Memory {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("memory", .str(guest.memory.description))
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(["-m", Nix.guest["memory"]], at: .machine)
  }
}
