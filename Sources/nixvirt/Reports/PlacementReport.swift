import NixAST
import VirtModel

/// Why guests are where they are, for people.
enum PlacementReport {
  /// The reports, each made when it is asked for: a fleet has a reason for each guest and host.
  ///
  /// - Parameter only: the guests that are asked for; nil for all that nixvirt places. Of a guest that is
  ///   described under a host, the report is that it is.
  static func parts(
    _ placement: FleetPlacement, only: [GuestName]? = nil, _ style: Style
  ) -> Parts {
    let guests = (only ?? Array(placement.free)).sorted()
    return Parts { number in
      guard number < guests.count else { return nil }
      let guest = guests[number]
      let report =
        placement.explanation(of: guest).map { text($0, style) }
        ?? "\(style(.strong, "\(guest)")) is described under its host\n"
      return (number == 0 ? "" : "\n") + report
    }
  }

  private static func text(_ explanation: FleetPlacement.Explanation, _ style: Style) -> String {
    let heading = style(.strong, "\(explanation.guest) is on \(explanation.host)")
    let others = explanation.others.map { host, reason in
      "  \(Diagnostic.Note(host, reason).message)\n"
    }.joined()
    let preferences = explanation.preferences.map { preference in
      "  prefers \(words(preference.wish)) (weight \(preference.weight)):"
        + " \(preference.isKept ? "kept" : "not kept")\n"
    }.joined()
    return "\(heading): \(words(explanation.decision))\n\(preferences)\(others)"
  }

  private static func words(_ wish: FleetPlacement.Preference.Wish) -> String {
    switch wish {
    case .hosts(let hosts):
      hosts.isEmpty
        ? "no host"
        : hosts.prefix(5).map(\.description).joined(separator: ", ")
          + (hosts.count > 5 ? " and \(hosts.count - 5) more hosts" : "")
    case .hostOf(let guest): "the host of \(guest)"
    case .otherHost(let guest): "a different host than \(guest)"
    case .otherZone(let guest): "a different zone than \(guest)"
    }
  }

  private static func words(_ decision: FleetPlacement.Decision) -> String {
    switch decision {
    case .stays: "it was placed there before, and its disk is there"
    case .follows(let guest): "it must be on the same host as \(guest)"
    case .onlyChoice: "no other host can take it"
    case .chosen: "this leaves most room on the fullest host"
    case .nowhere: "no host can take it"
    case .conflict: "its rules conflict"
    }
  }
}
