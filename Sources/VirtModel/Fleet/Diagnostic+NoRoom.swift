import NixAST

extension PlacementQuestion {
  /// The diagnostic about a guest that no host can take, with the reason for each host.
  func noRoom(
    for name: Located<GuestName>, _ index: Int, _ placement: Placement
  ) -> Diagnostic {
    let explanation = placement.explanation(of: index)
    if case .conflict(let conflicts) = explanation.decision,
      let conflict = conflicts.lazy.compactMap({ words($0) }).first
    {
      return Diagnostic(.noRoom, "no host can take \(name.value): \(conflict)", at: name.range)
    }
    if let contradiction = placement.contradiction(of: index) {
      return Diagnostic(
        .noRoom, "no host can take \(name.value): \(words(contradiction))", at: name.range)
    }
    let reasons = zip(hosts, explanation.reasons)
    var notes = reasons.prefix(8).compactMap { host, reason -> Diagnostic.Note? in
      reason.map { Diagnostic.Note(host, named($0, on: host)) }
    }
    if hosts.count > 8 { notes.append(Diagnostic.Note("and \(hosts.count - 8) more hosts")) }
    let others = explanation.together.filter { $0 != index }.map { guests[$0].description }
    let group =
      others.isEmpty
      ? ""
      : ", which must be on the same host as \(others.prefix(5).joined(separator: ", "))"
        + (others.count > 5 ? " and \(others.count - 5) more" : "")
    let message =
      placement.completeness == .notFound
      ? "found no host for \(name.value)\(group)" : "no host can take \(name.value)\(group)"
    return Diagnostic(.noRoom, message, at: name.range, notes: notes)
  }

  /// A conflict, as the rest of a sentence.
  private func words(_ conflict: PlacementConflict) -> String? {
    switch conflict {
    case .contradiction(let pair):
      let (one, other) = (
        guests[min(pair.first, pair.second)], guests[max(pair.first, pair.second)]
      )
      let together = "\(one) and \(other) must be on the same host (affinity or after)"
      if let resource = shared[pair] { return "\(together), but both have \(resource)" }
      return "\(together), and on different hosts (antiAffinity)"
    case .separated(let pair):
      let places = [pair.first, pair.second].map { guest in
        let host = problem.guests[guest].current.map { hosts[$0].description } ?? "no host"
        return "\(guests[guest]) is on \(host)"
      }
      return "it must be on the same host as \(guests[pair.first]) and \(guests[pair.second]), but"
        + " \(places.joined(separator: " and "))"
    // Guests that have hosts break these rules, and stay where they are.
    case .memory, .cpus, .hostNotAllowed, .together, .sameZone: return nil
    }
  }

  /// A reason against every placement, as the rest of a sentence.
  private func words(_ contradiction: PlacementContradiction) -> String {
    func hosts(_ list: [Int]) -> String { Self.list(list.map { self.hosts[$0].description }) }
    func guests(_ list: [Int]) -> String { Self.list(list.map { self.guests[$0].description }) }
    func size(_ bytes: Int64) -> String { Size(bytes: bytes)?.readable ?? "nothing" }
    switch contradiction {
    case .memory(let open, let wanted, let available):
      return "the guests that can only be on \(hosts(open)) need \(size(wanted)) of memory"
        + " together, but there are \(size(available)) for them"
    case .tooFewHosts(let apart, let open):
      return "\(guests(apart)) must be on different hosts (antiAffinity, or a device that they"
        + " share), but only \(hosts(open)) can take them"
    case .tooFewZones(let apart, let open):
      return "\(guests(apart)) must be in different zones (spread), but the hosts that can take"
        + " them, \(hosts(open)), are in \(zoneCount(open))"
    }
  }

  private func zoneCount(_ open: [Int]) -> String {
    let count = open.reduce(into: [Int]()) { zones, host in
      if !zones.contains(where: { problem.shareZone($0, host) }) { zones.append(host) }
    }.count
    return count == 1 ? "one zone" : "\(count) zones"
  }

  /// Names as a part of a sentence: `a, b and c`.
  private static func list(_ names: [String]) -> String {
    guard names.count > 1 else { return names.first ?? "no host" }
    if names.count > 8 {
      return names.prefix(8).joined(separator: ", ") + " and \(names.count - 8) more"
    }
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
