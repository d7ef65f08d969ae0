import NixAST

/// The hosts of two descriptions side by side.
struct FleetComparison {
  /// A host in one of the descriptions or in both.
  struct HostPair {
    let name: HostName
    let old: Host?
    let new: Host?
    /// What its module changes; of a host that goes, nothing.
    let changes: ModuleChanges
  }

  /// A guest that is on two hosts, one after the other.
  struct Move {
    let old: Guest
    let new: Guest
    let from: Host
    let to: Host
    let source: HostName
    let target: HostName
  }

  /// The hosts that change, by name.
  private(set) var hosts: [HostPair] = []
  /// The guests that change, by name.
  private(set) var guests: [FleetPlan.Guest] = []
  /// The guests that move, by name.
  private(set) var moves: [Move] = []
  /// What is told of guests that appear on a host.
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
    findMoves(Self.guests(old), Self.guests(new))
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

  private mutating func findMoves(_ before: [GuestName: Place], _ after: [GuestName: Place]) {
    for (name, old) in before {
      guard let new = after[name] else {
        guests.append(
          FleetPlan.Guest(
            name: name, change: .disappears(from: old.host), details: [], consequences: [],
            stateDirectory: old.machine.stateDirectory))
        continue
      }
      guard old.host != new.host else { continue }
      let change = Self.change(of: name, old, new)
      guests.append(
        FleetPlan.Guest(
          name: name, change: .moves(from: old.host, to: new.host),
          details: change?.details ?? [], consequences: change?.consequences ?? [],
          stateDirectory: new.machine.stateDirectory))
      moves.append(
        Move(
          old: old.guest, new: new.guest, from: old.machine, to: new.machine, source: old.host,
          target: new.host))
    }
    for (name, new) in after where before[name] == nil {
      guests.append(
        FleetPlan.Guest(
          name: name, change: .appears(on: new.host), details: [],
          consequences: renamed[name] ?? [], stateDirectory: new.machine.stateDirectory))
    }
    moves.sort { $0.new.name < $1.new.name }
  }

  /// What differs of a guest besides its host.
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
