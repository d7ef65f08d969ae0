import NixAST

// Wordings for what does not fit together.

extension Diagnostic {
  static func conflictingKeys(
    _ message: String, at range: SourceRange?, other: SourceRange?, suggestion: String
  ) -> Diagnostic {
    Diagnostic(
      .conflictingKeys, message, at: range,
      notes: other.map { [Note("the other is here", at: $0)] } ?? [], suggestion: suggestion)
  }

  static func addressOutside(
    _ address: IPv4Address, _ subnet: IPv4Subnet, _ path: String, at range: SourceRange?
  ) -> Diagnostic {
    let lowest = IPv4Address(value: subnet.first.value + 1)
    let highest = IPv4Address(value: subnet.last.value - 1)
    return Diagnostic(
      .addressOutsideSubnet, "\(path): \(address) is not a host address in \(subnet)",
      at: range, suggestion: "use an address from \(lowest) to \(highest)")
  }

  static func subnetsOverlap(
    _ name: Label, _ subnet: String, _ otherName: Label, _ otherSubnet: String,
    at range: SourceRange?, other: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .subnetsOverlap,
      "the networks \(name) (\(subnet)) and \(otherName) (\(otherSubnet)) overlap",
      at: range, notes: [Note("the other network is described here", at: other)])
  }

  static func wirelessUplink(_ name: InterfaceName, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .wirelessUplink, "\(name) looks like a Wi-Fi card, which cannot be in a bridge",
      at: range,
      suggestion: "use a NAT network instead: networks.lan.nat.subnet ="
        + " \"192.168.100.0/24\";")
  }

  static func noNetwork(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .noNetwork, "\(path) needs a network, but there is none", at: range,
      suggestion: "set host.nic, or describe a network in networks")
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
      .orderCycle, "guests form a cycle: \(way)", at: range,
      suggestion: "remove one of the guests from an \"after\" list")
  }

  static func cpusExceedHost(
    _ count: Int, _ limit: Int, _ path: String, at range: SourceRange?, host: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .cpusExceedHost, "\(path) is \(count), but the host has \(limit)", at: range,
      notes: [Note("the host's CPUs are set here", at: host)])
  }

  static func memoryExceedsHost(
    _ message: String, at range: SourceRange?, host: SourceRange?, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .memoryExceedsHost, message, at: range,
      notes: host.map { [Note("the host's memory is set here", at: $0)] } ?? [],
      suggestion: suggestion)
  }

  static func vncSocketPlace(
    _ path: AbsolutePath, of name: GuestName, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .vncSocketPlace,
      "guests.\(name).vncDisplay: the guest's user cannot create a socket at \(path)", at: range,
      suggestion:
        "write \"unix:\(HostNames.runtimeDirectory)/\(name)/vnc.sock\", in the guest's directory"
    )
  }

  static func usedTwice(
    _ id: DiagnosticID, _ what: String, by owner: String, and other: String, at range: SourceRange?,
    first: SourceRange?, suggestion: String
  ) -> Diagnostic {
    Diagnostic(
      id, "\(what) is used \(owner == other ? "twice by \(owner)" : "by \(other) and by \(owner)")",
      at: range,
      notes: first.map { [Note("the first use is here", at: $0)] } ?? [], suggestion: suggestion)
  }
}

extension Diagnostics {
  /// Reports an uplink that no bridge can have: a Wi-Fi card (`wlan0`, `wlp2s0`), because a station
  /// cannot be a bridge port, and the card of the examples. A host whose card has another name would
  /// be cut off.
  mutating func reportUnfitUplink(_ name: Located<InterfaceName>) {
    if name.value.description.hasPrefix("wl") {
      report(.wirelessUplink(name.value, at: name.range))
    } else if name.value.description == HostNames.sampleCard {
      report(
        Diagnostic(
          .sampleCard, "\(name.value) is the network card of nixvirt's examples", at: name.range,
          suggestion: "write your host's card: ip -brief link"))
    }
  }
}
