extension PlacementState {
  /// Finds a host for items without one, by moving one other item out of the way. `steps` limits how
  /// many are looked at.
  mutating func makeRoom(_ order: [Int], steps: inout Int) {
    var tree = HostTree(usage)
    for item in order where hosts[item] == nil && steps > 0 {
      if let host = leastLoaded(item, among: tree) {
        place(item, on: host)
        tree.update(host, usage)
      } else {
        makeRoom(for: item, &tree, &steps)
      }
    }
  }

  /// How much longer it takes to find a host than to look at an item.
  private static let stepsOfAQuery = 100

  private mutating func makeRoom(for item: Int, _ tree: inout HostTree, _ steps: inout Int) {
    let memory = items[item].memory
    for host in items[item].hosts ?? Array(usage.hosts.indices) {
      for other in itemsOn[host] {
        steps -= 1
        guard steps > 0 else { return }
        guard usage.freeMemory(host).addingClamped(items[other].memory) >= memory else { continue }
        take(other, from: host)
        lookAt(item)
        if fits(items[item], on: host) {
          place(item, on: host)
          steps -= Self.stepsOfAQuery
          // The tree does not know of this host's changes, which does not matter for the others.
          if let next = leastLoaded(other, among: tree), next != host {
            place(other, on: next)
            tree.update(host, usage)
            tree.update(next, usage)
            return
          }
          take(item, from: host)
        }
        place(other, on: host)
      }
    }
  }

  /// Moves items to hosts that stay less full than theirs is, until there is none.
  ///
  /// Each move makes the sorted loads of the hosts less, so it ends; the number of rounds is limited
  /// because nobody knows how soon.
  mutating func level(_ order: [Int], rounds: Int = 50) {
    var tree = HostTree(usage)
    for _ in 0..<rounds {
      var moved = false
      for item in order {
        guard let host = hosts[item] else { continue }
        let load = usage.load(host).highest
        guard let next = leastLoaded(item, among: tree, under: load) else { continue }
        take(item, from: host)
        place(item, on: next)
        tree.update(host, usage)
        tree.update(next, usage)
        moved = true
      }
      if !moved { return }
    }
  }

  /// Exchanges items of the fullest host for others, as long as that makes it less full. `steps`
  /// limits how many exchanges are looked at.
  mutating func exchange(steps: Int) {
    var steps = steps
    var start = 0
    while let host = fullestHost, let next = exchange(of: host, from: start, &steps) {
      start = next
    }
  }

  private var fullestHost: Int? {
    var fullest: (host: Int, load: Double)?
    for host in usage.hosts.indices {
      let load = usage.load(host).highest
      if load > fullest?.load ?? -1 { fullest = (host, load) }
    }
    return fullest?.host
  }

  /// Makes the best exchange with the first host, from a start on, that has one; it is returned.
  private mutating func exchange(of host: Int, from start: Int, _ steps: inout Int) -> Int? {
    let limit = usage.load(host).highest
    let count = usage.hosts.count
    for other in (start..<start + count).lazy.map({ $0 % count })
    where other != host && usage.load(other).highest < limit {
      var best: (item: Int, other: Int, load: Double)?
      for one in itemsOn[host] {
        for two in itemsOn[other] {
          steps -= 1
          guard steps > 0 else { return nil }
          let load = max(
            load(host, without: one, with: two), load(other, without: two, with: one))
          if load < best?.load ?? limit, canExchange(one, two) {
            best = (one, two, load)
          }
        }
      }
      guard let best else { continue }
      take(best.item, from: host)
      take(best.other, from: other)
      place(best.item, on: other)
      place(best.other, on: host)
      return other
    }
    return nil
  }

  private func load(_ host: Int, without one: Int, with other: Int) -> Double {
    let (one, other) = (items[one], items[other])
    return usage.load(
      host, addingMemory: other.memory - one.memory, cpus: other.cpus - one.cpus
    ).highest
  }

  private func canExchange(_ one: Int, _ other: Int) -> Bool {
    canReplace(one, by: other) && canReplace(other, by: one)
  }

  /// Whether the host of an item could take another one in its stead.
  private func canReplace(_ old: Int, by new: Int) -> Bool {
    guard let host = hosts[old] else { return false }
    let item = items[new]
    return usage.freeMemory(host).addingClamped(items[old].memory) >= item.memory
      && usage.hosts[host].cpus >= item.cpusOfOne && item.hosts?.contains(host) != false
      && !item.excluded.contains(host)
      && !item.apart.contains { $0 != old && hosts[$0] == host }
      && !item.zonesApart.contains { other in
        other != old && hosts[other].map { shareZone($0, host) } ?? false
      }
  }
}
