/// Guests without a host that are placed as one: one guest, or all of those that share a host.
struct PlacementItem: Sendable {
  var guests: [Int]
  var memory: Int64 = 0
  var cpus = 0
  /// The CPUs of the guest that has the most.
  var cpusOfOne = 0
  /// The hosts that all of its guests may be on, in order; nil for all.
  var hosts: [Int]?
  /// The hosts of guests that stay there, and that some guest of it does not share one with.
  var excluded: [Int] = []
  /// The items that it does not share a host with.
  var apart: [Int] = []
  /// The items that it does not share a zone with.
  var zonesApart: [Int] = []
  /// Its share of the hosts, so that items that are hard to place come first.
  var size = 0.0
}

/// A problem as the algorithms see it: guests that stay where they are, and items.
struct PlacementItems: Sendable {
  /// For each guest the first one of those that it shares a host with, itself included.
  let group: [Int]
  /// For each such first guest, a guest of the group that stays where it is.
  let anchors: [Int: Int]
  /// In the order of their first guests.
  private(set) var items: [PlacementItem] = []
  /// For each guest its item.
  private(set) var itemOfGuest: [Int?]
  /// The use of the hosts by guests that stay.
  private(set) var usage: HostUsage
  let conflicts: [PlacementConflict]
  let zones: PlacementZones

  init(_ problem: PlacementProblem) {
    let guests = problem.guests
    let group = Self.groups(of: problem)
    usage = HostUsage(of: problem.hosts)
    zones = PlacementZones(problem.hosts)
    for guest in guests {
      guard let host = guest.current else { continue }
      usage.add(memory: guest.memory, cpus: guest.cpus, to: host)
    }
    var anchors: [Int: Int] = [:]
    for (index, guest) in guests.enumerated() where guest.current != nil {
      if anchors[group[index]] == nil { anchors[group[index]] = index }
    }
    self.group = group
    self.anchors = anchors
    conflicts = Self.conflicts(of: problem, group: group, anchors: anchors, usage: usage)
    itemOfGuest = Array(repeating: nil, count: guests.count)

    var itemOfGroup: [Int: Int] = [:]
    let unplaceable = Set(
      conflicts.compactMap { conflict -> Int? in
        switch conflict {
        case .separated(let pair), .contradiction(let pair): group[pair.first]
        case .memory, .cpus, .hostNotAllowed, .together, .sameZone: nil
        }
      })
    for (index, guest) in guests.enumerated() where guest.current == nil {
      let root = group[index]
      guard !unplaceable.contains(root) else { continue }
      let item = itemOfGroup[root] ?? items.count
      if item == items.count {
        itemOfGroup[root] = item
        items.append(PlacementItem(guests: []))
        items[item].hosts = anchors[root].flatMap { guests[$0].current }.map { [$0] }
      }
      itemOfGuest[index] = item
      items[item].add(guest, index)
    }
    separate(problem)
    measure()
  }

  /// The order in which items are placed: large ones first.
  var order: [Int] {
    items.indices.sorted {
      let (one, other) = (items[$0], items[$1])
      if one.size != other.size { return one.size > other.size }
      if one.memory != other.memory { return one.memory > other.memory }
      if one.cpus != other.cpus { return one.cpus > other.cpus }
      return $0 < $1
    }
  }

  /// Enters which items and hosts are out of the question for an item.
  private mutating func separate(_ problem: PlacementProblem) {
    for pair in problem.antiAffinity {
      for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
        guard let item = itemOfGuest[one] else { continue }
        if let host = problem.guests[other].current {
          items[item].excluded.append(host)
        } else if let second = itemOfGuest[other] {
          items[item].apart.append(second)
        }
      }
    }
    for pair in problem.zonesApart {
      for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
        guard let item = itemOfGuest[one] else { continue }
        if let host = problem.guests[other].current {
          items[item].excluded += zones.hosts(beside: host)
        } else if let second = itemOfGuest[other] {
          items[item].zonesApart.append(second)
        }
      }
    }
    for index in items.indices {
      items[index].excluded = Set(items[index].excluded).sorted()
      items[index].apart = Set(items[index].apart).sorted()
      items[index].zonesApart = Set(items[index].zonesApart).sorted()
    }
  }

  /// Sizes are parts of what all hosts have, so that the scarcer resource counts more.
  private mutating func measure() {
    let memory = usage.hosts.reduce(0.0) { $0 + Double($1.memory) }
    let cpus = usage.hosts.reduce(0.0) { $0 + Double($1.cpus) }
    for index in items.indices {
      items[index].size = max(
        memory > 0 ? Double(items[index].memory) / memory : 0,
        cpus > 0 ? Double(items[index].cpus) / cpus : 0)
    }
  }
}

/// The hosts by their zones.
struct PlacementZones: Sendable {
  private let zoneOfHost: [Int]
  private let hostsOfZone: [[Int]]

  init(_ hosts: [PlacementProblem.Host]) {
    var numbers: [Int: Int] = [:]
    var zoneOfHost: [Int] = []
    var hostsOfZone: [[Int]] = []
    for (index, host) in hosts.enumerated() {
      let number = host.zone.flatMap { numbers[$0] } ?? hostsOfZone.count
      if number == hostsOfZone.count { hostsOfZone.append([]) }
      if let zone = host.zone { numbers[zone] = number }
      hostsOfZone[number].append(index)
      zoneOfHost.append(number)
    }
    self.zoneOfHost = zoneOfHost
    self.hostsOfZone = hostsOfZone
  }

  /// The hosts of the zone of a host, itself included.
  func hosts(beside host: Int) -> [Int] { hostsOfZone[zoneOfHost[host]] }

  /// Whether two hosts are in one zone.
  func areTogether(_ one: Int, _ other: Int) -> Bool { zoneOfHost[one] == zoneOfHost[other] }
}

extension PlacementItem {
  fileprivate mutating func add(_ guest: PlacementProblem.Guest, _ index: Int) {
    guests.append(index)
    memory = memory.addingClamped(guest.memory)
    cpus = cpus.addingClamped(guest.cpus)
    cpusOfOne = max(cpusOfOne, guest.cpus)
    if let allowed = guest.hosts {
      let these = Set(allowed)
      hosts = hosts?.filter(these.contains) ?? these.sorted()
    }
  }
}
