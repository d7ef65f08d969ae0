/// Why a guest is where it is, and not elsewhere.
struct PlacementExplanation: Hashable, Sendable {
  /// The reason for the host.
  enum Decision: Hashable, Sendable {
    /// It was there.
    case stays(host: Int)
    /// A guest stays there that it shares a host with.
    case follows(guest: Int, host: Int)
    /// It is the only host that can take it.
    case onlyChoice(host: Int)
    /// No other host that can take it would be less full, or it is better for other guests.
    case chosen(host: Int)
    /// No host can take it beside the guests that have one.
    case nowhere
    /// It is part of these conflicts.
    case conflict([PlacementConflict])
  }

  /// Why it is not on a host. Of several reasons the first in this order is given.
  enum Reason: Hashable, Sendable {
    /// The host is not among those of a guest: itself, or one that it shares a host with.
    case notAllowed(guest: Int)
    /// A guest that it shares a host with stays on another host.
    case follows(guest: Int)
    /// A guest, itself or one that it shares a host with, has more CPUs than the host.
    case tooFewCPUs(guest: Int, wanted: Int, available: Int)
    /// Guest `guest`, itself or one that it shares a host with, does not share one with `other`.
    case antiAffinity(guest: Int, other: Int)
    /// Guest `guest`, itself or one that it shares a host with, does not share a zone with `other`.
    case sameZone(guest: Int, other: Int)
    /// Too little memory is free for it and those that are placed with it.
    case tooLittleMemory(wanted: Int64, free: Int64)
    /// The host would be at least as full as the one taken is.
    case fuller(load: HostLoad, taken: HostLoad)
    /// The host would be less full, but other guests' placement depends on this one's, or it stays.
    case lessFull(load: HostLoad, taken: HostLoad)
    /// The host could take it alone: it has none because of a conflict, or of a limit of steps.
    case possible(load: HostLoad)
  }

  let guest: Int
  let decision: Decision
  /// The guests that are placed as one with it, itself included.
  let together: [Int]
  /// For each host why the guest is not on it; nil for the host that it is on.
  let reasons: [Reason?]
}

extension Placement {
  /// Why a guest is where it is, recomputed from how the hosts are used now: what each host would be
  /// like if this guest alone, with those that are placed as one with it, were there instead.
  ///
  /// It takes time in proportion to the number of hosts.
  func explanation(of guest: Int) -> PlacementExplanation {
    let item = items.itemOfGuest[guest].map { items.items[$0] }
    let together = item?.guests ?? [guest]
    let anchor = items.anchors[items.group[guest]].flatMap { $0 == guest ? nil : $0 }
    let query = Query(self, together: together, host: hosts[guest], anchor: anchor)
    let reasons = problem.hosts.indices.map { query.reason(against: $0) }
    return PlacementExplanation(
      guest: guest, decision: decision(on: guest, anchor: anchor, reasons: reasons),
      together: together, reasons: reasons)
  }

  private func decision(
    on guest: Int, anchor: Int?, reasons: [PlacementExplanation.Reason?]
  ) -> PlacementExplanation.Decision {
    guard let host = hosts[guest] else {
      let mine = items.itemOfGuest[guest] == nil ? conflicts(around: guest) : []
      return mine.isEmpty ? .nowhere : .conflict(mine)
    }
    if problem.guests[guest].current != nil { return .stays(host: host) }
    if let anchor { return .follows(guest: anchor, host: host) }
    let hasChoice = reasons.contains { reason in
      switch reason {
      case .fuller, .lessFull, .possible: true
      default: false
      }
    }
    return hasChoice ? .chosen(host: host) : .onlyChoice(host: host)
  }

  /// The conflicts for which none of the guests that share a host with this one is placed.
  private func conflicts(around guest: Int) -> [PlacementConflict] {
    conflicts.filter { conflict in
      switch conflict {
      case .separated(let pair), .contradiction(let pair):
        items.group[pair.first] == items.group[guest]
      case .memory, .cpus, .hostNotAllowed, .together, .sameZone: false
      }
    }
  }

  /// The checks of each host.
  private struct Query {
    let placement: Placement
    let together: [Int]
    let host: Int?
    let anchor: Int?
    let memory: Int64
    let cpus: Int
    /// For a host, the first guest there that one of these does not share a host with, and the one.
    var apart: [Int: (guest: Int, other: Int)] = [:]
    /// The same for guests that it does not share a zone with, for each host of the zone.
    var zonesApart: [Int: (guest: Int, other: Int)] = [:]
    let allowed: [(guest: Int, hosts: Set<Int>)]

    init(_ placement: Placement, together: [Int], host: Int?, anchor: Int?) {
      let guests = placement.problem.guests
      self.placement = placement
      self.together = together
      self.host = host
      self.anchor = anchor
      memory = together.reduce(0) { $0.addingClamped(guests[$1].memory) }
      cpus = together.reduce(0) { $0.addingClamped(guests[$1].cpus) }
      allowed = together.compactMap { guest in guests[guest].hosts.map { (guest, Set($0)) } }
      let these = Set(together)
      for pair in placement.problem.antiAffinity {
        for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
          guard these.contains(one), !these.contains(other), let host = placement.hosts[other]
          else {
            continue
          }
          if let known = apart[host], known.other <= other { continue }
          apart[host] = (one, other)
        }
      }
      for pair in placement.problem.zonesApart {
        for (one, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
          guard these.contains(one), !these.contains(other), let host = placement.hosts[other]
          else { continue }
          for host in placement.items.zones.hosts(beside: host) {
            if let known = zonesApart[host], known.other <= other { continue }
            zonesApart[host] = (one, other)
          }
        }
      }
    }

    func reason(against host: Int) -> PlacementExplanation.Reason? {
      guard host != self.host else { return nil }
      let guests = placement.problem.guests
      if let limit = allowed.first(where: { !$0.hosts.contains(host) }) {
        return .notAllowed(guest: limit.guest)
      }
      if let anchor, guests[anchor].current != host { return .follows(guest: anchor) }
      let available = placement.problem.hosts[host].cpus
      if let guest = together.first(where: { guests[$0].cpus > available }) {
        return .tooFewCPUs(guest: guest, wanted: guests[guest].cpus, available: available)
      }
      if let pair = apart[host] { return .antiAffinity(guest: pair.guest, other: pair.other) }
      if let pair = zonesApart[host] { return .sameZone(guest: pair.guest, other: pair.other) }
      let free = placement.usage.freeMemory(host)
      if free < memory { return .tooLittleMemory(wanted: memory, free: free) }
      let load = placement.usage.load(host, addingMemory: memory, cpus: cpus)
      guard let taken = self.host.map(placement.load) else { return .possible(load: load) }
      return load.highest >= taken.highest
        ? .fuller(load: load, taken: taken) : .lessFull(load: load, taken: taken)
    }
  }
}
