import NixAST

/// The steps from one description of a fleet to another: which guests change, what is done to their
/// files, and in which order hosts are switched, so that no guest, address or disk is active twice and no
/// guest starts without its files.
///
/// A plan does nothing by itself.
public struct FleetPlan: Sendable, Equatable {
  /// The change of a guest.
  public enum Change: Sendable, Equatable {
    /// It is new: it is installed, if its kind is, and started.
    case appears(on: HostName)
    /// It is shut down; its files are kept.
    case disappears(from: HostName)
    /// It is shut down on one host, and started on another one.
    case moves(from: HostName, to: HostName)
    /// It had another name on the same host.
    case renamed(on: HostName)
    /// It stays where it is.
    case stays(on: HostName, ModuleChanges.Effect)
  }

  /// A guest that changes.
  public struct Guest: Sendable, Equatable {
    /// Its name.
    public let name: GuestName
    /// The name that it had; nil if that is the same.
    public var former: GuestName?
    /// The change.
    public let change: Change
    /// The differences, one value each.
    public let details: [ModuleChanges.Detail]
    /// Further effects that the user must know.
    public let consequences: [ModuleChanges.Consequence]
    /// The directory of the guests of its host, after a change.
    public let stateDirectory: AbsolutePath
  }

  /// A step: something to do when the steps before it are done.
  public struct Step: Sendable, Equatable {
    /// Names it among the steps of the plan: `copy/web`. The same change gives the same name.
    public let id: String
    /// The action.
    public let action: Action
    /// The steps that must be done before.
    public let after: [String]
    /// Steps of one wave can be done at the same time; 1 is the first.
    public let wave: Int
    /// Whether it waits for a host that is offline.
    public internal(set) var isBlocked = false
  }

  /// The effects of switching a host.
  public struct HostChanges: Sendable, Equatable {
    /// The changes of its guests and of its options.
    public let module: ModuleChanges
    /// Whether there was no such host before.
    public let isNew: Bool
    /// The guests that are off at that time: their files come or go by other steps.
    public let held: Set<GuestName>
  }

  /// The guests that change, by name.
  public private(set) var guests: [Guest]
  /// The steps, in an order in which they can be done one after the other.
  public private(set) var steps: [Step]

  /// Guests whose addresses change only because they follow from other names than before.
  public let addressChanges: [AddressChange]

  /// Whether it is of a single host, which needs no name.
  public let isOfOneHost: Bool

  /// Whether nothing changes.
  public var isEmpty: Bool { guests.isEmpty && steps.isEmpty }

  /// The plan that leads from one description to another.
  ///
  /// - Parameters:
  ///   - old: what the hosts run now.
  ///   - new: what they will run.
  ///   - offline: hosts that cannot be reached. Steps that need one of them are blocked.
  public init(from old: Subject, to new: Subject, without offline: Set<HostName> = []) {
    let (before, after) = (old.machines(beside: new), new.machines(beside: old))
    let comparison = FleetComparison(from: before, to: after)
    guests = comparison.guests
    addressChanges = AddressChange.all(from: before, to: after)
    isOfOneHost = old.isOneHost && new.isOneHost
    var order = HostOrder(comparison, offline: offline)
    order.steps.block(offline)
    steps = order.steps.steps
  }

  /// The guests and steps of some hosts.
  public func limited(to hosts: Set<HostName>) -> FleetPlan {
    var plan = self
    plan.guests = guests.filter { !hosts.isDisjoint(with: $0.change.hosts) }
    plan.steps = steps.filter { !hosts.isDisjoint(with: $0.action.hosts) }
    return plan
  }
}

extension Subject {
  fileprivate var isOneHost: Bool {
    if case .host = self { true } else { false }
  }

  /// The hosts. A single host is the host of the other description that ``Fleet/counterpart(of:)`` finds;
  /// otherwise it has its own name, or is called `host`.
  func machines(beside other: Subject) -> [Fleet.Machine] {
    switch self {
    case .fleet(let fleet): return fleet.machines
    case .host(let overview):
      var name: HostName?
      if case .fleet(let fleet) = other { name = fleet.counterpart(of: overview.host) }
      name = name ?? overview.host.name
      return [Fleet.Machine(name: name ?? HostName(checked: "host"), overview: overview)]
    }
  }
}

extension Fleet {
  /// The host of the fleet that a single host became, or was before: the host of its name; for a host
  /// without a name, the host with most of its guests, the first by name of several.
  fileprivate func counterpart(of host: Host) -> HostName? {
    if let name = host.name {
      return machines.first { $0.name == name || $0.host.name == name }?.name
    }
    let names = Set(host.guests.map(\.name))
    func common(_ machine: Machine) -> Int {
      machine.host.guests.count { names.contains($0.name) }
    }
    var best: (name: HostName, count: Int)?
    for machine in machines {
      let count = common(machine)
      if count > best?.count ?? (machines.count == 1 ? -1 : 0) { best = (machine.name, count) }
    }
    return best?.name
  }
}

extension FleetPlan.Change {
  /// The hosts on which something happens.
  fileprivate var hosts: [HostName] {
    switch self {
    case .appears(let host), .disappears(let host), .renamed(let host), .stays(let host, _): [host]
    case .moves(let source, let target): [source, target]
    }
  }
}
