/// Looks through all placements, as far as a number of steps allows.
struct PlacementSearch {
  enum Outcome {
    case found
    /// There is none.
    case impossible
    case outOfSteps
  }

  private(set) var state: PlacementState
  private let order: [Int]
  /// Every host stays under it, but for those that are over it from the beginning.
  private let limit: Double
  /// Looks at a host, for an item, that are left.
  private(set) var steps: Int
  /// Hosts of the same kind are alike for every item as long as they are empty.
  private let kinds: [Int]
  private let isEmpty: [Bool]
  /// For each place in the order, the memory of the items from there on.
  private let wanted: [Int64]

  /// A search from a state without items, for a placement that keeps hosts under a limit.
  init(_ state: PlacementState, order: [Int], limit: Double = .infinity, steps: Int) {
    self.state = state
    self.order = order
    self.limit = limit
    self.steps = steps
    kinds = Self.kinds(of: state)
    isEmpty = state.usage.memory.map { $0 == 0 }
    var wanted: [Int64] = [0]
    for item in order.reversed() {
      wanted.append((wanted.last ?? 0).addingClamped(state.items[item].memory))
    }
    self.wanted = wanted.reversed()
  }

  mutating func run() -> Outcome { place(from: 0) }

  private mutating func place(from position: Int) -> Outcome {
    guard position < order.count else { return .found }
    guard wanted[position] <= state.usage.freeMemoryOfAll else { return .impossible }
    let item = order[position]
    for host in candidates(for: item) {
      state.place(item, on: host)
      let outcome = place(from: position + 1)
      guard case .impossible = outcome else { return outcome }
      state.take(item, from: host)
    }
    return steps > 0 ? .impossible : .outOfSteps
  }

  /// The hosts that can take an item, those first that would be least full.
  private mutating func candidates(for item: Int) -> [Int] {
    steps -= state.usage.hosts.count
    guard steps > 0 else { return [] }
    state.lookAt(item)
    var emptyKinds: Set<Int> = []
    var candidates: [(host: Int, load: Double)] = []
    for host in state.items[item].hosts ?? Array(state.usage.hosts.indices) {
      let load = state.usage.load(host, adding: state.items[item]).highest
      guard load < limit, state.fits(state.items[item], on: host) else { continue }
      let isUntouched = isEmpty[host] && state.usage.memory[host] == 0
      if isUntouched && !emptyKinds.insert(kinds[host]).inserted { continue }
      candidates.append((host, load))
    }
    return candidates.sorted { $0.load < $1.load || $0.load == $1.load && $0.host < $1.host }
      .map(\.host)
  }

  /// A number for each host; equal for hosts with the same resources that no item distinguishes.
  private static func kinds(of state: PlacementState) -> [Int] {
    struct Kind: Hashable {
      var host: PlacementProblem.Host
      var items: [Int] = []
    }
    var kinds = state.usage.hosts.map { Kind(host: $0) }
    for (index, item) in state.items.enumerated() {
      for host in item.hosts ?? [] { kinds[host].items.append(index) }
      for host in item.excluded { kinds[host].items.append(-1 - index) }
    }
    var numbers: [Kind: Int] = [:]
    return kinds.map { kind in
      let number = numbers[kind] ?? numbers.count
      numbers[kind] = number
      return number
    }
  }
}
