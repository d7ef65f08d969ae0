extension FleetPlacement {
  /// The loss of a host: guests that no other host can take.
  public struct Loss: Sendable, Equatable {
    /// The host.
    public let host: HostName
    /// Top-level guests that no other host has room for.
    public let homeless: [GuestName]
    /// Guests that are described under the host, so that they can be nowhere else.
    public let bound: [GuestName]
  }

  /// For each host, the guests that would have no place if it failed. The guests of other hosts stay where
  /// they are.
  public var losses: [Loss] {
    question.hosts.indices.map { host in
      var problem = placed
      var bound: [GuestName] = []
      for index in problem.guests.indices where problem.guests[index].current == host {
        let name = question.guests[index]
        guard free.contains(name) else {
          bound.append(name)
          continue
        }
        let open = problem.guests[index].hosts ?? Array(problem.hosts.indices)
        problem.guests[index].hosts = open.filter { $0 != host }
        problem.guests[index].current = nil
      }
      let homeless = Placement(problem).unplaced.map { question.guests[$0] }
      return Loss(host: question.hosts[host], homeless: homeless, bound: bound)
    }
  }

  /// The problem with every guest on its host.
  private var placed: PlacementProblem {
    var problem = question.problem
    for index in problem.guests.indices {
      let name = question.guests[index]
      guard free.contains(name), let host = assignment.hosts[name] else { continue }
      problem.guests[index].current = question.hosts.firstIndex(of: host)
    }
    return problem
  }
}
