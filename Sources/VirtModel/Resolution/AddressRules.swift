import NixAST

extension IPv4Subnet {
  /// Why no two machines can be in it; nil if they can.
  fileprivate var objectionToSize: String? {
    prefixLength > 30 ? "its network has no room for other machines" : nil
  }
}

/// What fixed addresses of guests must be: in their network, nobody else's, and such that the guest can
/// be set up with them.
struct AddressRules {
  private let networks: [Label: Network]

  init(_ networks: [Network]) {
    self.networks = Dictionary(
      networks.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func check(_ guest: ResolvedGuest, _ diagnostics: inout Diagnostics) {
    for (index, card) in guest.guest.interfaces.enumerated() {
      guard let network = networks[card.network] else { continue }
      let place = Place(
        guest: guest, card: card, index: index, network: network)
      checkAddress(place, &diagnostics)
      checkAddress6(place, &diagnostics)
      checkSettings(place, &diagnostics)
    }
  }

  /// Warns of cards on NAT networks where nobody gives them an address.
  func warn(_ guests: ResolvedGuests, _ diagnostics: inout Diagnostics) {
    // A guest that may answer DHCP may be there to do so.
    let served = Set(
      guests.flatMap(\.guest.interfaces).filter(\.maySpoof).map(\.network))
    for guest in guests {
      for (index, card) in guest.guest.interfaces.enumerated() {
        guard case .nat(let nat)? = networks[card.network]?.connection, nat.dhcp == nil,
          card.address == nil, !served.contains(card.network)
        else { continue }
        let given = Interfaces.card(guest.given, index)
        diagnostics.report(
          Diagnostic(
            .noAddress,
            "\(guest.path): nobody gives it an address on the network \(card.network)",
            at: given.network?.range ?? guest.name.range,
            suggestion: "remove dhcp = false from networks.\(card.network).nat, or give the card"
              + " an address"))
      }
    }
  }

  /// A card, with where its keys are.
  private struct Place {
    let guest: ResolvedGuest
    let card: Guest.Interface
    let index: Int
    let network: Network

    var given: InterfaceDescription { Interfaces.card(guest.given, index) }
    var prefix: String { Interfaces.prefix(guest, index) }
  }

  // MARK: - IPv4

  private func checkAddress(_ place: Place, _ diagnostics: inout Diagnostics) {
    guard let given = place.card.address else { return }
    let (address, network) = (given.address, place.network)
    let (path, range) = ("\(place.prefix)address", place.given.address?.range)
    if let length = given.prefixLength, let subnet = network.subnet, subnet.prefixLength != length {
      diagnostics.report(
        .conflictingKeys(
          "\(path): the prefix length of \(network.name) is \(subnet.prefixLength), not \(length)",
          at: range, other: nil, suggestion: "write \"\(address)\""))
      return
    }
    let own = given.prefixLength.map { IPv4Subnet(containing: address, prefixLength: $0) }
    guard let subnet = network.subnet ?? own else {
      if place.guest.guest.configurator != nil {
        diagnostics.report(
          Diagnostic(
            .missingKey,
            "\(path) needs a prefix length, because the subnet of \(network.name) is not known",
            at: range, suggestion: "write \"\(address)/24\" if the subnet has 24 bits"))
      }
      return
    }
    if let use = subnet.otherUse ?? subnet.objectionToSize {
      diagnostics.report(
        Diagnostic(
          .invalidAddress,
          "\(path): \(quoted(given.description)) is not an IPv4 address of a guest: \(use)",
          at: range,
          suggestion: "write it as in \"192.168.1.20/24\""))
      return
    }
    if address <= subnet.first || address >= subnet.last {
      diagnostics.report(.addressOutside(address, subnet, path, at: range))
    }
    if let host = network.fixedHostAddress, host.address == address {
      diagnostics.report(ownAddress(address.description, path, network, at: range))
    }
    if case .nat(let nat) = network.connection, let pool = nat.dhcp, pool.contains(address) {
      diagnostics.report(
        .conflictingKeys(
          "\(path): DHCP assigns \(pool.lowerBound) to \(pool.upperBound) to other guests of"
            + " \(network.name)", at: range, other: nil,
          suggestion: "use an address outside of that range, or set"
            + " networks.\(network.name).nat.dhcp"))
    }
    if let gateway = place.card.gateway {
      let path = "\(place.prefix)gateway"
      if gateway <= subnet.first || gateway >= subnet.last {
        diagnostics.report(
          .addressOutside(gateway, subnet, path, at: place.given.gateway?.range))
      } else if gateway == address {
        diagnostics.report(
          .conflictingKeys(
            "\(path) is the guest's own address", at: place.given.gateway?.range, other: range,
            suggestion: "write the router's address"))
      }
    }
  }

  private func ownAddress(
    _ address: String, _ path: String, _ network: Network, at range: SourceRange?
  ) -> Diagnostic {
    .conflictingKeys(
      "\(path): \(address) is the host's own address on \(network.name)", at: range,
      other: nil, suggestion: "use another address")
  }

  // MARK: - IPv6

  private func checkAddress6(_ place: Place, _ diagnostics: inout Diagnostics) {
    guard let given = place.card.address6 else { return }
    let (path, range) = ("\(place.prefix)address6", place.given.address6?.range)
    let network = place.network
    if let router = place.card.gateway6, !router.isLinkLocal,
      router == given.address || !given.subnet.contains(router)
    {
      diagnostics.report(
        outside(
          router, given.subnet, "\(place.prefix)gateway6", at: place.given.gateway6?.range,
          noun: "router's", example: "fe80::1"))
    }
    guard case .nat(let nat) = network.connection else {
      if given.address == given.subnet.first {
        diagnostics.report(outside(given.address, given.subnet, path, at: range))
      }
      return
    }
    guard let subnet = nat.subnet6 else {
      diagnostics.report(
        .conflictingKeys(
          "\(path): \(network.name) has no IPv6", at: range, other: nil,
          suggestion: "add networks.\(network.name).nat.ipv6 = true;"))
      return
    }
    if given.address == subnet.first || !subnet.contains(given.address)
      || (given.prefixLength ?? 64) != 64
    {
      diagnostics.report(outside(given.address, subnet, path, at: range))
    } else if given.address == nat.address6 {
      diagnostics.report(ownAddress(given.address.description, path, network, at: range))
    } else if let pool = nat.dhcp6, pool.contains(given.address) {
      diagnostics.report(
        .conflictingKeys(
          "\(path): DHCP assigns \(pool.lowerBound) to \(pool.upperBound) to other guests of"
            + " \(network.name)", at: range, other: nil,
          suggestion: "use an address outside of that range"))
    }
  }

  private func outside(
    _ address: IPv6Address, _ subnet: IPv6Subnet, _ path: String, at range: SourceRange?,
    noun: String = "guest's", example: String? = nil
  ) -> Diagnostic {
    let near = IPv6Address(high: subnet.first.high, low: subnet.first.low | 0x20).description
    return Diagnostic(
      .addressOutsideSubnet, "\(path): \(address) is not a \(noun) address in \(subnet)", at: range,
      suggestion: "use an address such as \"\(example ?? near)\"")
  }

  // MARK: - What comes with an address

  private func checkSettings(_ place: Place, _ diagnostics: inout Diagnostics) {
    let keys = [
      ("gateway", place.given.gateway?.range, place.card.gateway != nil, place.card.address != nil),
      (
        "gateway6", place.given.gateway6?.range, place.card.gateway6 != nil,
        place.card.address6 != nil
      ),
      (
        "nameservers", place.given.nameservers?.range, !place.card.nameservers.isEmpty,
        place.card.address != nil || place.card.address6 != nil
      ),
    ]
    for (key, range, isGiven, hasAddress) in keys where isGiven {
      if place.network.servesAddresses {
        diagnostics.report(
          .conflictingKeys(
            "\(place.prefix)\(key): DHCP assigns it on \(place.network.name)", at: range,
            other: nil,
            suggestion: "remove it, or set networks.\(place.network.name).nat.dhcp ="
              + " false"))
      } else if !hasAddress {
        diagnostics.report(
          .conflictingKeys(
            "\(place.prefix)\(key) needs an address", at: range, other: nil,
            suggestion: "add \(key == "gateway6" ? "address6" : "address") = \"…\"; or remove it"))
      } else if place.guest.guest.configurator == nil {
        diagnostics.report(
          .conflictingKeys(
            "\(place.prefix)\(key): nixvirt can configure only guests with NixOS or cloud-init",
            at: range, other: nil, suggestion: "remove it, and configure it in the guest"))
      }
    }
  }
}
