/// The sums of the guests of some hosts, and of the hosts' resources.
public struct Totals: Sendable {
  /// The number of guests.
  public let guests: Int
  /// The CPUs of all guests.
  public let cpus: Int
  /// The memory of all guests; nil if there are none.
  public let memory: Size?
  /// The disks that are made for the guests; nil if there are none.
  public let disks: Size?
  /// The CPUs of the hosts, if the description has them of each.
  public let hostCPUs: Int?
  /// The memory of the hosts, if the description has it of each.
  public let hostMemory: Size?

  /// Adds hosts up.
  public init(of hosts: [Overview]) {
    guests = hosts.reduce(0) { $0 + $1.host.guests.count }
    cpus = hosts.reduce(0) { $0.addingClamped($1.guestCPUs) }
    memory = Size(bytes: hosts.reduce(0) { $0.addingClamped($1.guestMemory?.bytes ?? 0) })
    disks = Size(bytes: hosts.reduce(0) { $0.addingClamped($1.guestDisks?.bytes ?? 0) })
    let hostCPUs = hosts.compactMap(\.hostCPUs)
    let hostMemory = hosts.compactMap(\.hostMemory)
    self.hostCPUs =
      hostCPUs.count == hosts.count ? hostCPUs.reduce(0) { $0.addingClamped($1) } : nil
    self.hostMemory =
      hostMemory.count == hosts.count
      ? Size(bytes: hostMemory.reduce(0) { $0.addingClamped($1.bytes) }) : nil
  }
}
