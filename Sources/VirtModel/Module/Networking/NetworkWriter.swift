import NixAST

/// Writes what a module has for networks: bridges, the filter, addresses, taps.
///
/// Bridges and the host's addresses are NixOS's own options, under either of its backends. Taps are
/// made by a unit for each guest, so that they are the same under both, and may move from one bridge
/// to another while the guest runs.
struct NetworkWriter {
  let networks: [Network]
  let guests: [Guest]
  /// The rights of all units.
  let hardening: Binding

  init(_ host: Host) {
    hardening = Hardening.binding(Platform(host))
    networks = host.networks
    guests = host.guests
  }

  /// The networks, as the filter needs them.
  var filtered: [FilteredNetwork] {
    networks.map { network in
      FilteredNetwork(network, guests: guests)
    }
  }

  /// The networks whose bridges are the module's own.
  var own: [Network] { networks.filter { !$0.isExisting } }

  var hasTaps: Bool { guests.contains { !$0.interfaces.isEmpty } }

  /// The cards of the host that are ports of bridges, with their networks.
  var uplinks: [(lan: Network.LAN, network: Network)] {
    own.compactMap { network in
      if case .lan(let lan) = network.connection { (lan, network) } else { nil }
    }
  }

  var translated: [(nat: Network.NAT, network: Network)] {
    own.compactMap { network in
      if case .nat(let nat) = network.connection { (nat, network) } else { nil }
    }
  }

  /// The networks of which the host gives addresses.
  var served: [(range: ClosedRange<IPv4Address>, nat: Network.NAT, network: Network)] {
    translated.compactMap { nat, network in nat.dhcp.map { ($0, nat, network) } }
  }

  /// The unit that loads the filter.
  static let filterUnit = HostNames.filterUnit
  /// The unit that gives addresses and names.
  static let serverUnit = "nixvirt-dnsmasq"
  /// The unit that gives systemd-resolved the server of the guests' names.
  static let namesUnit = "nixvirt-names"
  /// The unit that adds the bridges to Docker's table.
  static let dockerUnit = "nixvirt-docker"
  /// The file of the filter.
  static let filterPath = "nixvirt/filter.nft"
}
