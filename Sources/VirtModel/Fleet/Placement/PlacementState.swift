/// Where items are, while a placement is being found.
struct PlacementState {
  let items: [PlacementItem]
  private(set) var usage: HostUsage
  /// For each item its host.
  private(set) var hosts: [Int?]
  /// For each host the items on it.
  private(set) var itemsOn: [[Int]]
  private let zones: PlacementZones
  /// How much CPUs count beside memory.
  var cpuWeight = 1.0
  /// Which hosts are out of the question for the item that is looked at: those with the number of
  /// the look.
  private var marks: [Int]
  private var look = 0

  init(_ problem: PlacementItems) {
    items = problem.items
    usage = problem.usage
    zones = problem.zones
    hosts = Array(repeating: nil, count: items.count)
    itemsOn = Array(repeating: [], count: usage.hosts.count)
    marks = Array(repeating: 0, count: usage.hosts.count)
  }

  private(set) var placedCount = 0

  /// How full the fullest host is.
  var highestLoad: Double { usage.hosts.indices.map { usage.load($0).highest }.max() ?? 0 }

  mutating func place(_ item: Int, on host: Int) {
    usage.add(memory: items[item].memory, cpus: items[item].cpus, to: host)
    hosts[item] = host
    placedCount += 1
    itemsOn[host].append(item)
  }

  mutating func take(_ item: Int, from host: Int) {
    usage.remove(memory: items[item].memory, cpus: items[item].cpus, from: host)
    hosts[item] = nil
    placedCount -= 1
    if let place = itemsOn[host].lastIndex(of: item) { itemsOn[host].remove(at: place) }
  }

  /// Comes before ``fits(_:on:)`` for another item, or after a change.
  mutating func lookAt(_ item: Int) {
    look += 1
    for host in items[item].excluded { marks[host] = look }
    for other in items[item].apart {
      if let host = hosts[other] { marks[host] = look }
    }
    for other in items[item].zonesApart {
      guard let host = hosts[other] else { continue }
      for host in zones.hosts(beside: host) { marks[host] = look }
    }
  }

  /// Whether two hosts are in one zone.
  func shareZone(_ one: Int, _ other: Int) -> Bool { zones.areTogether(one, other) }

  /// Whether a host can take the item that is looked at, if it is among its hosts.
  func fits(_ item: PlacementItem, on host: Int) -> Bool {
    usage.freeMemory(host) >= item.memory && usage.hosts[host].cpus >= item.cpusOfOne
      && marks[host] != look
  }

  /// Takes a host for the item that is looked at, if it is better than the best so far.
  func consider(_ host: Int, for item: PlacementItem, best: inout (host: Int?, load: Double)) {
    guard fits(item, on: host) else { return }
    let load = usage.load(host, adding: item).highest(cpuWeight: cpuWeight)
    if load < best.load || load == best.load && host < best.host ?? -1 { best = (host, load) }
  }

  /// The host that would be least full with an item on it, if it stays under a limit.
  mutating func leastLoaded(
    _ item: Int, among tree: HostTree, under limit: Double = .infinity
  ) -> Int? {
    lookAt(item)
    var best: (host: Int?, load: Double) = (nil, limit)
    if let allowed = items[item].hosts {
      for host in allowed { consider(host, for: items[item], best: &best) }
    } else {
      tree.leastLoaded(items[item], in: self, best: &best)
    }
    return best.host
  }
}
