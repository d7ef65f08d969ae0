import NixAST

// Domains of guests' names: the host asks the guests' server about all names in one, and nobody else.

extension Diagnostics {
  /// Reports a domain whose names the host, or a guest, would no longer find elsewhere, or not at all.
  mutating func checkDomain(_ domain: Located<HostName>, of network: Label, on host: HostName?) {
    guard let rule = domain.value.objection(on: host) else { return }
    report(
      Diagnostic(
        .invalidName,
        "networks.\(network).domain: \(quoted(domain.value.description)) is not a domain for guests:"
          + " \(rule)", at: domain.range,
        suggestion: "write \"\(Derived.domain(network: network))\", or a domain of your own, as in"
          + " \"vm.example.org\""))
  }
}

extension HostName {
  /// Top-level domains that the Internet will never have (ICANN's `internal`; RFC 6761; RFC 6762,
  /// appendix G).
  private static let privateDomains: Set<String> = [
    "corp", "home", "internal", "intranet", "lan", "private", "test",
  ]

  /// The room that the name of a guest and a dot take at most.
  private static let longestGuest = 64

  /// Why a network of guests cannot have the domain; nil if it can.
  fileprivate func objection(on host: HostName?) -> String? {
    let labels = description.lowercased().split(separator: ".").map(String.init)
    guard let top = labels.last else { return nil }
    if top.utf8.allSatisfy(ASCII.isDigit) { return "it ends with a number, as addresses do" }
    if description.utf8.count > 253 - Self.longestGuest {
      return "with the name of a guest it is longer than 253 characters"
    }
    switch top {
    case "local": return "names in \"local\" are found by multicast DNS, and no server is asked"
    case "localhost": return "every name in \"localhost\" is the machine itself"
    case "invalid", "onion": return "resolvers refuse names in it"
    case "arpa" where labels.suffix(2) != ["home", "arpa"]: return "it is for reverse lookups"
    default: break
    }
    if labels.count == 1, !Self.privateDomains.contains(top) {
      return "it is or may become a domain of the Internet, whose names the host would not find"
    }
    if let host, host.description.lowercased().hasSuffix("." + labels.joined(separator: ".")) {
      return "the host \(host) is in it, and would not find other machines there"
    }
    return nil
  }
}
