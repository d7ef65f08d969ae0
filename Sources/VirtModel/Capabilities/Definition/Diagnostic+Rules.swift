import NixAST

// Wordings for what does not fit together.

extension Diagnostic {
  static func conflictingKeys(
    _ message: String, at range: SourceRange?, other: SourceRange?, suggestion: String
  ) -> Diagnostic {
    Diagnostic(
      .conflictingKeys, message, at: range,
      notes: other.map { [Note("the other one is here", at: $0)] } ?? [], suggestion: suggestion)
  }

  static func addressOutside(
    _ address: IPv4Address, _ subnet: IPv4Subnet, _ path: String, at range: SourceRange?
  ) -> Diagnostic {
    let lowest = IPv4Address(value: subnet.first.value + 1)
    let highest = IPv4Address(value: subnet.last.value - 1)
    return Diagnostic(
      .addressOutsideSubnet, "\(path): \(address) is not a host's address in \(subnet)",
      at: range, suggestion: "use an address from \(lowest) to \(highest)")
  }

  static func subnetsOverlap(
    _ name: Label, _ subnet: IPv4Subnet, _ otherName: Label, _ otherSubnet: IPv4Subnet,
    at range: SourceRange?, other: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .subnetsOverlap,
      "the networks \(name) (\(subnet)) and \(otherName) (\(otherSubnet)) share addresses",
      at: range, notes: [Note("the other network is described here", at: other)])
  }

  static func wirelessUplink(_ name: InterfaceName, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .wirelessUplink, "\(name) is a Wi-Fi card by its name, which cannot be in a bridge",
      at: range,
      suggestion: "put the guests behind the host instead: networks.lan.nat.subnet ="
        + " \"192.168.100.0/24\";")
  }

  static func noNetwork(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .noNetwork, "\(path) is about a network card, and there is no network", at: range,
      suggestion: "give host.nic, or describe a network under networks")
  }

  static func unknownNetwork(
    _ name: Label, known: [Label], _ path: String, at range: SourceRange?
  ) -> Diagnostic {
    unknownName(.unknownNetwork, "network", name, known: known, path, at: range)
  }

  static func unknownGuest(
    _ name: GuestName, known: [GuestName], _ path: String, at range: SourceRange?
  ) -> Diagnostic {
    unknownName(.unknownGuest, "guest", name, known: known, path, at: range)
  }

  static func unknownName<Name: CustomStringConvertible & Comparable>(
    _ id: DiagnosticID, _ noun: String, _ name: Name, known: [Name], _ path: String,
    at range: SourceRange?
  ) -> Diagnostic {
    let names = known.sorted().map(\.description)
    let nearest = Spelling.nearest(to: name.description, among: names)
    let list =
      names.isEmpty
      ? "there is none"
      : "there are \(names.prefix(8).joined(separator: ", "))"
        + (names.count > 8 ? ", …" : "")
    return Diagnostic(
      id, "\(path): there is no \(noun) \(quoted(name.description))", at: range,
      suggestion: nearest.map { "write \"\($0)\"" } ?? list)
  }

  static func orderCycle(_ names: [GuestName], at range: SourceRange?) -> Diagnostic {
    let way = (names + names.prefix(1)).map(\.description).joined(separator: " after ")
    return Diagnostic(
      .orderCycle, "guests are started after each other in a circle: \(way)", at: range,
      suggestion: "remove one of them from its \"after\"")
  }

  static func cpusExceedHost(
    _ count: Int, _ limit: Int, _ path: String, at range: SourceRange?, host: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .cpusExceedHost, "\(path) is \(count), and the host has \(limit)", at: range,
      notes: [Note("the host's CPUs are given here", at: host)])
  }

  static func memoryExceedsHost(
    _ message: String, at range: SourceRange?, host: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .memoryExceedsHost, message, at: range,
      notes: host.map { [Note("the host's memory is given here", at: $0)] } ?? [])
  }

  static func vncSocketPlace(
    _ path: AbsolutePath, of name: GuestName, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .vncSocketPlace,
      "guests.\(name).vncDisplay: the guest's user cannot make a socket at \(path)", at: range,
      suggestion:
        "write \"unix:\(HostNames.runtimeDirectory)/\(name)/vnc.sock\", in the guest's own directory"
    )
  }

  static func usedTwice(
    _ id: DiagnosticID, _ what: String, by owner: String, and other: String, at range: SourceRange?,
    first: SourceRange?, suggestion: String
  ) -> Diagnostic {
    Diagnostic(
      id, "\(what) is used by \(other) and by \(owner)", at: range,
      notes: first.map { [Note("the first use is here", at: $0)] } ?? [], suggestion: suggestion)
  }
}

extension Diagnostics {
  /// Reports a Wi-Fi card (`wlan0`, `wlp2s0`) as an uplink: a station cannot be a bridge port.
  mutating func reportWireless(_ name: Located<InterfaceName>) {
    if name.value.description.hasPrefix("wl") {
      report(.wirelessUplink(name.value, at: name.range))
    }
  }
}
