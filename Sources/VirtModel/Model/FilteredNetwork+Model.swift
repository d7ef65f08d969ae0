extension FilteredNetwork {
  /// A network with the guests on it, as the filter needs it.
  init(_ network: Network, guests: [Guest]) {
    let kind: Kind
    switch network.connection {
    case .existing: kind = .existing
    case .lan(let lan): kind = .lan(port: lan.port)
    case .nat(let nat):
      kind = .nat(
        NAT(
          subnet: nat.subnet, subnet6: nat.subnet6, external: nat.externalInterface,
          isServed: nat.dhcp != nil, forwards: nat.forwards))
    case .isolated: kind = .isolated
    }
    self.init(
      name: network.name, bridge: network.bridge, kind: kind,
      hasHostAddress: network.hasHostAddress, hostAddress: network.fixedHostAddress?.address,
      hostAddresses6: network.hostAddresses6, allow: network.allow,
      cards: guests.flatMap { guest in
        guest.interfaces.filter { $0.network == network.name }.map { interface in
          Card(
            guest: guest.name, tap: interface.tap, mac: interface.mac,
            address: interface.address?.address, address6: interface.address6?.address,
            maySpoof: interface.maySpoof)
        }
      })
  }
}

extension Host {
  /// Who reaches whom.
  public var reachability: Reachability {
    Reachability(networks.map { FilteredNetwork($0, guests: guests) })
  }
}

extension Network {
  /// The host's address, if it is given.
  var fixedHostAddress: IPv4Interface? {
    if case .fixed(let interface) = hostAddress { interface } else { nil }
  }

  /// Whether the host has an address on the bridge.
  var hasHostAddress: Bool {
    if case .none = hostAddress { false } else { true }
  }

  /// The host's IPv6 addresses that are known.
  var hostAddresses6: [IPv6Address] {
    guard case .nat(let nat) = connection, let address = nat.address6 else { return [] }
    return [address, IPv6Address(linkLocalOf: bridgeMAC)]
  }

  /// The MAC address of a bridge that has no network card of the host: always the same, whichever
  /// guests run.
  var bridgeMAC: MACAddress { MACAddress(longSuffix: "bridge/\(bridge)".fnv1a) }
}
