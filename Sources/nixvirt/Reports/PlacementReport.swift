import VirtModel

/// Why guests are where they are, for people.
enum PlacementReport {
  static func text(_ placement: FleetPlacement, _ style: Style) -> String {
    placement.explanations.map { explanation in
      let heading = style(.strong, "\(explanation.guest) is on \(explanation.host)")
      let others = explanation.others.map { "  \($0.host): \($0.reason)\n" }.joined()
      return "\(heading): \(explanation.decision)\n\(others)"
    }.joined(separator: "\n")
  }
}
