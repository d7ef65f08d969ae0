/// What the host's own firewall has to let pass for guests, where it refuses what it does not know:
/// forwarded packets (`filterForward`, Docker's policy), and, where br_netfilter is loaded, frames
/// within bridges. The filter has decided about all of them before.
struct FirewallExemptions: Sendable {
  private let bridges: [InterfaceName]
  private let withoutAddress: [InterfaceName]
  private let translated: [InterfaceName]

  /// The exemptions for some networks.
  init(_ networks: [FilteredNetwork]) {
    let own = networks.filter { !$0.isExisting }
    bridges = own.map(\.bridge)
    withoutAddress = own.filter { !$0.hasHostAddress }.map(\.bridge)
    translated = own.filter { $0.nat != nil }.map(\.bridge)
  }

  /// Whether there is anything to let pass.
  var isEmpty: Bool { bridges.isEmpty }

  /// Rules for `networking.firewall.extraForwardRules`.
  var forward: [String] {
    guard !bridges.isEmpty else { return [] }
    let pairs = bridges.map { "\(RuleText.name($0)) . \(RuleText.name($0))" }
    var rules = ["iifname . oifname { \(pairs.joined(separator: ", ")) } accept"]
    if !translated.isEmpty {
      rules.append("iifname \(RuleText.names(translated)) accept")
      rules.append("oifname \(RuleText.names(translated)) accept")
    }
    return rules
  }

  /// Rules for `networking.firewall.extraReversePathFilterRules`: a bridge without an address of the
  /// host has no route back.
  var reversePath: [String] {
    withoutAddress.isEmpty ? [] : ["iifname \(RuleText.names(withoutAddress)) accept"]
  }

  /// Conditions of iptables for packets to let pass in the chain FORWARD.
  var iptablesForward: [[String]] {
    bridges.map { ["-i", "\($0)", "-o", "\($0)"] }
      + translated.flatMap { [["-i", "\($0)"], ["-o", "\($0)"]] }
  }

  /// Conditions of iptables for packets that the reverse path filter does not look at.
  var iptablesReversePath: [[String]] { withoutAddress.map { ["-i", "\($0)"] } }
}
