import VirtModel

/// Why guests are where they are, for people.
enum PlacementReport {
  static func text(_ placement: FleetPlacement, _ style: Style) -> String {
    var text = ""
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
