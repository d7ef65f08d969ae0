/// Settings of a network card that a guest applies itself: no server on the network has them.
struct CardSettings {
  let mac: MACAddress
  /// Its IPv4 address with the length of the prefix; nil for one from DHCP.
  let address: IPv4Interface?
  let address6: GuestAddress6?
  let gateway: IPv4Address?
  let gateway6: IPv6Address?
  let nameservers: [NameServer]

  /// The settings of a card; nil if servers on the network give all of them, or if the length of the
  /// prefix is not known.
  init?(_ card: Guest.Interface, on network: Network) {
    guard card.address != nil || card.address6 != nil, !network.servesAddresses else { return nil }
    mac = card.mac
    if let given = card.address {
      guard let length = given.prefixLength ?? network.subnet?.prefixLength else { return nil }
      address = IPv4Interface(given.address, length)
    } else {
      address = nil
    }
    address6 = card.address6
    nameservers = card.nameservers
    if case .nat(let nat) = network.connection {
      gateway = card.gateway ?? nat.address.address
      gateway6 = card.address6 == nil ? nil : card.gateway6 ?? nat.address6
    } else {
      gateway = card.gateway
      gateway6 = card.gateway6
    }
  }

  /// All addresses with the lengths of their prefixes.
  var addresses: [String] {
    (address.map { ["\($0)"] } ?? [])
      + (address6.map { ["\($0.address)/\($0.subnet.prefixLength)"] } ?? [])
  }

  /// A file of systemd-networkd, see systemd.network(5).
  var networkFile: String {
    var lines = ["[Match]", "MACAddress=\(mac)", "[Network]"]
    lines.append("DHCP=\(address == nil ? "ipv4" : "no")")
    lines += addresses.map { "Address=\($0)" }
    if let gateway { lines.append("Gateway=\(gateway)") }
    if let gateway6 { lines.append("Gateway=\(gateway6)") }
    // The filter passes no advertisements to it: nothing to wait for.
    if address6 != nil { lines.append("IPv6AcceptRA=no") }
    lines += nameservers.map { "DNS=\($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Network {
  /// The IPv4 network, as far as it is known.
  var subnet: IPv4Subnet? {
    if case .nat(let nat) = connection { nat.subnet } else { fixedHostAddress?.subnet }
  }

  /// Whether the host gives addresses.
  var servesAddresses: Bool {
    if case .nat(let nat) = connection { nat.dhcp != nil } else { false }
  }
}
