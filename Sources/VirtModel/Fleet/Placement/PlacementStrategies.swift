extension PlacementState {
  /// Places each item where the host stays least full. With a lower weight of CPUs memory is spread
  /// more evenly, which leaves more room.
  mutating func spread(_ order: [Int], cpuWeight: Double = 1) {
    self.cpuWeight = cpuWeight
    defer { self.cpuWeight = 1 }
    var tree = HostTree(usage)
    for item in order {
      guard let host = leastLoaded(item, among: tree) else { continue }
      place(item, on: host)
      tree.update(host, usage)
    }
  }

  /// Places each item where it leaves the least memory free, so that much stays free elsewhere.
  mutating func pack(_ order: [Int]) {
    var free = HostsByFreeMemory(usage)
    for item in order {
      lookAt(item)
      guard let host = free.first(from: items[item].memory, where: { canTake(item, $0) }) else {
        continue
      }
      free.remove(host, usage)
      place(item, on: host)
      free.insert(host, usage)
    }
  }

  private func canTake(_ item: Int, _ host: Int) -> Bool {
    items[item].hosts?.contains(host) != false && fits(items[item], on: host)
  }
}

/// Hosts in the order of their free memory.
private struct HostsByFreeMemory {
  private struct Entry: Comparable {
    var free: Int64
    var host: Int

    static func < (one: Self, other: Self) -> Bool {
      one.free < other.free || one.free == other.free && one.host < other.host
    }
  }

  private var entries: [Entry]

  init(_ usage: HostUsage) {
    entries = usage.hosts.indices.map { Entry(free: usage.freeMemory($0), host: $0) }.sorted()
  }

  /// The one with the least that has enough.
  func first(from memory: Int64, where isRight: (Int) -> Bool) -> Int? {
    entries[position(of: Entry(free: memory, host: -1))...].first { isRight($0.host) }?.host
  }

  mutating func remove(_ host: Int, _ usage: HostUsage) {
    entries.remove(at: position(of: Entry(free: usage.freeMemory(host), host: host)))
  }

  mutating func insert(_ host: Int, _ usage: HostUsage) {
    let entry = Entry(free: usage.freeMemory(host), host: host)
    entries.insert(entry, at: position(of: entry))
  }

  private func position(of entry: Entry) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle] < entry { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
