import NixAST

/// Where the memory of a guest comes from.
public enum MemoryBacking: GuestCapability {
  /// Whether it is huge pages.
  public static let hugepages = DefaultedKey(
    "hugepages", .bool, default: false,
    "Whether the guest's memory uses huge pages. Reserve them on the host with"
      + " `boot.kernel.sysctl.\"vm.nr_hugepages\"`: 512 for each GiB.")
  /// Whether it is never swapped out.
  public static let lockMemory = DefaultedKey(
    "lockMemory", .bool, default: false,
    "Whether to allocate all of the guest's memory at the start and never swap it out."
  )

  static var keys: [any KeyDefinition] { [hugepages, lockMemory] }
  static var attributes: [ParagraphAttribute] { [] }

  /// The size of a huge page on both platforms.
  private static let page: Int64 = 2 << 20
  /// QEMU rounds the memory of a guest up to it, but not memory that it shares.
  private static let sharedPages: Int64 = 8 << 10

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    for guest in guests {
      let memory = guest.guest.memory
      if guest.guest.hugepages, memory.bytes % page != 0 {
        diagnostics.report(
          .conflictingKeys(
            "\(guest.path).hugepages: the guest's memory, \(memory.readable), is not"
              + " a multiple of a huge page (2 MiB)",
            at: guest.given.place(of: hugepages) ?? guest.name.range,
            other: guest.given[Memory.key]?.range, suggestion: "use a multiple of \"2m\""))
      } else if !guest.guest.shares.isEmpty, memory.bytes % sharedPages != 0 {
        diagnostics.report(
          .conflictingKeys(
            "\(guest.path).shares: the guest's memory, \(memory.readable), is not a multiple of"
              + " 8 KiB", at: guest.given.place(of: Shares.key) ?? guest.name.range,
            other: guest.given[Memory.key]?.range, suggestion: "use a multiple of \"8k\""))
      }
    }
  }
}

extension Guest {
  /// Whether its memory is huge pages.
  public var hugepages: Bool { values[MemoryBacking.hugepages] }
  /// Whether its memory is never swapped out.
  public var lockMemory: Bool { values[MemoryBacking.lockMemory] }
}

// MARK: - In the module

extension MemoryBacking {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if guest.hugepages || !guest.shares.isEmpty {
      // The programs that serve shares read the guest's memory. Huge pages are taken at the start: one that
      // is missing later would end the guest.
      let pages = guest.hugepages ? ",hugetlb=on,hugetlbsize=2m,prealloc=on" : ""
      paragraph.device(
        "-object", "memory-backend-memfd,id=memory,size=\(guest.memory),share=on\(pages)")
      paragraph.device("-machine", "memory-backend=memory")
    }
    if guest.lockMemory {
      paragraph.device("-overcommit", "mem-lock=on")
      paragraph.service.locksMemory = true
    }
  }
}
