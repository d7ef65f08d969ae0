import VirtModel

/// A flow that a rule allows on a network, as tables and pictures show it.
struct AllowedFlow {
  let network: Label
  /// Who starts, who is talked to, and with what; without a rule, nothing passes.
  let rule: AllowRule?

  /// The columns of ``cells``.
  static let columns = [
    Table.Column(title: "RULES OF"),
    Table.Column(title: "FROM"),
    Table.Column(title: "TO"),
    Table.Column(title: "ALLOWED"),
  ]

  /// Network, sender, receiver and traffic.
  var cells: [String] {
    [
      network.description, rule?.from.description ?? "–", rule?.to.description ?? "–",
      rule?.traffic.description ?? "nothing",
    ]
  }
}

extension Host {
  /// The flows of networks with rules, in the order of the rules.
  var flows: [AllowedFlow] {
    networks.flatMap { network in
      guard let rules = network.allow else { return [AllowedFlow]() }
      if rules.isEmpty { return [AllowedFlow(network: network.name, rule: nil)] }
      return rules.map { AllowedFlow(network: network.name, rule: $0) }
    }
  }

  /// The ends of flows that are neither guests nor networks, which a drawing needs nodes for. The
  /// drawing of one host has a node for it already.
  func outerEnds(inFleet: Bool) -> [Party] {
    let ends = allowedFlows.flatMap { [$0.from, $0.to] }
    return (inFleet ? [.any, .host] : [.any]).filter(ends.contains)
  }
}
