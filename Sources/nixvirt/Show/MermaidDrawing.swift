import VirtModel

/// Who is connected to what, as a flowchart of Mermaid, which many sites draw in Markdown.
enum MermaidDrawing {
  static func text(_ overview: Overview) -> String {
    let host = overview.host
    var text = "flowchart LR\n"
    text += "  host[[\(label([host.name?.description ?? "host", host.system.rawValue]))]]\n"
    // Names may be words of Mermaid ("end"), so that nodes are numbered.
    var bridges: [Label: String] = [:]
    for (index, network) in host.networks.enumerated() {
      let bridge = "bridge\(index)"
      bridges[network.name] = bridge
      let texts = [network.bridge.description, "\(network.name): \(network.summary)"]
      text += "  \(bridge)([\(label(texts))])\n"
      if let uplink = network.uplink {
        text += "  uplink\(index)[\(label([uplink.description]))]\n"
        text += "  host --- uplink\(index) --- \(bridge)\n"
      } else {
        text += "  host --- \(bridge)\n"
      }
    }
    for (index, guest) in host.guests.enumerated() {
      let texts = [guest.name.description] + DrawingText.lines(of: guest)
      text += "  guest\(index)[\(label(texts))]\n"
      for card in guest.interfaces {
        guard let bridge = bridges[card.network] else { continue }
        text += "  \(bridge) ---|\(label([card.tap.description]))| guest\(index)\n"
      }
    }
    return text
  }

  /// Lines in quotes; what Mermaid or HTML would take for its own is written by number.
  private static func label(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      line.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "#", "&", "<", ">", "`", ";", "\\": "#\(scalar.value);"
        default: String(scalar)
        }
      }.joined()
    }
    return "\"\(escaped.joined(separator: "<br>"))\""
  }
}
