import VirtModel

// Networks in words.

extension Network {
  /// Where it leads, in as few words as can be: `LAN, VLAN 5`.
  var kind: String {
    switch connection {
    case .lan(let lan): lan.vlan.map { "LAN, VLAN \($0)" } ?? "LAN"
    case .nat: "NAT"
    case .isolated: "isolated"
    case .existing: "existing"
    }
  }

  /// Where it leads, in words: `LAN, VLAN 5, host at 192.168.1.2/24`.
  var summary: String {
    switch connection {
    case .lan(let lan):
      let address =
        switch lan.address {
        case .dhcp: "host by DHCP"
        case .fixed(let address): "host at \(address)"
        case .none: "host without address"
        }
      return "\(kind), \(address)"
    case .nat(let nat):
      let dhcp = nat.dhcp.map { ", DHCP \($0.lowerBound) to \($0.upperBound)" } ?? ""
      let interface = nat.externalInterface.map { " out of \($0)" } ?? ""
      return "\(kind) \(nat.subnet)\(interface)\(dhcp)"
    case .isolated(let address):
      return kind + (address.map { ", host at \($0)" } ?? "")
    case .existing: return "existing bridge"
    }
  }
}

extension Host {
  /// The rules of all its networks.
  var allowedFlows: [AllowRule] { networks.flatMap { $0.allow ?? [] } }
}
