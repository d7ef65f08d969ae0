import NixAST

// Whether packets of the described sizes pass through what carries them.
extension NetworkResolution {
  func checkPacketSizes(_ diagnostics: inout Diagnostics) {
    for network in networks {
      guard let mtu = network.value.mtu else { continue }
      switch network.value.connection {
      case .nat(let nat) where nat.subnet6 != nil && mtu < 1280:
        diagnostics.report(
          .conflictingKeys(
            "networks.\(network.value.name).mtu is \(mtu), but IPv6 needs packets of 1280 bytes",
            at: network.places["mtu"], other: nil, suggestion: "set it to 1280, or remove IPv6"))
      case .lan(let lan) where lan.vlan != nil:
        guard let whole = untagged(lan.uplink), mtu > whole.value.mtu ?? 1500 else { continue }
        diagnostics.report(
          .conflictingKeys(
            "networks.\(network.value.name).mtu is \(mtu), but its card \(lan.uplink) has the"
              + " packets of \(whole.value.name), of at most \(whole.value.mtu ?? 1500) bytes",
            at: network.places["mtu"], other: whole.places["mtu"] ?? whole.places["uplink"],
            suggestion: "set networks.\(whole.value.name).mtu to \(mtu), too"))
      default: break
      }
    }
  }

  /// The network whose packets a card carries without a VLAN.
  private func untagged(_ card: InterfaceName) -> Resolved<Network>? {
    networks.first { network in
      if case .lan(let lan) = network.value.connection { lan.port == card } else { false }
    }
  }
}
