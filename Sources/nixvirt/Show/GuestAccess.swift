import VirtModel

/// How a guest is reached with SSH.
struct GuestAccess {
  let guest: Guest
  /// The address, or a name that a resolver knows; nil if the guest's own name is one.
  let destination: String?
  /// The guest's names besides its own, which nixvirt serves on NAT networks.
  let aliases: [String]
  /// The host that the connection goes through.
  let proxy: HostName?

  /// The user that nixvirt gives the keys to; nil if the guest was not set up by nixvirt.
  var user: String? { guest.takesKeys ? "root" : nil }

  /// The reason why a guest is not reached.
  enum Obstacle: Error {
    case noCard, isolated, hostName

    /// A part of a sentence.
    var reason: String {
      switch self {
      case .noCard: "it has no network card"
      case .isolated: "its networks are isolated, also from the host"
      case .hostName: "it has the name of a host"
      }
    }
  }

  /// - Parameter machine: the guest's host, if the reader is elsewhere; nil on the host itself.
  init(_ guest: Guest, on overview: Overview, through machine: HostName?) throws(Obstacle) {
    let cards = guest.interfaces.compactMap { card in
      overview.network(card.network).map { (card, $0) }
    }
    guard !cards.isEmpty else { throw .noCard }
    let ways = cards.compactMap { Self.way(to: guest, by: $0, on: $1) }
    // The LAN first, which needs no host in between; the first card of equal ones.
    guard let best = ways.min(by: { $0.rank < $1.rank }) else { throw .isolated }
    self.guest = guest
    destination = best.destination
    aliases = cards.compactMap { _, network in
      if case .nat = network.connection { "\(guest.name).\(network.domain)" } else { nil }
    }
    proxy = best.isBehindHost ? machine : nil
  }

  private struct Way {
    let rank: Int
    let destination: String?
    let isBehindHost: Bool
  }

  private static func way(
    to guest: Guest, by card: Guest.Interface, on network: Network
  ) -> Way? {
    let fixed = card.address?.address.description ?? card.address6?.address.description
    switch network.connection {
    case .lan, .existing:
      // A router that assigns an address usually also knows the name that the guest asked with.
      return Way(rank: fixed == nil ? 2 : 0, destination: fixed, isBehindHost: false)
    case .nat(let nat):
      if fixed == nil, nat.dhcp == nil { return nil }
      let name = "\(guest.name).\(network.domain)"
      return Way(rank: fixed == nil ? 3 : 1, destination: fixed ?? name, isBehindHost: true)
    case .isolated(let address):
      guard let fixed, address != nil else { return nil }
      return Way(rank: 1, destination: fixed, isBehindHost: true)
    }
  }
}

/// The guests of a description with the ways to them.
struct GuestDirectory {
  /// A host's guests.
  struct Group {
    let host: HostName?
    let entries: [GuestAccess]
  }

  let groups: [Group]
  /// The guests that are not reached, with the reasons.
  private(set) var omitted: [(name: GuestName, obstacle: GuestAccess.Obstacle)] = []

  init(_ described: Subject) {
    let machines: [(name: HostName?, overview: Overview)]
    let hosts: Set<String>
    switch described {
    case .host(let overview):
      machines = [(overview.host.name, overview)]
      hosts = []
    case .fleet(let fleet):
      machines = fleet.machines.map { ($0.name, $0.overview) }
      hosts = Set(fleet.machines.map(\.name.description))
    }
    var groups: [Group] = []
    for machine in machines {
      var entries: [GuestAccess] = []
      for guest in machine.overview.host.guests {
        do throws(GuestAccess.Obstacle) {
          // A connection through the host would lead to the guest instead.
          if hosts.contains(guest.name.description) { throw .hostName }
          entries.append(
            try GuestAccess(
              guest, on: machine.overview, through: hosts.isEmpty ? nil : machine.name))
        } catch {
          omitted.append((guest.name, error))
        }
      }
      groups.append(Group(host: machine.name, entries: entries))
    }
    self.groups = groups
  }

  /// Comments about the guests that are left out, a line each.
  var comments: String {
    omitted.map { "# \($0.name) is left out: \($0.obstacle.reason).\n" }.joined()
  }
}
