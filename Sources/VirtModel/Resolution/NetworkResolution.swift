import NixAST

/// A value of the model with the places that it was described at.
struct Resolved<Value: Sendable>: Sendable {
  var value: Value
  var places: [String: SourceRange]
  /// The place of the whole.
  var range: SourceRange?
}

/// Makes the networks of a host from their descriptions.
struct NetworkResolution {
  var networks: [Resolved<Network>] = []

  /// The names of all that are described, rightly or not.
  private(set) var names: [Label]
  private let host: HostName?

  init(_ description: Description, _ diagnostics: inout Diagnostics) {
    names = description.networks.map(\.name.value)
    host = description.host.name?.value
    addShorthand(description, &diagnostics)
    for network in description.networks { add(network, &diagnostics) }
    checkSubnets(&diagnostics)
    checkPacketSizes(&diagnostics)
  }

  /// `host.nic` is a network `lan`.
  private mutating func addShorthand(_ description: Description, _ diagnostics: inout Diagnostics) {
    guard let nic = description.host.nic else { return }
    let name = Label(checked: "lan")
    if let other = description.networks.first(where: { $0.name.value == name }) {
      diagnostics.report(
        .conflictingKeys(
          "host.nic is the short form of networks.lan, which is described too", at: nic.range,
          other: other.name.range, suggestion: "remove one of them"))
      return
    }
    diagnostics.reportUnfitUplink(nic)
    names.append(name)
    let lan = Network.LAN(uplink: nic.value, vlan: nil, address: .dhcp)
    let network = Network(
      name: name, bridge: InterfaceName(checked: "vbridge0"), mtu: nil, connection: .lan(lan),
      domain: Derived.domain(network: name))
    var places: [String: SourceRange] = [:]
    places["uplink"] = nic.range
    networks.append(Resolved(value: network, places: places, range: nic.range))
  }

  private mutating func add(
    _ named: Named<Label, NetworkDescription>, _ diagnostics: inout Diagnostics
  ) {
    let described = named.content
    let path = "networks.\(named.name.value)"
    var places: [String: SourceRange] = [:]
    places["bridge"] = described.bridge?.range
    places["uplink"] = described.uplink?.range
    places["vlan"] = described.vlan?.range
    places["mtu"] = described.mtu?.range
    guard let bridge = bridge(named, &diagnostics) else { return }
    let connection: Network.Connection?
    if described.existing {
      checkExisting(named, path, &diagnostics)
      connection = .existing
    } else if let uplink = described.uplink {
      if let nat = described.nat {
        diagnostics.report(
          .conflictingKeys(
            "\(path) has both an uplink and nat", at: nat.range, other: uplink.range,
            suggestion: "keep uplink to put guests on the LAN, or nat to give them a network of"
              + " their own"))
      }
      diagnostics.reportUnfitUplink(uplink)
      connection = .lan(
        Network.LAN(
          uplink: uplink.value, vlan: described.vlan?.value,
          address: hostAddress(described, path, &diagnostics)))
    } else {
      if let vlan = described.vlan {
        diagnostics.report(
          .conflictingKeys(
            "\(path).vlan needs an uplink, but there is none", at: vlan.range, other: nil,
            suggestion: "add uplink = \"<network card>\"; or remove vlan"))
      }
      if let dhcp = described.dhcp, dhcp.value {
        diagnostics.report(
          .conflictingKeys(
            "\(path).dhcp needs an uplink, but there is none", at: dhcp.range,
            other: nil, suggestion: "add uplink = \"<network card>\"; or set address"))
      }
      connection =
        nat(named, path, &diagnostics) ?? .isolated(address: described.address?.value)
    }
    guard let connection else { return }
    let network = Network(
      name: named.name.value, bridge: bridge, mtu: described.mtu?.value, connection: connection,
      domain: described.domain?.value ?? Derived.domain(network: named.name.value))
    if let domain = described.domain {
      diagnostics.checkDomain(domain, of: named.name.value, on: host)
      if !network.servesAddresses {
        diagnostics.report(
          .conflictingKeys(
            "\(path).domain has no effect: only NAT networks with DHCP have a DNS server",
            at: domain.range, other: described.nat?.value.dhcp?.range ?? described.uplink?.range,
            suggestion: "remove it"))
      }
    }
    warnOfHostBridge(network, at: places["bridge"] ?? named.name.range, &diagnostics)
    networks.append(Resolved(value: network, places: places, range: named.name.range))
  }

  /// A bridge of the host's own is as it is.
  private func checkExisting(
    _ named: Named<Label, NetworkDescription>, _ path: String, _ diagnostics: inout Diagnostics
  ) {
    let described = named.content
    if described.bridge == nil {
      diagnostics.report(
        .missingKey(
          "bridge", path: path, at: named.name.range,
          suggestion: "add bridge = \"<name>\"; with the name of the host's bridge"))
    }
    let others = [
      ("uplink", described.uplink?.range), ("nat", described.nat?.range),
      ("address", described.address?.range), ("dhcp", described.dhcp?.range),
      ("vlan", described.vlan?.range),
    ]
    for (key, range) in others {
      guard let range else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(path).\(key) would change an existing bridge", at: range,
          other: described.place(of: \.existing), suggestion: "remove \(key), or existing"))
    }
  }

  /// Names of bridges that programs on hosts make.
  private static let hostBridges = [
    "cni", "docker", "incusbr", "lxcbr", "lxdbr", "podman", "virbr", "vmbr",
  ]

  private func warnOfHostBridge(
    _ network: Network, at range: SourceRange?, _ diagnostics: inout Diagnostics
  ) {
    let bridge = network.bridge.description
    let isBare = network.connection == .isolated(address: nil) && bridge == "br0"
    guard !network.isExisting,
      isBare || Self.hostBridges.contains(where: { bridge.hasPrefix($0) })
    else { return }
    diagnostics.report(
      Diagnostic(
        .hostBridge, "\(bridge) is probably a bridge that another program creates", at: range,
        suggestion: "add existing = true; to put guests on it, or use another name"))
  }

  private func bridge(
    _ named: Named<Label, NetworkDescription>, _ diagnostics: inout Diagnostics
  ) -> InterfaceName? {
    if let bridge = named.content.bridge { return bridge.value }
    if let bridge = InterfaceName("br-\(named.name.value)") { return bridge }
    diagnostics.report(
      .missingKey(
        "bridge", path: "networks.\(named.name.value)", at: named.name.range,
        suggestion: "add bridge = \"<name>\"; br-\(named.name.value) would be longer than 15"
          + " characters"))
    return nil
  }

  private func hostAddress(
    _ described: NetworkDescription, _ path: String, _ diagnostics: inout Diagnostics
  ) -> Network.HostAddress {
    switch (described.dhcp?.value, described.address) {
    case (true, let address?):
      diagnostics.report(
        .conflictingKeys(
          "\(path) has both dhcp and an address", at: address.range, other: described.dhcp?.range,
          suggestion: "remove one of them"))
      return .dhcp
    case (_, let address?): return .fixed(address.value)
    case (false, nil): return .none
    default: return .dhcp
    }
  }

  /// Claims the interfaces of the networks.
  func claim(_ claims: inout Claims) {
    for network in networks {
      let name = network.value.name
      let bridge = network.places["bridge"]
      claims.add(
        network.value.bridge.description, .interface, owner: "the bridge of the network \(name)",
        at: bridge ?? network.range, key: bridge == nil ? "networks.\(name).bridge" : nil)
      guard case .lan(let lan) = network.value.connection else { continue }
      claims.add(
        lan.port.description, .interface, owner: "the uplink of the network \(name)",
        at: network.places["uplink"] ?? network.range)
    }
  }

  private func nat(
    _ named: Named<Label, NetworkDescription>, _ path: String, _ diagnostics: inout Diagnostics
  ) -> Network.Connection? {
    let described = named.content
    guard let nat = described.nat?.value, let subnet = nat.subnet?.value else { return nil }
    let hostAddress = IPv4Address(value: subnet.first.value + 1)
    let address = described.address?.value ?? IPv4Interface(hostAddress, subnet.prefixLength)
    if let given = described.address, given.value.subnet != subnet {
      diagnostics.report(
        .addressOutside(given.value.address, subnet, "\(path).address", at: given.range))
    }
    let pool = dhcp(nat, subnet, host: address.address, path, &diagnostics)
    return .nat(
      Network.NAT(
        subnet: subnet, address: address, dhcp: pool,
        subnet6: subnet6(nat, of: named.name.value, isServed: pool != nil, path, &diagnostics),
        forwards: [],
        externalInterface: nat.externalInterface?.value))
  }

  private func subnet6(
    _ nat: DescribedSet<NATKeys>, of name: Label, isServed: Bool, _ path: String,
    _ diagnostics: inout Diagnostics
  ) -> IPv6Subnet? {
    if let off = nat.ipv6, !off.value {
      if let subnet = nat.subnet6 {
        diagnostics.report(
          .conflictingKeys(
            "\(path).nat has both subnet6 and ipv6 = false", at: subnet.range, other: off.range,
            suggestion: "remove one of them"))
      }
      return nil
    }
    guard let range = nat.subnet6?.range ?? nat.ipv6?.range else { return nil }
    if !isServed, let dhcp = nat.dhcp {
      diagnostics.report(
        .conflictingKeys(
          "\(path).nat has IPv6, which needs DHCP for its router advertisements", at: range,
          other: dhcp.range, suggestion: "remove dhcp = false, or IPv6"))
    }
    return nat.subnet6?.value ?? Derived.subnet6(host: host, network: name)
  }

  private func dhcp(
    _ nat: DescribedSet<NATKeys>, _ subnet: IPv4Subnet, host: IPv4Address, _ path: String,
    _ diagnostics: inout Diagnostics
  ) -> ClosedRange<IPv4Address>? {
    let setting = nat.dhcp?.value ?? .automatic
    if case .automatic = setting { return Self.upperHalf(subnet, host: host) }
    guard case .range(let range) = setting, let start = range.start, let end = range.end else {
      return nil
    }
    for (name, bound) in [("start", start), ("end", end)]
    where bound.value <= subnet.first || bound.value >= subnet.last {
      diagnostics.report(
        .addressOutside(bound.value, subnet, "\(path).nat.dhcp.\(name)", at: bound.range))
    }
    guard start.value <= end.value else {
      diagnostics.report(
        .conflictingKeys(
          "\(path).nat.dhcp ends before it starts", at: end.range, other: start.range,
          suggestion: "swap start and end"))
      return nil
    }
    if (start.value...end.value).contains(host) {
      diagnostics.report(
        .conflictingKeys(
          "\(path).nat.dhcp contains the host's own address, \(host)", at: start.range,
          other: nil, suggestion: "start after it"))
    }
    return start.value...end.value
  }

  /// The addresses that are given out where nothing is said: the upper half of the subnet, which has three
  /// at least.
  private static func upperHalf(
    _ subnet: IPv4Subnet, host: IPv4Address
  ) -> ClosedRange<IPv4Address> {
    let half = (subnet.last.value - subnet.first.value) / 2 + 1
    var first = IPv4Address(value: subnet.first.value + half)
    var last = IPv4Address(value: subnet.last.value - 1)
    if host == first { first = IPv4Address(value: first.value + 1) }
    if host == last { last = IPv4Address(value: last.value - 1) }
    if (first...last).contains(host) { first = IPv4Address(value: host.value + 1) }
    return first...last
  }

  private func checkSubnets(_ diagnostics: inout Diagnostics) {
    var subnets: [(network: Resolved<Network>, subnet: IPv4Subnet)] = []
    var subnets6: [(network: Resolved<Network>, subnet: IPv6Subnet)] = []
    for network in networks {
      switch network.value.connection {
      case .nat(let nat):
        subnets.append((network, nat.subnet))
        if let subnet = nat.subnet6 { subnets6.append((network, subnet)) }
      case .isolated(let address?): subnets.append((network, address.subnet))
      case .lan(let lan):
        if case .fixed(let address) = lan.address { subnets.append((network, address.subnet)) }
      case .isolated, .existing: break
      }
    }
    checkOverlaps(subnets, { $0.overlaps($1) }, &diagnostics)
    checkOverlaps(subnets6, { $0.overlaps($1) }, &diagnostics)
  }

  private func checkOverlaps<Subnet: CustomStringConvertible>(
    _ subnets: [(network: Resolved<Network>, subnet: Subnet)],
    _ overlap: (Subnet, Subnet) -> Bool, _ diagnostics: inout Diagnostics
  ) {
    for (index, (network, subnet)) in subnets.enumerated() {
      for (other, otherSubnet) in subnets[..<index] where overlap(subnet, otherSubnet) {
        diagnostics.report(
          .subnetsOverlap(
            network.value.name, subnet.description, other.value.name, otherSubnet.description,
            at: network.range, other: other.range))
      }
    }
  }
}
