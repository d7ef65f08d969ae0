import NixAST

/// The hosts of two descriptions side by side.
struct FleetComparison {
  /// A host in one of the descriptions or in both.
  struct HostPair {
    let name: HostName
    let old: Host?
    let new: Host?
    /// The changes of its module; of a host that goes, none.
    let changes: ModuleChanges
    /// The memory that its guests may have together after the change, in bytes.
    var memory: Int64?
  }

  /// The hosts that change, by name.
  private(set) var hosts: [HostPair] = []
  /// The guests that change, by name.
  private(set) var guests: [FleetPlan.Guest] = []
  /// The guests that were there before, by name, if their files or names need steps.
  private(set) var transfers: [Transfer] = []
  /// Consequences for guests that appear on a host.
  private var renamed: [GuestName: [ModuleChanges.Consequence]] = [:]
  private static let nowhere = AbsolutePath(checked: "/")

  init(from old: [Fleet.Machine], to new: [Fleet.Machine]) {
    func byName(_ machines: [Fleet.Machine]) -> [HostName: Host] {
      Dictionary(machines.map { ($0.name, $0.host) }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (byName(old), byName(new))
    for name in Set(before.keys).union(after.keys).sorted() {
      compare(name, before[name], after[name])
    }
    let limits = Dictionary(
      new.map { ($0.name, $0.overview.guestMemoryLimit) }, uniquingKeysWith: { first, _ in first })
    for index in hosts.indices { hosts[index].memory = limits[hosts[index].name] ?? nil }
    findTransfers(Self.guests(old), Self.guests(new))
    dropDoneConsequences()
    guests.sort { $0.name < $1.name }
  }

  private mutating func compare(_ name: HostName, _ old: Host?, _ new: Host?) {
    let context = ModuleContext()
    var changes = ModuleChanges(guests: [], host: [], shared: [])
    if let new {
      changes = new.changes(from: old?.module(context), context: context) ?? changes
      if old != nil, changes.isEmpty { return }
    }
    hosts.append(HostPair(name: name, old: old, new: new, changes: changes))
    for change in changes.guests {
      guard let guest = GuestName(change.name) else { continue }
      switch change.effect {
      // Whether it is somewhere else is not known here.
      case .appears: renamed[guest] = change.consequences
      case .disappears: continue
      case .restarts, .nextStart, .runsOn:
        guests.append(
          FleetPlan.Guest(
            name: guest, change: .stays(on: name, change.effect), details: change.details,
            consequences: change.consequences, stateDirectory: new?.stateDirectory ?? Self.nowhere))
      }
    }
  }

  private typealias Place = (host: HostName, machine: Host, guest: Guest)

  private static func guests(_ machines: [Fleet.Machine]) -> [GuestName: Place] {
    let all = machines.flatMap { machine in
      machine.host.guests.map { ($0.name, (machine.name, machine.host, $0)) }
    }
    return Dictionary(all, uniquingKeysWith: { first, _ in first })
  }

  private mutating func findTransfers(
    _ before: [GuestName: Place], _ after: [GuestName: Place]
  ) {
    var former: Set<GuestName> = []
    for (name, new) in after {
      let earlier = new.guest.formerly.flatMap { after[$0] == nil ? $0 : nil }
      guard let old = before[name] ?? earlier.flatMap({ before[$0] }) else {
        guests.append(
          FleetPlan.Guest(
            name: name, change: .appears(on: new.host), details: [],
            consequences: renamed[name] ?? [], stateDirectory: new.machine.stateDirectory))
        continue
      }
      former.insert(old.guest.name)
      let transfer = Transfer(
        old: old.guest, new: new.guest, from: old.machine, to: new.machine, source: old.host,
        target: new.host)
      if transfer.isNeeded { transfers.append(transfer) }
      guard transfer.isMove || transfer.isRenamed else { continue }
      let change = transfer.isRenamed ? nil : Self.change(of: name, old, new)
      guests.append(
        FleetPlan.Guest(
          name: name, former: transfer.isRenamed ? old.guest.name : nil,
          change: transfer.isMove
            ? .moves(from: old.host, to: new.host) : .renamed(on: new.host),
          details: change?.details ?? [], consequences: change?.consequences ?? [],
          stateDirectory: new.machine.stateDirectory))
    }
    for (name, old) in before where !former.contains(name) {
      guests.append(
        FleetPlan.Guest(
          name: name, change: .disappears(from: old.host), details: [], consequences: [],
          stateDirectory: old.machine.stateDirectory))
    }
    transfers.sort { $0.new.name < $1.new.name }
  }

  /// Leaves out what a step does: a disk with another format is converted.
  private mutating func dropDoneConsequences() {
    let converted = Dictionary(
      transfers.map { ($0.new.name, Set($0.files.map(\.from))) },
      uniquingKeysWith: { first, _ in first })
    guests = guests.map { guest in
      guard let files = converted[guest.name], !files.isEmpty else { return guest }
      return FleetPlan.Guest(
        name: guest.name, former: guest.former, change: guest.change, details: guest.details,
        consequences: guest.consequences.filter { consequence in
          if case .leavesBehind(let file, _) = consequence { !files.contains(file) } else { true }
        }, stateDirectory: guest.stateDirectory)
    }
  }

  /// The differences of a guest besides its host.
  private static func change(
    of name: GuestName, _ old: Place, _ new: Place
  ) -> ModuleChanges.GuestChange? {
    func values(_ place: Place) -> [String: Expr] {
      let paragraph = ModuleWriter.paragraph(
        place.guest, on: place.machine, folder: ModuleContext().descriptionFolder)
      return Dictionary(
        ModuleScope.entries(paragraph.map(\.binding)).map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
    return GuestComparison(values(old), values(new)).change(of: name.description)
  }
}
