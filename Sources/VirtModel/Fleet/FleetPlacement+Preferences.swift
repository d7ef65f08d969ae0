import NixAST

extension FleetPlacement {
  /// Guests that moved to another host to make the placement better.
  public struct Move: Sendable {
    /// Why they moved.
    public enum Reason: Sendable, Equatable {
      /// They broke a rule where they were, or the host had too little memory.
      case brokenRule
      /// Preferences of this weight are kept that were not.
      case preference(weight: Int)
      /// The host was the fullest that could become less full.
      case load
    }

    /// The guests: one, or those that must share a host.
    public let guests: [GuestName]
    /// Where they were.
    public let from: HostName
    /// Where they are.
    public let to: HostName
    /// Why they moved.
    public let reason: Reason
    /// How full the old host was and is; 1 is a full host.
    public let fromLoad: (before: Double, after: Double)
    /// How full the new host was and is.
    public let toLoad: (before: Double, after: Double)
  }

  /// A preference of a guest.
  public struct Preference: Sendable, Equatable {
    /// The place that it prefers.
    public enum Wish: Sendable, Equatable {
      /// One of these hosts, which are all that its tags and names select.
      case hosts([HostName])
      /// The host of another guest.
      case hostOf(GuestName)
      /// Another host than that of a guest.
      case otherHost(than: GuestName)
      /// Another zone than that of a guest.
      case otherZone(than: GuestName)
    }

    /// The preferred place.
    public let wish: Wish
    /// How much, compared with other preferences.
    public let weight: Int
    /// Whether the placement keeps it.
    public let isKept: Bool
  }

  /// The preferences of a guest.
  func preferences(of guest: Int) -> [Preference] {
    question.preferences.filter { $0.guests.first == guest }.map { preference in
      Preference(
        wish: question.wish(preference), weight: preference.weight,
        isKept: question.problem.keeps(preference, places))
    }
  }
}

extension PlacementQuestion {
  /// For each guest its host, of which the assignment has those that are not described under one.
  func places(_ assignment: Assignment) -> [Int?] {
    let numbers = Dictionary(
      hosts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return guests.indices.map { index in
      assignment.hosts[guests[index]].flatMap { numbers[$0] } ?? problem.guests[index].current
    }
  }

  /// Moves guests that leave their host out, so that fewer rules are broken, more preferences are kept, and
  /// the fullest host is less full.
  func rebalance(
    _ assignment: inout Assignment, free: Set<GuestName>, limit: Int
  ) -> [FleetPlacement.Move] {
    var problem = problem
    var places: [Int] = []
    for (index, name) in guests.enumerated() {
      let host = free.contains(name) ? assignment.hosts[name].flatMap(hosts.firstIndex) : nil
      guard let place = host ?? problem.guests[index].current else { return [] }
      places.append(place)
      if free.contains(name) { problem.guests[index].current = nil }
    }
    let result = Rebalancing(problem, preferences, from: places, limit: limit)
    for move in result.moves {
      for guest in move.guests { assignment.hosts[guests[guest]] = hosts[move.to] }
    }
    return result.moves.map { move in
      let reason: FleetPlacement.Move.Reason =
        switch move.reason {
        case .brokenRule: .brokenRule
        case .preference(let weight): .preference(weight: weight)
        case .load: .load
        }
      return FleetPlacement.Move(
        guests: move.guests.map { guests[$0] }, from: hosts[move.from], to: hosts[move.to],
        reason: reason, fromLoad: move.fromLoad, toLoad: move.toLoad)
    }
  }

  /// A preference with names.
  func wish(_ preference: PlacementPreference) -> FleetPlacement.Preference.Wish {
    switch preference.rule {
    case .hosts(_, let open): .hosts(open.map { hosts[$0] })
    case .together(let pair): .hostOf(guests[pair.second])
    case .apart(let pair): .otherHost(than: guests[pair.second])
    case .zonesApart(let pair): .otherZone(than: guests[pair.second])
    }
  }
}
