import NixAST

/// The order of the steps of a plan.
///
/// A guest that moves is held on its old host before its files are copied, and on its new one until
/// they are there, so hosts with guests that move can be switched in any order. A host that gives an address
/// or a disk up comes before the one that takes it.
struct HostOrder {
  var steps = StepList()
  private let comparison: FleetComparison
  private let offline: Set<HostName>
  private let pairs: [HostName: FleetComparison.HostPair]
  /// Guests that come to a host, or stay there with other files.
  private let incoming: [HostName: [Transfer]]
  /// Guests that leave a host.
  private let outgoing: [HostName: [Transfer]]
  private let waiting: [HostName: [Handover]]
  /// Guests that are held for their addresses or disks, by the host that gives them up.
  private var heldForAddress: [HostName: [GuestName]] = [:]
  /// The last step for the files of a guest.
  private var lastStep: [GuestName: String] = [:]

  init(_ comparison: FleetComparison, offline: Set<HostName>) {
    self.comparison = comparison
    self.offline = offline
    pairs = Dictionary(
      comparison.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    incoming = Dictionary(grouping: comparison.transfers, by: \.target)
    outgoing = Dictionary(grouping: comparison.transfers.filter(\.isMove), by: \.source)
    waiting = Dictionary(grouping: Handover.all(comparison), by: \.taker)
    order()
  }

  // MARK: - Ordering

  /// Takes the first host by name that waits for no address or disk; of these, one whose guests that leave it have
  /// arrived, if there is one. If all wait, the host that waits for the fewest addresses gets them by
  /// hand.
  private mutating func order() {
    var takers: [HostName: [HostName]] = [:]
    var blockers: [HostName: Set<HostName>] = [:]
    for (taker, handovers) in waiting {
      blockers[taker] = Set(handovers.map(\.giver).filter { pairs[$0] != nil })
      for giver in blockers[taker] ?? [] { takers[giver, default: []].append(taker) }
    }
    var leaving = outgoing.mapValues { Set($0.map(\.target)) }
    var remaining = pairs.keys.sorted()
    func rank(_ host: HostName) -> (Int, Int, Int) {
      let blocked = blockers[host]?.count ?? 0
      return (
        blocked == 0 ? 0 : 1, blocked == 0 ? leaving[host]?.count ?? 0 : 0,
        blocked == 0 ? 0 : waiting[host]?.count ?? 0
      )
    }
    while let place = remaining.indices.min(by: { rank(remaining[$0]) < rank(remaining[$1]) }) {
      let host = remaining.remove(at: place)
      var needed: [String] = []
      for handover in waiting[host] ?? [] {
        let isOpen = blockers[host]?.contains(handover.giver) ?? false
        needed.append(isOpen ? free(handover) : id("switch", handover.giver))
      }
      take(host, after: needed)
      for taker in takers[host] ?? [] { blockers[taker]?.remove(host) }
      for source in Set((incoming[host] ?? []).map(\.source)) { leaving[source]?.remove(host) }
    }
  }

  private func id(_ kind: String, _ host: HostName) -> String {
    kind == "switch" && pairs[host]?.new == nil ? "retire/\(host)" : "\(kind)/\(host)"
  }

  /// Frees an address or a disk by hand. The name of the step is returned.
  private mutating func free(_ handover: Handover) -> String {
    switch handover.owner {
    case .card(let guest), .disk(let guest):
      let id = "hold/\(guest)"
      if let transfer = outgoing[handover.giver]?.first(where: { $0.old.name == guest }) {
        bring(transfer)
      } else if !steps.has(id) {
        let isDisk = if case .disk = handover.owner { true } else { false }
        steps.add(
          id,
          .hold(
            guest, on: handover.giver,
            isDisk ? .disk(to: handover.taker) : .address(to: handover.taker)))
        let staysThere =
          pairs[handover.giver]?.new?.guests.contains { $0.name == guest } ?? false
        if staysThere { heldForAddress[handover.giver, default: []].append(guest) }
      }
      return id
    case .host(let address):
      return steps.add("free/\(address)", .freeAddress(address, of: handover.giver))
    }
  }

  // MARK: - A host

  private mutating func take(_ host: HostName, after: [String]) {
    guard let pair = pairs[host] else { return }
    var needed = after
    let arrivals = (incoming[host] ?? []).filter(\.isNeeded)
    for transfer in arrivals { needed += expect(transfer) }
    for transfer in arrivals { needed += bring(transfer) }
    for transfer in outgoing[host] ?? [] {
      let ids = bring(transfer)
      // Its files must be away before a host goes. A host that stays keeps them.
      needed += pair.new == nil ? ids : ["hold/\(transfer.old.name)"]
    }
    var held = Set((arrivals + (outgoing[host] ?? [])).filter(\.isHeld).map(\.old.name))
    held.formUnion(arrivals.filter(\.isHeld).map(\.new.name))
    held.formUnion(heldForAddress[host] ?? [])
    let memory = MemoryOrder(pair, isOff: held)
    let known = Set((pair.old?.guests ?? []).map(\.name))
    for guest in memory.waiting {
      needed.append(
        steps.add(
          "hold/\(guest)",
          .hold(guest, on: host, .memory(after: memory.late, isNew: !known.contains(guest)))))
    }
    held.formUnion(memory.waiting)
    let done: String
    if pair.new == nil {
      done = steps.add(
        "retire/\(host)", .retire(host, guests: pair.old?.guests.map(\.name) ?? []), after: needed)
    } else {
      done = steps.add(
        "switch/\(host)",
        .switchHost(
          host, FleetPlan.HostChanges(module: pair.changes, isNew: pair.old == nil, held: held)),
        after: needed)
    }
    let restarts = memory.late.map { guest in
      steps.add("restart/\(guest)", .restart(guest, on: host), after: [done])
    }
    for transfer in arrivals where transfer.isHeld { finish(transfer, after: [done] + restarts) }
    // A guest whose files change starts when they are there.
    let changing = Set(arrivals.filter(\.isHeld).map(\.new.name))
    let waiting = (heldForAddress[host] ?? []).filter { !changing.contains($0) }
    for guest in waiting + memory.waiting {
      steps.add("release/\(guest)", .release(guest, on: host), after: [done] + restarts)
    }
  }

  /// Keeps a guest off where its files are not yet.
  private mutating func expect(_ transfer: Transfer) -> [String] {
    let guest = transfer.new.name
    return transfer.isElsewhere || transfer.isForeign
      ? [steps.add("expect/\(guest)", .expect(guest, on: transfer.target))] : []
  }

  /// The steps that bring a guest's files to where they are looked for. What the switch of its host waits
  /// for is returned.
  @discardableResult
  private mutating func bring(_ transfer: Transfer) -> [String] {
    let (guest, former) = (transfer.new.name, transfer.old.name)
    let host = transfer.target
    var needed = expect(transfer)
    if transfer.isMove, !transfer.needs.isEmpty {
      needed.append(
        steps.add("provide/\(guest)", .provide(transfer.needs, of: guest, on: host)))
    }
    if transfer.isForeign { return leave(transfer, after: needed) }
    var before = needed
    // In the guest, while it still runs.
    for work in transfer.shrinking {
      before.append(add(work, guest, on: transfer.source, after: needed))
    }
    if transfer.isHeld {
      before.append(
        steps.add(
          "hold/\(former)", .hold(former, on: transfer.source, transfer.reason), after: before))
    }
    if transfer.isMove {
      before = [
        steps.add(
          "copy/\(guest)",
          .copy(
            guest, from: transfer.source, transfer.oldDirectory, to: host, transfer.newDirectory),
          after: before)
      ]
    } else if transfer.isElsewhere {
      before = [
        steps.add(
          "move/\(guest)",
          .move(guest, on: host, transfer.oldDirectory, to: transfer.newDirectory),
          after: before)
      ]
    }
    for change in transfer.files {
      before = [
        steps.add("disk/\(guest)/\(change.disk)", .disk(change, of: guest, on: host), after: before)
      ]
    }
    for work in transfer.transfers { before = [add(work, guest, on: host, after: before)] }
    lastStep[guest] = before.last
    // A guest waits on its new host, so the host need not wait for one that is offline.
    return offline.contains(transfer.source) && transfer.isMove ? needed : needed + before
  }

  /// Keeps a guest off whose system cannot run on its new host, so that a person saves its data before it
  /// starts with new disks. Returns the steps that the switch of its host waits for.
  private mutating func leave(_ transfer: Transfer, after needed: [String]) -> [String] {
    let (guest, former) = (transfer.new.name, transfer.old.name)
    let hold = steps.add(
      "hold/\(former)", .hold(former, on: transfer.source, transfer.reason), after: needed)
    let save = steps.add(
      "by-hand/\(guest)/files",
      .byHand(
        .save(transfer.oldDirectory, from: transfer.from.system, to: transfer.to.system),
        of: former, on: transfer.source), after: [hold])
    lastStep[guest] = save
    // Where only the host's platform changes, its files go with the old system of the host.
    return offline.contains(transfer.source) && transfer.isMove ? needed : needed + [hold, save]
  }

  private mutating func add(
    _ work: FleetPlan.Work, _ guest: GuestName, on host: HostName, after: [String]
  ) -> String {
    steps.add(
      "by-hand/\(guest)/\(work.disk)", .byHand(work, of: guest, on: host), after: after)
  }

  /// Starts a guest when its host is switched and its files are there.
  private mutating func finish(_ transfer: Transfer, after done: [String]) {
    let guest = transfer.new.name
    if transfer.isForeign {
      steps.add(
        "by-hand/\(guest)/root",
        .byHand(
          .startAnew(from: transfer.from.system, to: transfer.to.system), of: guest,
          on: transfer.target), after: done + [lastStep[guest]].compactMap(\.self))
      return
    }
    steps.add(
      "release/\(guest)", .release(guest, on: transfer.target),
      after: done + [lastStep[guest]].compactMap(\.self))
  }
}

extension FleetPlan.Work {
  /// The disk that it is about.
  fileprivate var disk: String {
    switch self {
    case .shrink(let disk, _, _, _, _), .transfer(let disk, _, _, _): disk
    case .save: "files"
    case .startAnew: "root"
    }
  }
}
