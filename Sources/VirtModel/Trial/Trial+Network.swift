extension Trial {
  /// Whether SSH of the guest can be reached.
  package var hasSSH: Bool { !guest.interfaces.isEmpty }

  /// QEMU's own network for each card: it needs no rights, and nobody is in it but the guest.
  var network: [String] {
    guest.interfaces.enumerated().flatMap { index, card -> [String] in
      var words = "user,id=net\(index)"
      if network(of: card)?.isIsolated == true { words += ",restrict=on" }
      if index == 0 { words += ",hostfwd=tcp:127.0.0.1:\(machine.sshPort)-:22" }
      words += addresses(of: card)
      let model = card.model == .virtio ? "virtio-net-pci" : card.model.rawValue
      return [
        "-netdev", words,
        "-device", "\(model),netdev=net\(index),mac=\(card.mac)\(place(ofCard: index))",
      ]
    }
  }

  /// The slot of the card on the host, so that the guest's system gives it the same name. Those behind
  /// bridges have another one here.
  private func place(ofCard index: Int) -> String {
    index < HardwarePlan.directCards ? ",\(HardwarePlan.card(index).properties)" : ""
  }

  private func network(of card: Guest.Interface) -> Network? {
    host.networks.first { $0.name == card.network }
  }

  /// A guest with a fixed address behind NAT keeps it: QEMU's DHCP server starts with that one.
  private func addresses(of card: Guest.Interface) -> String {
    guard let nat = keptNetwork(of: card), let address = card.address?.address else { return "" }
    let subnet = nat.subnet
    // QEMU answers names at an address of the network; the third, unless that is the guest's.
    let isThird = address.value == subnet.first.value + 3
    let names = isThird ? ",dns=\(IPv4Address(value: subnet.first.value + 2))" : ""
    return ",net=\(subnet),host=\(nat.address.address),dhcpstart=\(address)\(names)"
  }

  /// The network of a card whose addresses are the same here: one that is large enough for QEMU's own
  /// servers in it.
  func keptNetwork(of card: Guest.Interface) -> Network.NAT? {
    guard case .nat(let nat)? = network(of: card)?.connection, card.address != nil,
      nat.subnet.prefixLength <= 28
    else { return nil }
    return nat
  }
}
