import VirtModel

/// A network as a fleet has it: what its hosts call by one name, and leads to the same.
struct FleetNetwork: Hashable {
  let name: Label
  /// Where it leads: `LAN, VLAN 5`.
  let kind: String
  /// Whether guests on different hosts are in one network.
  let isLAN: Bool

  init(_ network: Network) {
    name = network.name
    kind = network.kind
    isLAN = network.isLAN
  }
}

extension Fleet {
  /// The networks of all hosts, by name, each once.
  var networks: [FleetNetwork] {
    let all = Set(machines.flatMap { $0.host.networks.map(FleetNetwork.init) })
    return all.sorted { ($0.name, $0.kind) < ($1.name, $1.kind) }
  }
}
