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

  /// Whether it is of a single host, which needs no name.
  public let isOfOneHost: Bool

  /// Whether nothing changes.
  public var isEmpty: Bool { guests.isEmpty && steps.isEmpty }

  /// The plan that leads from one description to another.
  ///
  /// - Parameter offline: hosts that cannot be reached. Steps that need one of them are blocked.
  public init(from old: Subject, to new: Subject, without offline: Set<HostName> = []) {
    let comparison = FleetComparison(from: old.machines, to: new.machines)
    guests = comparison.guests
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

  /// The hosts. One that has no name is called `host`.
  var machines: [Fleet.Machine] {
    switch self {
    case .fleet(let fleet): fleet.machines
    case .host(let overview):
      [Fleet.Machine(name: overview.host.name ?? HostName(checked: "host"), overview: overview)]
    }
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
