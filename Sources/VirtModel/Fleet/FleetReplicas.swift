/// Finds copies of backups that another host of the fleet shares with its guests. What a host shares of its
/// own backups is found there, see ``PlacesOfGuests``.
struct FleetReplicas {
  private var copies: [HostName: [HostFile]] = [:]

  mutating func add(_ guest: ResolvedGuest, on host: HostName) {
    guard let replica = guest.guest.replica(from: host) else { return }
    copies[replica.host, default: []] += Backup.hostFiles(of: guest)
  }

  func check(_ machine: Fleet.Machine, _ diagnostics: inout Diagnostics) {
    guard let copies = copies[machine.name] else { return }
    let host = machine.host
    let places = PlacesOfGuests(of: host.guests, stateDirectory: host.stateDirectory)
    for copy in copies { places.check(copy, on: machine.name, &diagnostics) }
  }
}
