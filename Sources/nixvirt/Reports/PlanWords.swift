import VirtModel

/// The steps of a plan, in words.
enum PlanWords {
  /// Steps that do the same for several guests of a host.
  static func text(_ group: [FleetPlan.Action]) -> String {
    guard let first = group.first else { return "" }
    let guests = NameList.counted(group.compactMap(guest).map(\.description))
    switch first {
    case .expect(_, let host):
      return "On \(host), keep \(guests) off until \(group.count == 1 ? "its" : "their") files are"
        + " there:"
    case .hold(_, let host, .memory(let others, isNew: true)):
      return "On \(host), keep \(guests) off until there is memory:"
        + " \(NameList.text(others.map(\.description))) must restart first:"
    case .hold(_, let host, let reason): return "On \(host), shut \(guests) down: \(words(reason))"
    case .freeAddress(let address, let host):
      return "Give \(host) an address other than \(address), which another host will use"
    case .copy(_, let source, _, let target, _):
      return "Copy the files of \(guests) from \(source) to \(target):"
    case .move(_, let host, let old, let new):
      return "On \(host), move the files of \(guests) from \(old) to \(new):"
    case .disk(let change, _, let host):
      return "On \(host), convert the disk \(change.disk) of \(guests) from"
        + " \(change.format.rawValue) to \(change.newFormat.rawValue); \(change.from) is kept:"
    case .byHand(let work, let guest, let host): return words(work, guest, host)
    case .provide(let names, _, let host):
      return "Provide on \(host) what \(guests) uses: "
        + names.map(DisplayText.clean).joined(separator: ", ")
    case .switchHost(let host, let changes): return words(host, changes)
    case .retire(let host, let guests):
      return "Switch \(host) to a configuration without its module, or turn it off"
        + (guests.isEmpty ? "" : ": shuts down \(NameList.counted(guests.map(\.description)))")
    case .restart(_, let host):
      return "On \(host), restart \(guests), which then has less memory:"
    case .release(_, let host): return "On \(host), start \(guests):"
    }
  }

  /// The guest of a step, if it is about one.
  static func guest(_ action: FleetPlan.Action) -> GuestName? {
    switch action {
    case .expect(let guest, _), .hold(let guest, _, _), .copy(let guest, _, _, _, _),
      .move(let guest, _, _, _), .disk(_, let guest, _), .byHand(_, let guest, _),
      .provide(_, let guest, _), .restart(let guest, _), .release(let guest, _):
      guest
    case .freeAddress, .switchHost, .retire: nil
    }
  }

  private static func words(_ reason: FleetPlan.HoldReason) -> String {
    switch reason {
    case .moves(let host): "it moves to \(host)"
    case .renamed(let guest): "it gets the name \(guest)"
    case .files: "its files change"
    case .address(let host): "its network address goes to \(host)"
    case .disk(let host): "its disk goes to \(host)"
    case .memory(let others, _):
      "its memory is free after \(NameList.text(others.map(\.description))) has restarted"
    }
  }

  private static func words(
    _ work: FleetPlan.Work, _ guest: GuestName, _ host: HostName
  ) -> String {
    switch work {
    case .shrink(let disk, _, _, let from, let to):
      "By hand: in \(guest), shrink what is on the disk \(disk) from \(from.readable) to less than"
        + " \(to.readable), because nixvirt never makes a disk smaller. Then, on \(host):"
    case .transfer(let disk, let from, let former, let to):
      "By hand: on \(host), put the contents of the disk \(disk) of \(guest), which are in"
        + " \(DisplayText.clean("\(from)"))\(former.map { " on \($0)" } ?? ""), in"
        + " \(DisplayText.clean("\(to)"))"
    case .save(let directory, let from, let to):
      "By hand: save the data of \(guest), which are in \(DisplayText.clean("\(directory)")) on \(host):"
        + " its system is for \(from.rawValue), and its host will be \(to.rawValue)"
    case .startAnew(let from, let to):
      "By hand: start \(guest) on \(host) with new disks, for \(to.rawValue) instead of"
        + " \(from.rawValue):"
    }
  }

  private static func words(_ host: HostName, _ changes: FleetPlan.HostChanges) -> String {
    "Switch \(host)\(changes.isNew ? ", which is new" : ""): "
      + SwitchEffect(changes).clauses.joined(separator: ", ") + ":"
  }
}

/// The effects of a switch on the guests of its host.
struct SwitchEffect {
  let stops: [String]
  let restarts: [String]
  let starts: [String]
  /// Whether code that all guests share changes.
  let mayRestartAll: Bool
  private let network: [String]

  init(_ changes: FleetPlan.HostChanges) {
    let held = Set(changes.held.map(\.description))
    func guests(_ effect: ModuleChanges.Effect) -> [String] {
      changes.module.guests.filter { $0.effect == effect && !held.contains($0.name) }.map(\.name)
    }
    stops = guests(.disappears)
    restarts = guests(.restarts)
    starts = guests(.appears)
    mayRestartAll = !changes.module.shared.isEmpty
    network = ChangesReport.networkClauses(changes.module)
  }

  var clauses: [String] {
    let parts = [("shuts down", stops), ("restarts", restarts), ("starts", starts)]
    var clauses = parts.filter { !$0.1.isEmpty }.map { "\($0.0) \(NameList.counted($0.1))" }
    if mayRestartAll { clauses.append("may restart every guest") }
    if clauses.isEmpty { clauses = ["no guest restarts"] }
    return clauses + network
  }
}
