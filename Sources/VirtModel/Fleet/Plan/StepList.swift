/// The steps of a plan, as they are found.
struct StepList {
  private(set) var steps: [FleetPlan.Step] = []
  private var waves: [String: Int] = [:]

  /// Whether there is a step of this name.
  func has(_ id: String) -> Bool { waves[id] != nil }

  /// Adds a step behind those that are there, unless it is there already.
  ///
  /// - Parameter after: what must be done before it; names of no step are left out.
  @discardableResult
  mutating func add(_ id: String, _ action: FleetPlan.Action, after: [String] = []) -> String {
    if has(id) { return id }
    let known = after.filter(has).withoutDuplicates()
    let wave = 1 + (known.compactMap { waves[$0] }.max() ?? 0)
    waves[id] = wave
    steps.append(FleetPlan.Step(id: id, action: action, after: known, wave: wave))
    return id
  }

  /// Marks the steps that need a host that is offline, and those that come after one.
  mutating func block(_ offline: Set<HostName>) {
    var blocked: Set<String> = []
    for index in steps.indices {
      let step = steps[index]
      guard !offline.isDisjoint(with: step.action.hosts) || !blocked.isDisjoint(with: step.after)
      else { continue }
      steps[index].isBlocked = true
      blocked.insert(step.id)
    }
  }
}
