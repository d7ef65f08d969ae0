import VirtModel

/// Whether guests have more than their host has.
struct Capacity {
  /// Guests can share CPUs, and are slower then.
  let lacksCPUs: Bool
  /// Guests that run together do not fit.
  let lacksMemory: Bool

  init(_ overview: Overview) {
    let totals = Totals(of: [overview])
    lacksCPUs = totals.hostCPUs.map { totals.cpus > $0 } ?? false
    lacksMemory = totals.hostMemory.map { totals.memory ?? $0 > $0 } ?? false
  }

  /// The roles of the cells with sums, by their columns.
  func roles(cpus: Int, memory: Int) -> [Int: Style.Role] {
    var roles: [Int: Style.Role] = [:]
    if lacksCPUs { roles[cpus] = .warning }
    if lacksMemory { roles[memory] = .error }
    return roles
  }
}
