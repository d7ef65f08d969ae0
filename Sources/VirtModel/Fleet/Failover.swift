import NixAST

/// The guests of a host that has failed, and their replicas on other hosts.
///
/// nixvirt has no fencing: it cannot know that the host is off, so a person does the steps.
public struct Failover: Sendable {
  /// A copy of a guest.
  public struct Replica: Sendable, Equatable {
    /// The guest.
    public let guest: GuestName
    /// The host that has the copy.
    public let host: HostName
    /// The directory with the guest's backups on that host.
    public let directory: AbsolutePath
    /// When copies are made.
    public let schedule: CalendarEvent
  }

  /// The host that has failed.
  public let host: HostName
  /// The guests that have a replica, by name.
  public let replicas: [Replica]
  /// The guests that have none.
  public let others: [GuestName]

  /// The hosts that take guests over, each with its guests.
  public var targets: [(host: HostName, replicas: [Replica])] {
    Dictionary(grouping: replicas, by: \.host).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  /// The failover of a host of a fleet.
  public init(of machine: Fleet.Machine) {
    host = machine.name
    var replicas: [Replica] = []
    var others: [GuestName] = []
    for guest in machine.host.guests.sorted(by: { $0.name < $1.name }) {
      if let replica = guest.replica(from: machine.name) {
        replicas.append(
          Replica(
            guest: guest.name, host: replica.host,
            directory: AbsolutePath(checked: "\(replica.directory)/\(guest.name)"),
            schedule: replica.schedule))
      } else {
        others.append(guest.name)
      }
    }
    self.replicas = replicas
    self.others = others
  }
}
