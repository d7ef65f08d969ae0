extension PlacementItems {
  /// For each guest the first one of those that it shares a host with.
  static func groups(of problem: PlacementProblem) -> [Int] {
    var parents = Array(problem.guests.indices)
    func root(_ guest: Int) -> Int {
      var guest = guest
      while parents[guest] != guest {
        parents[guest] = parents[parents[guest]]
        guest = parents[guest]
      }
      return guest
    }
    for pair in problem.affinity {
      let (one, other) = (root(pair.first), root(pair.second))
      parents[max(one, other)] = min(one, other)
    }
    return problem.guests.indices.map(root)
  }

  /// Conflicts that are known before the search, in the order of guests, then pairs, then hosts.
  static func conflicts(
    of problem: PlacementProblem, group: [Int], anchors: [Int: Int], usage: HostUsage
  ) -> [PlacementConflict] {
    var conflicts: [PlacementConflict] = []
    for (index, guest) in problem.guests.enumerated() {
      guard let host = guest.current else { continue }
      if guest.cpus > problem.hosts[host].cpus {
        conflicts.append(.cpus(guest: index, host: host))
      }
      if guest.hosts?.contains(host) == false {
        conflicts.append(.hostNotAllowed(guest: index, host: host))
      }
      if let anchor = anchors[group[index]], problem.guests[anchor].current != host {
        conflicts.append(.separated(.init(anchor, index)))
      }
    }
    for pair in problem.antiAffinity {
      if group[pair.first] == group[pair.second] {
        conflicts.append(.contradiction(pair))
      } else if let host = problem.guests[pair.first].current,
        host == problem.guests[pair.second].current
      {
        conflicts.append(.together(pair, host: host))
      }
    }
    for pair in problem.zonesApart {
      if group[pair.first] == group[pair.second] {
        conflicts.append(.contradiction(pair))
      } else if let one = problem.guests[pair.first].current,
        let other = problem.guests[pair.second].current, problem.shareZone(one, other)
      {
        conflicts.append(.sameZone(pair))
      }
    }
    for (index, host) in problem.hosts.enumerated() where usage.memory[index] > host.memory {
      conflicts.append(.memory(host: index, wanted: usage.memory[index], available: host.memory))
    }
    return conflicts
  }
}
