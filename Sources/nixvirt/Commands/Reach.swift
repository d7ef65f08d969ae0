import NixAST
import VirtModel

extension Commands {
  private static let from = Operand<String>(
    "FROM", values: .names([.guests, .networks, .guestTags], or: ["host", "any"]), isRequired: true,
    help:
      "The side that opens the connection: a guest, @TAG for the guests with a tag, a network, host, or"
      + " any for machines outside.")
  private static let to = Operand<String>(
    "TO", values: .names([.guests, .networks, .guestTags], or: ["host", "any"]), isRequired: true,
    help: "The other side, as FROM, optionally followed by :PORT (TCP), :PORT/udp or :icmp.")

  static let reach = Command(
    name: "reach",
    summary: "Check whether the network rules allow a connection.",
    group: .explore,
    details: [
      "Prints yes or no, and the rule that decides. Firewalls of the host and of guests can"
        + " still refuse the connection. Without a port, the answer is for all packets. Exits"
        + " with 1 if the answer is no."
    ],
    operands: [from.entry, to.entry, Operands.description.entry],
    options: [Options.host.entry, Options.denyWarnings.entry],
    examples: [
      .init(
        "Check whether a guest can connect to a port of another", "nixvirt reach web db:5432"),
      .init(
        "Check whether machines on the LAN can use a DNS server", "nixvirt reach any dns:53/udp"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let (described, warnings) = try description.described(session)
    let overview: Overview
    switch (described, session.invocation[Options.host]) {
    case (.host, .some): throw .oneHost(description)
    case (.host(let only), nil): overview = only
    case (.fleet(let fleet), let name?): overview = try fleet.machine(name).overview
    case (.fleet, nil):
      throw .usage("the description is of a fleet: add --host=NAME", command: "reach")
    }
    let target = try Target(session.invocation[to] ?? "")
    let senders = try parties(session.invocation[from] ?? "", on: overview.host)
    let receivers = try parties(target.name, on: overview.host)
    let isOne = senders.count == 1 && receivers.count == 1
    var outcome = Outcome(messages: warnings)
    for sender in senders {
      for receiver in receivers where isOne || sender != receiver {
        let answer = overview.host.reachability.answer(from: sender, to: receiver, target.packet)
        let words = answer.reason.words(overview.host) { network, place in
          guard let range = overview.rulePlace(place, of: network) else { return "" }
          let location = description.source.location(of: Int(range.start))
          return ", \(description.source.name):\(location.line):\(location.column)"
        }
        if !answer.passes { outcome.status = .differs }
        let ends = isOne ? "" : "\(sender) to \(receiver): "
        let verdict = answer.passes ? "yes" : "no"
        outcome.output += DisplayText.clean("\(ends)\(verdict): \(words)") + "\n"
      }
    }
    return outcome
  }

  /// One end of a connection, or the guests with a tag.
  private static func parties(_ text: String, on host: Host) throws(Failure) -> [Party] {
    switch text {
    case "host": return [.host]
    case "any": return [.any]
    default: break
    }
    if text.hasPrefix("@"), let selection = Selection(argument: text) {
      return try selection.guests(of: [host]).map { .guest($0.guest.name) }
    }
    if let name = GuestName(text), host.guests.contains(where: { $0.name == name }) {
      return [.guest(name)]
    }
    if let name = Label(text), host.networks.contains(where: { $0.name == name }) {
      return [.network(name)]
    }
    throw .usage("there is no guest or network '\(text)'", command: "reach")
  }

  /// `web`, `web:443`, `web:53/udp`, `web:icmp`.
  private struct Target {
    let name: String
    let packet: Packet

    init(_ text: String) throws(Failure) {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      name = String(parts.first ?? "")
      guard parts.count == 2 else {
        packet = .anything
        return
      }
      let port = parts[1].split(separator: "/", omittingEmptySubsequences: false)
      let number = PortRange(String(port[0])).flatMap { $0.first == $0.last ? $0.first : nil }
      switch (number, port.dropFirst().first, port.count) {
      case (nil, nil, 1) where parts[1] == "icmp": packet = .icmp
      case (let number?, nil, 1), (let number?, "tcp", 2): packet = .tcp(number)
      case (let number?, "udp", 2): packet = .udp(number)
      default:
        throw .usage(
          "'\(parts[1])' is not a port: write 443, 53/udp or icmp", command: "reach")
      }
    }
  }
}

extension Reachability.Reason {
  /// Why, in words.
  ///
  /// - Parameter place: where a rule of a network is written, with a comma before it.
  func words(_ host: Host, _ place: (Label, Int) -> String) -> String {
    switch self {
    case .sameNetwork(let network): return "both are on \(network), which has no rules"
    case .rule(let network, let index):
      let rules = host.networks.first { $0.name == network }?.allow ?? []
      let rule = index < rules.count ? ": \(rules[index])" : ""
      return "networks.\(network).allow[\(index)]\(rule)\(place(network, index))"
    case .forwardedPort(let network, let ports):
      return "port \(ports) of the host is forwarded into \(network)"
    case .open(let network): return "\(network) leads there and has no rules"
    case .service(let network): return "the host provides DHCP and DNS on \(network)"
    case .noRule(let network): return "no rule in networks.\(network).allow allows it"
    case .behindHost(let network):
      return "only answers and forwarded ports enter \(network)"
    case .isolated(let network): return "\(network) leads nowhere"
    case .otherWayOut(let network, let interface):
      return "the only way out of \(network) is \(interface)"
    case .noNetwork: return "one of them has no network card"
    }
  }
}
