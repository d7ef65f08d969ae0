/// The filter of a host's networks: a table of family bridge for the frames of guests, and one of
/// family inet for what the host forwards, receives and sends.
///
/// Every promise about isolation is kept here and nowhere else, so that it does not depend on the
/// host's firewall, on sysctl, or on the order in which things start.
struct FilterRules: Sendable {
  let networks: [FilteredNetwork]

  /// The filter of some networks, in their order.
  init(_ networks: [FilteredNetwork]) {
    self.networks = networks
  }

  /// The name of both tables.
  static let tableName = "nixvirt"

  /// The mark of frames that the table of family bridge has let pass, where br_netfilter shows them
  /// to the table of family inet.
  static let bridgedMark = "0x10000000"

  /// The file for `nft -f`.
  var text: String {
    PacketRules(
      comment: [
        "The packet filter of the guests' networks. Written by nixvirt, and loaded"
          + " atomically."
      ],
      tables: [bridgeTable, inetTable]
    ).text
  }

  /// Whether the tap of a card has nothing to say to other guests of its network, so that the bridge
  /// does not pass frames between it and others of that kind.
  static func isPortIsolated(
    _ card: FilteredNetwork.Card, on network: FilteredNetwork
  ) -> Bool {
    guard let allow = network.allow else { return false }
    let others = network.cards.filter { $0.guest != card.guest }.map(\.guest)
    return !allow.contains { rule in
      others.contains { other in
        (network.includes(card.guest, in: rule.from) && network.includes(other, in: rule.to))
          || (network.includes(other, in: rule.from) && network.includes(card.guest, in: rule.to))
      }
    }
  }
}

extension FilteredNetwork {
  /// Whether a guest of this network is one of a party.
  func includes(_ guest: GuestName, in party: Party) -> Bool {
    switch party {
    case .guest(let name): name == guest
    case .network(let name): name == self.name
    case .any: true
    case .host: false
    }
  }
}

extension Traffic {
  /// The matches of its first packets, one text for each protocol; an empty one matches everything.
  var matches: [String] {
    if isEverything { return [""] }
    var matches: [String] = []
    if !tcp.isEmpty { matches.append("tcp dport \(RuleText.ports(tcp))") }
    if !udp.isEmpty { matches.append("udp dport \(RuleText.ports(udp))") }
    if icmp { matches += ["icmp type echo-request", "icmpv6 type echo-request"] }
    return matches
  }
}
