import NixAST

/// A fleet of which every guest has a host: those that leave it out were found one.
public struct FleetPlacement: Sendable {
  /// Why a guest is where it is.
  public struct Explanation: Sendable {
    /// The guest.
    public let guest: GuestName
    /// Its host.
    public let host: HostName
    /// What decided.
    public let decision: Decision
    /// Why it is on none of the other hosts.
    public let others: [(host: HostName, reason: Reason)]
  }

  /// The fleet.
  public let fleet: Fleet
  /// Where the guests are that leave their host out.
  public let assignment: Assignment
  private let question: PlacementQuestion
  private let placement: Placement

  init?(
    _ description: FleetDescription, _ guests: FleetGuests, _ old: Assignment,
    _ diagnostics: inout Diagnostics
  ) {
    guard !diagnostics.hasErrors else { return nil }
    question = PlacementQuestion(description, guests, old)
    placement = Placement(question.problem)
    var assignment = Assignment()
    for guest in description.guests {
      let name = guest.name.value
      // Where it is not to be, which is told of the whole fleet.
      if let host = old.hosts[name] {
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
    self.assignment = assignment
    guard !diagnostics.hasErrors else { return nil }
    fleet = Fleet(description, assignment, &diagnostics)
  }

  /// Why each guest that leaves its host out is where it is, by name: what other hosts would be like
  /// now if it were there instead.
  public var explanations: [Explanation] {
    assignment.hosts.keys.sorted().compactMap { name in
      guard let index = question.index(of: name), let host = assignment.hosts[name] else {
        return nil
      }
      let explanation = placement.explanation(of: index)
      return Explanation(
        guest: name, host: host, decision: question.named(explanation.decision),
        others: zip(question.hosts, explanation.reasons).compactMap { host, reason in
          reason.map { (host, question.named($0, on: host)) }
        })
    }
  }
}
