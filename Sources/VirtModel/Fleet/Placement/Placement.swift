/// Where guests go.
///
/// Placing keeps the fullest host as empty as it finds a way to, and no guest that it placed would be
/// on a host less full if it alone were moved (with those that it shares a host with). Guests that
/// have a host stay there.
struct Placement: Sendable {
  /// Whether all guests without conflicts have a host.
  enum Completeness: Hashable, Sendable {
    case complete
    /// There is no placement of all of them.
    case impossible
    /// None was found in a limited number of steps.
    case notFound
  }

  let problem: PlacementProblem
  /// For each guest its host, if it has one.
  let hosts: [Int?]
  let completeness: Completeness
  /// Rules that are broken wherever guests are placed; those that this leaves without a host are not
  /// looked at further.
  let conflicts: [PlacementConflict]
  /// The use of the hosts.
  let usage: HostUsage
  let items: PlacementItems

  /// How full a host is.
  func load(_ host: Int) -> HostLoad { usage.load(host) }

  /// How full the fullest host is.
  var highestLoad: Double { usage.hosts.indices.map { load($0).highest }.max() ?? 0 }

  /// The guests without a host.
  var unplaced: [Int] { hosts.indices.filter { hosts[$0] == nil } }

  /// How much is tried; steps instead of time, because a placement depends on the problem alone.
  struct Limits: Sendable {
    /// Looks at a host for an item in a search through all placements.
    var searchSteps = 2_000_000
    /// Such a search goes as deep as there are items, on the stack; for many it leads nowhere anyway.
    var searchedItems = 500
    /// Looks at two items that may exchange their hosts, or at one that may make room.
    var repairSteps = 20_000_000
    /// Whether a placement that was found is made more even.
    var isThorough = true
  }

  /// Places guests.
  init(_ problem: PlacementProblem, limits: Limits = Limits()) {
    let items = PlacementItems(problem)
    let (state, completeness) = Self.solve(items, limits)
    self.problem = problem
    self.items = items
    self.completeness = completeness
    conflicts = items.conflicts
    usage = state.usage
    hosts = problem.guests.indices.map { guest in
      problem.guests[guest].current ?? items.itemOfGuest[guest].flatMap { state.hosts[$0] }
    }
  }

  /// Leaves out what fits nowhere even alone, and places the others.
  private static func solve(_ problem: PlacementItems, _ limits: Limits) -> (
    PlacementState, Completeness
  ) {
    var start = PlacementState(problem)
    let tree = HostTree(start.usage)
    let order = problem.order.filter { start.leastLoaded($0, among: tree) != nil }
    var best = start
    let completeness = place(order, from: start, best: &best, limits)
    guard completeness == .complete, limits.isThorough else {
      let isComplete = completeness == .complete && order.count == problem.items.count
      return (best, isComplete || completeness != .complete ? completeness : .impossible)
    }
    best.polish(order, limits)
    if order.count <= limits.searchedItems {
      improve(&best, from: start, order: order, limits)
    }
    return (best, order.count == problem.items.count ? .complete : .impossible)
  }

  /// Tries ways that each leave more room than the one before, until all have a host.
  private static func place(
    _ order: [Int], from start: PlacementState, best: inout PlacementState, _ limits: Limits
  ) -> Completeness {
    if start.memory(of: order) > start.usage.freeMemoryOfAll {
      // Most find a host if the small ones come first.
      best.pack(start.packingOrder(order).reversed())
      return .impossible
    }
    var repairSteps = limits.repairSteps
    for way in Way.all(start, order) {
      var state = start
      switch way {
      case .spread(let weight): state.spread(order, cpuWeight: weight)
      case .pack(let order): state.pack(order)
      }
      state.makeRoom(order, steps: &repairSteps)
      if state.placedCount > best.placedCount { best = state }
      if best.placedCount == order.count { return .complete }
    }
    guard order.count <= limits.searchedItems else { return .notFound }
    var search = PlacementSearch(
      start, order: start.packingOrder(order), steps: limits.searchSteps)
    switch search.run() {
    case .found:
      best = search.state
      return .complete
    case .impossible: return .impossible
    case .outOfSteps: return .notFound
    }
  }

  /// Searches for placements with a fullest host that is less full.
  private static func improve(
    _ best: inout PlacementState, from start: PlacementState, order: [Int], _ limits: Limits
  ) {
    var steps = limits.searchSteps
    while steps > 0, best.highestLoad > start.highestLoad {
      var search = PlacementSearch(start, order: order, limit: best.highestLoad, steps: steps)
      guard case .found = search.run() else { return }
      steps = search.steps
      best = search.state
      best.polish(order, limits)
    }
  }
}

extension PlacementState {
  /// Makes the fullest host less full, and then all others.
  fileprivate mutating func polish(_ order: [Int], _ limits: Placement.Limits) {
    level(order)
    exchange(steps: limits.repairSteps)
    level(order)
  }
}
