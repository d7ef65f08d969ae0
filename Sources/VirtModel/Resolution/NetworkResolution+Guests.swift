import NixAST

// The parts of networks that depend on their guests.
extension NetworkResolution {
  /// Resolves rules, forwarded ports and addresses within networks, which refer to guests.
  mutating func complete(
    _ description: Description, guests: ResolvedGuests, _ diagnostics: inout Diagnostics
  ) {
    mapExternalInterfaces()
    let addresses = AddressRules(networks.map(\.value))
    for guest in guests { addresses.check(guest, &diagnostics) }
    let flows = FlowResolution(
      guests: guests.guests, networks: names, fleet: description.fleetParties)
    var taken: [(forward: PortForward, range: SourceRange?)] = []
    for named in description.networks {
      guard let index = networks.firstIndex(where: { $0.value.name == named.name.value }) else {
        continue
      }
      networks[index].value.allow = flows.rules(
        named.content, of: networks[index].value, &diagnostics)
      if case .nat(var nat) = networks[index].value.connection {
        nat.forwards = flows.forwards(
          named.content.nat?.value.forwards?.value ?? [], of: named.name.value,
          "networks.\(named.name.value).nat.forwards", taken: &taken, &diagnostics)
        networks[index].value.connection = .nat(nat)
      }
    }
    guard !diagnostics.hasErrors else { return }
    AddressRules(networks.map(\.value)).warn(guests, &diagnostics)
    for named in description.networks {
      guard let network = networks.first(where: { $0.value.name == named.name.value }) else {
        // Without errors, each network that is described is there.
        continue
      }
      flows.warn(named.content, of: network.value, &diagnostics)
    }
  }

  /// Packets leave a bridge's port by the bridge.
  private mutating func mapExternalInterfaces() {
    for index in networks.indices {
      guard case .nat(var nat) = networks[index].value.connection,
        let external = nat.externalInterface
      else { continue }
      let bridge = networks.first { other in
        if case .lan(let lan) = other.value.connection { lan.port == external } else { false }
      }
      guard let bridge else { continue }
      nat.externalInterface = bridge.value.bridge
      networks[index].value.connection = .nat(nat)
    }
  }
}
