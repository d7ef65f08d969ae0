import NixAST

// Wordings for what is about several hosts.

extension Diagnostic {
  static func fleetInsteadOfHost(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .fleetInsteadOfHost, "the description is of a fleet, but a single host is needed here",
      at: range, suggestion: "use the description of a single host: host and guests")
  }

  static func hostInsteadOfFleet(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .hostInsteadOfFleet, "the description is of a single host, but a fleet is needed here",
      at: range, suggestion: "describe hosts: hosts.<name>.host")
  }

  static func duplicateGuest(_ name: Located<GuestName>, first: SourceRange?) -> Diagnostic {
    Diagnostic(
      .duplicateGuest, "the fleet has two guests named \(name.value)", at: name.range,
      notes: [Note("the other is here", at: first)],
      suggestion: "rename one of them: a guest keeps its name on every host")
  }

  static func unknownHost(
    _ name: HostName, known: [HostName], _ path: String, at range: SourceRange?
  ) -> Diagnostic {
    unknownName(.unknownHost, "host", name, known: known, path, at: range)
  }

  /// - Parameter isThere: whether the host is in the fleet.
  static func misplaced(
    _ guest: Located<GuestName>, on host: HostName, isThere: Bool
  ) -> Diagnostic {
    Diagnostic(
      .misplacedGuest,
      "guests.\(guest.value) was placed on \(host), which is not "
        + (isThere ? "among its hosts" : "in the fleet"),
      at: guest.range,
      suggestion: "move its disk and write the new host into the placement file; if the disk"
        + " does not matter, remove the guest from that file and run: nixvirt place")
  }

  /// A host that gives its guests away and has some; nil if it has none.
  static func stillDrained(_ host: Named<HostName, Description>) -> Diagnostic? {
    let names = host.content.guests.map(\.name.value.description)
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(5).joined(separator: ", ")
    let others = names.count > 5 ? " and \(names.count - 5) more" : ""
    return Diagnostic(
      .drainingHost, "\(host.name.value) gives its guests away (drain), but has \(shown)\(others)",
      at: host.content.host.place(of: \.drain) ?? host.name.range,
      suggestion: "run: nixvirt place; move guests that are described under the host to the"
        + " top-level guests first")
  }

  /// A host with a `host.name` that only repeats its name in the fleet, as in the description of a single
  /// host that was moved there: the addresses of its guests were derived from it. Nil for other hosts.
  static func nameOfSingleHost(_ host: Named<HostName, Description>) -> Diagnostic? {
    guard let name = host.content.host.name, name.value == host.name.value,
      name.range != host.name.range,
      host.content.guests.contains(where: { $0.content[DerivedFrom.key] == nil })
    else { return nil }
    return Diagnostic(
      .unusedKeys,
      "hosts.\(name.value).host.name has no effect: in a fleet, the host already has this name",
      at: name.range,
      suggestion: "remove it; if this was a single host before, write defaults.derivedFrom ="
        + " \"\(name.value)\"; at the top level, so that its guests keep their MAC addresses")
  }

  /// Guests that are on no host; nil for none.
  static func unplaced(_ guests: [Located<GuestName>]) -> Diagnostic? {
    guard let first = guests.first else { return nil }
    let names = guests.prefix(5).map(\.value.description).joined(separator: ", ")
    let others = guests.count > 5 ? " and \(guests.count - 5) more" : ""
    return Diagnostic(
      .unplacedGuest, "not placed on a host yet: \(names)\(others)", at: first.range,
      suggestion: "run: nixvirt place")
  }
}
