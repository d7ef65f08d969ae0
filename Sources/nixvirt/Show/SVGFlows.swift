import VirtModel

/// Flows that rules allow, below the rest of a picture: a line for each.
extension SVGCanvas {
  private static let flowHeight = 34
  private static let flowHeading = 36

  /// How high that many flows are.
  static func height(flows: Int) -> Int { flows == 0 ? 0 : flowHeading + flows * flowHeight }

  /// - Parameter flows: each with the style of its network, and the host in a picture of several.
  mutating func flows(
    _ flows: [(flow: AllowedFlow, style: String, host: HostName?)], _ left: Int, _ top: Int,
    to right: Int
  ) {
    guard !flows.isEmpty else { return }
    text(left, top + 18, "Allowed flows", "small")
    for (index, (flow, style, host)) in flows.enumerated() {
      let y = top + Self.flowHeading + index * Self.flowHeight + 13
      let place = (host.map { "\($0), " } ?? "") + flow.network.description
      var x = left
      if let rule = flow.rule {
        x = chip(x, y, DisplayText.fitted(rule.from.description, 24), style, isFilled: false)
        wire((x, y), (x + 34, y), style)
        dot(x + 34, y, 4, "\(style) fill")
        x = chip(x + 38, y, DisplayText.fitted(rule.to.description, 24), style, isFilled: true)
        x += 12
      }
      let traffic = flow.rule?.traffic.description ?? "nothing"
      let room = max((right - x) / 7, 12)
      text(x, y + 4, DisplayText.fitted("\(traffic) · \(place)", room), "body muted")
    }
  }
}
