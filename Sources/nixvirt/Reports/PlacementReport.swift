import VirtModel

/// Why guests are where they are, for people.
enum PlacementReport {
  /// - Parameter only: the guests that are asked for; nil for all that nixvirt places. Of a guest that is
  ///   described under a host, the report is that it is.
  static func text(
    _ placement: FleetPlacement, only: [GuestName]? = nil, _ style: Style
  ) -> String {
    var text = ""
    if let only {
      for guest in only.sorted() {
        if !text.isEmpty { text += "\n" }
        text +=
          placement.explanation(of: guest).map { Self.text($0, style) }
          ?? "\(style(.strong, "\(guest)")) is described under its host\n"
      }
      return text
    }
    for explanation in placement.explanations {
      if !text.isEmpty { text += "\n" }
      text += Self.text(explanation, style)
    }
    return text
  }

  static func text(_ explanation: FleetPlacement.Explanation, _ style: Style) -> String {
    let heading = style(.strong, "\(explanation.guest) is on \(explanation.host)")
    let others = explanation.others.map { "  \($0.host): \($0.reason.words)\n" }.joined()
    return "\(heading): \(words(explanation.decision))\n\(others)"
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
