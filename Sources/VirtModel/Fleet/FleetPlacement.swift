import NixAST

/// A fleet of which every guest has a host: those that leave it out were found one.
public struct FleetPlacement: Sendable {
  /// Why a guest is where it is.
  public struct Explanation: Sendable {
    /// The guest.
    public let guest: GuestName
    /// Its host.
    public let host: HostName
    /// The reason.
    public let decision: Decision
    /// Why it is on none of the other hosts.
    public let others: [(host: HostName, reason: Reason)]
    /// Its preferences.
    public let preferences: [Preference]
  }

  /// The fleet.
  public let fleet: Fleet
  /// Where the guests are that leave their host out.
  public let assignment: Assignment
  /// The guests that moved to make the placement better, in the order of the moves.
  public private(set) var moves: [Move] = []
  /// The guests that leave their host out.
  public let free: Set<GuestName>
  let question: PlacementQuestion
  let placement: Placement
  /// For each guest its host.
  let places: [Int?]

  init?(
    _ description: FleetDescription, _ guests: FleetGuests, _ old: Assignment,
    rebalancing limit: Int? = nil, _ diagnostics: inout Diagnostics
  ) {
    guard !diagnostics.hasErrors else { return nil }
    let draining = Set(description.hosts.filter(\.content.host.drain).map(\.name.value))
    free = Set(description.guests.map(\.name.value))
    question = PlacementQuestion(description, guests, old)
    placement = Placement(question.problem, preferring: question.preferences)
    var assignment = old.kept(for: description)
    for guest in description.guests {
      let name = guest.name.value
      // Where it must not be, which is reported for the whole fleet.
      if let host = old.hosts[name], !draining.contains(host) {
        assignment.hosts[name] = host
        continue
      }
      guard let index = question.index(of: name) else { continue }
      if let host = placement.hosts[index] {
        assignment.hosts[name] = question.hosts[host]
      } else {
        diagnostics.report(question.noRoom(for: guest.name, index, placement))
      }
    }
    guard !diagnostics.hasErrors else { return nil }
    if let limit { moves = question.rebalance(&assignment, free: free, limit: limit) }
    self.assignment = assignment
    places = question.places(assignment)
    fleet = Fleet(description, assignment, &diagnostics)
  }

  /// Why a guest that leaves its host out is where it is: what other hosts would be like now if it were
  /// there instead. Nil for another guest.
  public func explanation(of name: GuestName) -> Explanation? {
    guard free.contains(name), let index = question.index(of: name),
      let host = assignment.hosts[name]
    else { return nil }
    let explanation = placement.explanation(of: index)
    return Explanation(
      guest: name, host: host, decision: question.named(explanation.decision),
      others: zip(question.hosts, explanation.reasons).compactMap { host, reason in
        reason.map { (host, question.named($0, on: host)) }
      }, preferences: preferences(of: index))
  }
}

extension Assignment {
  /// The part that is kept: hosts of guests that are gone, whose files they get if they come back.
  /// Guests that are described under a host are there, so that they stay if they become free.
  fileprivate func kept(for description: FleetDescription) -> Assignment {
    var kept = self
    let present = Set(description.hosts.map(\.name.value))
    kept.hosts = kept.hosts.filter { present.contains($0.value) }
    for guest in description.guests { kept.hosts[guest.name.value] = nil }
    for host in description.hosts {
      for guest in host.content.guests { kept.hosts[guest.name.value] = host.name.value }
    }
    return kept
  }
}
