/// Why there is no placement, where one reason is enough: whatever the other guests do, it stays.
enum PlacementContradiction: Hashable, Sendable {
  /// Guests that can be on these hosts only have more memory than the hosts.
  case memory(hosts: [Int], wanted: Int64, available: Int64)
  /// Guests that are on different hosts, and the fewer hosts that can take them.
  case tooFewHosts(guests: [Int], hosts: [Int])
  /// Guests that are in different zones, and the hosts that can take them, in fewer zones.
  case tooFewZones(guests: [Int], hosts: [Int])
}

extension Placement {
  /// A reason against every placement of a guest that has no host; nil if none is found.
  func contradiction(of guest: Int) -> PlacementContradiction? {
    let open = problem.guests.indices.map(openHosts)
    if open[guest].isEmpty { return nil }
    return tooMany(guest, problem.zonesApart, open, areZones: true)
      ?? tooMany(guest, problem.antiAffinity + problem.zonesApart, open, areZones: false)
      ?? tooMuchMemory(guest, open)
  }

  /// The hosts that could take a guest, with those that it shares a host with, if there were no others.
  private func openHosts(of guest: Int) -> Set<Int> {
    if let host = problem.guests[guest].current { return [host] }
    guard let item = items.itemOfGuest[guest].map({ items.items[$0] }) else { return [] }
    return Set(
      (item.hosts ?? Array(problem.hosts.indices)).filter {
        problem.hosts[$0].memory >= item.memory && problem.hosts[$0].cpus >= item.cpusOfOne
      })
  }

  /// Guests around this one of which no two share a host, or a zone, if they are more than there are.
  private func tooMany(
    _ guest: Int, _ pairs: [PlacementProblem.Pair], _ open: [Set<Int>], areZones: Bool
  ) -> PlacementContradiction? {
    var apart: [Int: Set<Int>] = [:]
    for pair in pairs {
      let (one, other) = (items.group[pair.first], items.group[pair.second])
      apart[one, default: []].insert(other)
      apart[other, default: []].insert(one)
    }
    let start = items.group[guest]
    var clique = [start]
    var hosts = open[guest]
    // Guests with few open hosts first: they leave the least.
    let candidates = (apart[start] ?? []).sorted {
      (open[$0].count, $0) < (open[$1].count, $1)
    }
    for candidate in candidates
    where !open[candidate].isEmpty && clique.allSatisfy({ apart[$0]?.contains(candidate) ?? false })
    {
      clique.append(candidate)
      hosts.formUnion(open[candidate])
      let room = areZones ? Set(hosts.map { items.zones.hosts(beside: $0)[0] }).count : hosts.count
      guard room < clique.count else { continue }
      let guests = clique.map { $0 == start ? guest : $0 }.sorted()
      return areZones
        ? .tooFewZones(guests: guests, hosts: hosts.sorted())
        : .tooFewHosts(guests: guests, hosts: hosts.sorted())
    }
    return nil
  }

  private func tooMuchMemory(_ guest: Int, _ open: [Set<Int>]) -> PlacementContradiction? {
    let hosts = open[guest]
    let wanted = problem.guests.indices.reduce(Int64(0)) { sum, guest in
      !open[guest].isEmpty && open[guest].isSubset(of: hosts)
        ? sum.addingClamped(problem.guests[guest].memory) : sum
    }
    let available = hosts.reduce(Int64(0)) { $0.addingClamped(problem.hosts[$1].memory) }
    return wanted > available
      ? .memory(hosts: hosts.sorted(), wanted: wanted, available: available) : nil
  }
}
