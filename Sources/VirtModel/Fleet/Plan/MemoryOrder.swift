import NixAST

/// The guests of a host that must wait for memory when the host is switched: guests that get less memory
/// keep the old amount until they restart, and with `restartOn = "never"` a switch does not restart them.
struct MemoryOrder {
  /// The guests that free memory when they restart, by name.
  private(set) var late: [GuestName] = []
  /// The guests that fit only after that, by name.
  private(set) var waiting: [GuestName] = []

  /// - Parameter isOff: guests that are off during the switch anyway.
  init(_ pair: FleetComparison.HostPair, isOff: Set<GuestName>) {
    guard let limit = pair.memory, let new = pair.new else { return }
    let before = Dictionary(
      (pair.old?.guests ?? []).map { ($0.name, $0.memory.bytes) },
      uniquingKeysWith: { first, _ in first })
    let effects = Dictionary(
      pair.changes.guests.map { ($0.name, $0.effect) }, uniquingKeysWith: { first, _ in first })
    var sum: Int64 = 0
    var growing: [(name: GuestName, memory: Int64)] = []
    for guest in new.guests {
      let memory = guest.memory.bytes
      let old = before[guest.name]
      let restarts = [.restarts, .appears].contains(effects[guest.name.description] ?? .runsOn)
      if let old, !restarts {
        sum = sum.addingClamped(old)
        if old > memory { late.append(guest.name) }
      } else {
        sum = sum.addingClamped(memory)
        if memory > old ?? 0 { growing.append((guest.name, memory)) }
      }
    }
    guard sum > limit, !late.isEmpty else {
      late = []
      return
    }
    growing.sort { ($1.memory, $0.name) < ($0.memory, $1.name) }
    for guest in growing where sum > limit {
      sum = sum.subtractingClamped(guest.memory)
      // A guest whose files come is released after the others have restarted.
      if !isOff.contains(guest.name) { waiting.append(guest.name) }
    }
    waiting.sort()
  }
}
