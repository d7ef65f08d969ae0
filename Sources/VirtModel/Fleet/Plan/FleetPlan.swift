import NixAST

/// What is to be done for a fleet to become as it is described anew: which guests change, and in which
/// order the hosts are switched, so that no guest, address or disk is there twice at any time.
///
/// Nothing is done by it; `colmena apply --on alpha` and its like switch hosts.
public struct FleetPlan: Sendable, Equatable {
  /// What happens to a guest.
  public enum Change: Sendable, Equatable {
    /// It is new: it is installed, if its kind is, and started.
    case appears(on: HostName)
    /// It is shut down; its files are kept.
    case disappears(from: HostName)
    /// It is shut down on one host, and started on another one.
    case moves(from: HostName, to: HostName)
    /// It stays where it is.
    case stays(on: HostName, ModuleChanges.Effect)
  }

  /// A guest that changes.
  public struct Guest: Sendable, Equatable {
    /// Its name.
    public let name: GuestName
    /// What happens to it.
    public let change: Change
    /// What is different, one value each.
    public let details: [ModuleChanges.Detail]
    /// What has to be known besides.
    public let consequences: [ModuleChanges.Consequence]
    /// The directory of the guests of its host, after a change.
    public let stateDirectory: AbsolutePath
  }

  /// Something to do.
  public enum Step: Sendable, Equatable {
    /// To shut a guest down by hand, as hosts exchange guests or addresses, so that none can be first.
    case shutDown(GuestName, on: HostName)
    /// To give the bridge of a host another address by hand, for the same reason.
    case freeAddress(IPv4Address, of: HostName)
    /// To copy the directory of a guest, when it is shut down.
    case copy(GuestName, from: HostName, AbsolutePath, to: HostName, AbsolutePath)
    /// To move the guests' files on a host, when all guests of it are shut down.
    case moveFiles(on: HostName, ModuleChanges.MovedDirectory)
    /// To give another host the disks that the description names by their paths.
    case provide([AbsolutePath], of: GuestName, on: HostName)
    /// To switch a host to its new module.
    case switchHost(HostName, HostChanges)
    /// To switch a host to a configuration without a module, or to turn it off.
    case retire(HostName, guests: [GuestName])
  }

  /// What switching a host does.
  public struct HostChanges: Sendable, Equatable {
    /// What happens to its guests, and what is set of it.
    public let module: ModuleChanges
    /// Whether there was no such host before.
    public let isNew: Bool
  }

  /// The guests that change, by name.
  public let guests: [Guest]
  /// What is to be done, in this order.
  public let steps: [Step]

  /// Whether nothing changes.
  public var isEmpty: Bool { guests.isEmpty && steps.isEmpty }

  /// The plan that leads from one description to another.
  public init(from old: Subject, to new: Subject) {
    let comparison = FleetComparison(from: old.machines, to: new.machines)
    guests = comparison.guests
    steps = HostOrder(comparison).steps
  }
}

extension Subject {
  /// The hosts. One that has no name is called `host`.
  var machines: [Fleet.Machine] {
    switch self {
    case .fleet(let fleet): fleet.machines
    case .host(let overview):
      [Fleet.Machine(name: overview.host.name ?? HostName(checked: "host"), overview: overview)]
    }
  }
}
