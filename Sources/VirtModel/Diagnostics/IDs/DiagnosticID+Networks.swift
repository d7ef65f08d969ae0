// Diagnostics of networks, and traffic between them.
extension DiagnosticID {
  static let addressOutsideSubnet = error(
    "address-outside-subnet",
    cause: "An address is not a host address of its network.",
    cure: "Use an address between the first and the last one of the network.")
  static let duplicateAddress = error(
    "duplicate-address",
    cause: "Two guests of a network, or two hosts of a fleet, have the same fixed address.",
    cure: "Use different addresses. `networks` that all hosts share cannot have an address.")
  static let hostBridge = warning(
    "host-bridge",
    cause: """
      A bridge has the name of a bridge that Docker, libvirt or another program on the host \
      creates.
      """,
    cure: """
      Set `existing` to put guests on that bridge, or give the network's bridge another name.
      """)
  static let noAddress = warning(
    "no-address",
    cause: "A guest is on a NAT network with `dhcp = false`, and its card has no `address`.",
    cure: """
      Remove `dhcp = false`, or give the card an address. A guest that serves DHCP itself needs \
      `spoofing = true`, and keeps this warning away.
      """)
  static let noNetwork = error(
    "no-network",
    cause: "A guest has a network card, but the host has no network.",
    cure: "Set `host.nic` or describe a network.")
  static let sampleCard = warning(
    "sample-card",
    cause: """
      The network card is the one in nixvirt's examples. If the host's card has another name, \
      the host loses its network in the next rebuild.
      """,
    cure: "Write the name of your host's card, from `ip -brief link`.")
  static let subnetsOverlap = error(
    "subnets-overlap",
    cause: "Two networks of the host have addresses in common.",
    cure: "Change the subnet of one of them.")
  static let unknownNetwork = error(
    "unknown-network",
    cause: "A key names a network that does not exist.",
    cure: "Correct the name, or describe the network.")
  static let unknownParty = error(
    "unknown-party",
    cause: "A rule names a guest or a network that does not exist.",
    cure: "Correct the name. `\"host\"` is the host, and `\"any\"` is everyone.")
  static let unusedRule = warning(
    "unused-rule",
    cause: "A rule can never match, or an earlier rule already allows the same packets.",
    cure: "Remove it, or move it to the network that its packets use.")
  static let wirelessUplink = error(
    "wireless-uplink",
    cause: "A Wi-Fi card cannot be in a bridge: access points do not allow it.",
    cure: "Use a wired card, or a NAT network.")

  static let ofNetworks = [
    addressOutsideSubnet, duplicateAddress, hostBridge, noAddress, noNetwork, sampleCard,
    subnetsOverlap, unknownNetwork, unknownParty, unusedRule, wirelessUplink,
  ]
}
