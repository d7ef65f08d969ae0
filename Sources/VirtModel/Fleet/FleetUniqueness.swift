import NixAST

/// Finds what may be used once in a fleet and is used on two hosts. What is used twice on one host is
/// found there, see ``Uniqueness``.
struct FleetUniqueness {
  /// Who uses something, on which host, and where that is said.
  private struct Use {
    var owner: String
    var host: HostName
    var range: SourceRange?
    /// The key to set where the value was derived.
    var key: String?
  }

  private var macs: [MACAddress: Use] = [:]
  private var addresses: [Place: Use] = [:]
  private var names: [String: Use] = [:]
  /// The networks of the current host that are on the LAN, with their VLANs.
  private var lans: [Label: Int?] = [:]
  private var diagnostics: [Diagnostic] = []

  /// An address on a LAN. One address on two VLANs is two.
  private struct Place: Hashable {
    var address: String
    var vlan: Int?
  }

  mutating func claim(_ named: Named<HostName, Description>) {
    let host = named.name.value
    let given = named.content.host.name ?? named.name
    let own = Use(owner: "the host \(host)", host: host, range: given.range)
    // Names of hosts are compared as DNS does.
    if let first = names.updateValueIfAbsent(own, forKey: given.value.description.lowercased()) {
      report(.duplicateHost, "the host name \(given.value)", own, first, "use different ones")
    }
    lans = named.content.host.nic == nil ? [:] : [Label(checked: "lan"): nil]
    for network in named.content.networks where network.content.uplink != nil {
      lans[network.name.value] = .some(network.content.vlan?.value)
    }
    for network in named.content.networks {
      guard let address = network.content.address, network.content.uplink != nil else { continue }
      let use = Use(
        owner: "the network \(network.name.value) of \(host)", host: host, range: address.range)
      let place = Place(
        address: address.value.address.description, vlan: network.content.vlan?.value)
      guard let first = addresses.updateValueIfAbsent(use, forKey: place), first.host != host
      else { continue }
      report(
        .duplicateAddress, "the address \(place.address)", use, first,
        "use a different one for each host: hosts.\(host).networks.\(network.name.value).address")
    }
  }

  mutating func claim(_ resolved: ResolvedGuest, on host: HostName) {
    let owner = "the guest \(resolved.name.value) of \(host)"
    for (index, interface) in resolved.guest.interfaces.enumerated() {
      claimAddresses(interface, index, of: resolved, on: host)
      let given = Interfaces.card(resolved.given, index).mac
      let use = Use(
        owner: owner, host: host, range: given?.range ?? resolved.name.range,
        key: given == nil ? "\(Interfaces.prefix(resolved, index))mac" : nil)
      guard let first = macs.updateValueIfAbsent(use, forKey: interface.mac), first.host != host
      else { continue }
      let key = use.key ?? first.key
      report(
        use.key != nil && first.key != nil ? .derivedNameCollision : .duplicateMAC,
        "the MAC address \(interface.mac)", use, first,
        key.map { "set \($0)" } ?? "remove it: nixvirt derives a different MAC address for each"
          + " guest")
    }
  }

  /// Fixed addresses of guests on the LAN, which all hosts share.
  private mutating func claimAddresses(
    _ interface: Guest.Interface, _ index: Int, of resolved: ResolvedGuest, on host: HostName
  ) {
    guard let vlan = lans[interface.network] else { return }
    let given = Interfaces.card(resolved.given, index)
    let fixed = [
      (interface.address?.address.description, given.address?.range),
      (interface.address6?.address.description, given.address6?.range),
    ]
    for (address, range) in fixed {
      guard let address else { continue }
      let use = Use(owner: "the guest \(resolved.name.value) of \(host)", host: host, range: range)
      let place = Place(address: address, vlan: vlan)
      guard let first = addresses.updateValueIfAbsent(use, forKey: place), first.host != host
      else { continue }
      report(.duplicateAddress, "the address \(address)", use, first, "use different ones")
    }
  }

  func report(_ diagnostics: inout Diagnostics) {
    diagnostics.report(self.diagnostics)
  }

  private mutating func report(
    _ id: DiagnosticID, _ what: String, _ use: Use, _ first: Use, _ suggestion: String
  ) {
    diagnostics.append(
      .usedTwice(
        id, what, by: use.owner, and: first.owner, at: use.range,
        first: first.range, suggestion: suggestion))
  }
}
