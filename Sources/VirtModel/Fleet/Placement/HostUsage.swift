/// The guests' use of the hosts.
struct HostUsage: Sendable {
  let hosts: [PlacementProblem.Host]
  private(set) var memory: [Int64]
  private(set) var cpus: [Int]

  init(of hosts: [PlacementProblem.Host]) {
    self.hosts = hosts
    memory = Array(repeating: 0, count: hosts.count)
    cpus = Array(repeating: 0, count: hosts.count)
  }

  /// Below zero if guests that stay where they are have more than the host.
  func freeMemory(_ host: Int) -> Int64 { hosts[host].memory.subtractingClamped(memory[host]) }

  var freeMemoryOfAll: Int64 {
    hosts.indices.reduce(0) { $0.addingClamped(max(0, freeMemory($1))) }
  }

  /// How full a host is, or would be with more on it.
  func load(_ host: Int, addingMemory: Int64 = 0, cpus added: Int = 0) -> HostLoad {
    HostLoad(
      memory: fraction(memory[host].addingClamped(addingMemory), of: hosts[host].memory),
      cpus: fraction(cpus[host].addingClamped(added), of: hosts[host].cpus))
  }

  func load(_ host: Int, adding item: PlacementItem) -> HostLoad {
    load(host, addingMemory: item.memory, cpus: item.cpus)
  }

  mutating func add(memory added: Int64, cpus addedCPUs: Int, to host: Int) {
    memory[host] = memory[host].addingClamped(added)
    cpus[host] = cpus[host].addingClamped(addedCPUs)
  }

  mutating func remove(memory removed: Int64, cpus removedCPUs: Int, from host: Int) {
    memory[host] = memory[host].subtractingClamped(removed)
    cpus[host] = cpus[host].subtractingClamped(removedCPUs)
  }
}

/// Equal fractions are equal numbers, because division rounds correctly; so ties are ties.
private func fraction(_ used: some BinaryInteger, of all: some BinaryInteger) -> Double {
  used == 0 ? 0 : Double(used) / Double(all)
}
