import NixAST

/// The rules for the fixed address of a network card.
struct AddressRules {
  let card: Guest.Interface
  let given: InterfaceDescription
  let guest: ResolvedGuest
  let network: Network
  /// The way to the card's keys.
  let prefix: String

  private var isConfigured: Bool {
    guest.guest.rootDisk.isConfigured && !network.assignsAddresses
  }

  /// A router and name servers belong to an address.
  static func checkWithout(
    _ given: InterfaceDescription, _ prefix: String, _ diagnostics: inout Diagnostics
  ) {
    let keys = [("gateway", given.gateway?.range), ("nameservers", given.nameservers?.range)]
    for (key, range) in keys {
      guard let range else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(prefix)\(key) needs an address, but there is none", at: range, other: nil,
          suggestion: "add address = \"<address>/<prefix length>\"; or remove \(key)"))
    }
  }

  func check(_ address: IPv4Address, _ diagnostics: inout Diagnostics) {
    let place = given.address?.range ?? guest.name.range
    let path = "\(prefix)address"
    checkPrefixLength(path, at: place, &diagnostics)
    guard let subnet else {
      if isConfigured {
        diagnostics.report(
          .missingPrefixLength(address, path, network.name, at: place))
      }
      return
    }
    check(address, in: subnet, path, at: place, &diagnostics)
    checkConfiguration(subnet, &diagnostics)
  }

  /// The network that the address is in.
  private var subnet: IPv4Subnet? {
    network.subnet
      ?? card.prefixLength.flatMap { length in
        card.address.map { IPv4Subnet(containing: $0, prefixLength: length) }
      }
  }

  private func check(
    _ address: IPv4Address, in subnet: IPv4Subnet, _ path: String, at place: SourceRange?,
    _ diagnostics: inout Diagnostics
  ) {
    // Networks of two addresses or one have no address of their own (RFC 3021).
    let isOutside =
      subnet.prefixLength > 30
      ? !subnet.contains(address) : address <= subnet.first || address >= subnet.last
    if isOutside { diagnostics.report(.addressOutside(address, subnet, path, at: place)) }
  }

  private func checkPrefixLength(
    _ path: String, at place: SourceRange?, _ diagnostics: inout Diagnostics
  ) {
    guard let length = card.prefixLength, let subnet = network.subnet,
      length != subnet.prefixLength
    else { return }
    diagnostics.report(
      .conflictingKeys(
        "\(path) has the prefix length \(length), and the network \(network.name) has"
          + " \(subnet.prefixLength)", at: place, other: nil,
        suggestion: "leave out the prefix length"))
  }

  private func checkConfiguration(_ subnet: IPv4Subnet, _ diagnostics: inout Diagnostics) {
    let keys = [("gateway", given.gateway?.range), ("nameservers", given.nameservers?.range)]
    for (key, range) in keys {
      guard let range, !isConfigured else { continue }
      let reason =
        network.assignsAddresses
        ? "the DHCP server of \(network.name) assigns it"
        : "nixvirt configures only NixOS guests and cloud images"
      diagnostics.report(
        .conflictingKeys(
          "\(prefix)\(key) has no effect: \(reason)", at: range, other: nil,
          suggestion: "remove it"))
    }
    guard isConfigured, let gateway = card.gateway else { return }
    check(gateway, in: subnet, "\(prefix)gateway", at: given.gateway?.range, &diagnostics)
    if gateway == card.address {
      diagnostics.report(
        .conflictingKeys(
          "\(prefix)gateway: \(gateway) is the guest's own address", at: given.gateway?.range,
          other: nil, suggestion: "write the address of the router"))
    }
  }
}

extension Diagnostic {
  /// An address that a guest is configured with needs a prefix length.
  static func missingPrefixLength(
    _ address: IPv4Address, _ path: String, _ network: Label, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .invalidAddress,
      "\(path): \(address) needs a prefix length: the subnet of the network \(network) is not known",
      at: range, suggestion: "write \"\(address)/24\", with the length of the subnet")
  }
}
