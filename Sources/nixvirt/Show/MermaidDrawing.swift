import VirtModel

/// Who is connected to what, as a flowchart of Mermaid, which many sites draw in Markdown.
///
/// Names may be words of Mermaid ("end"), so that nodes are numbered.
enum MermaidDrawing {
  static func text(_ overview: Overview) -> String {
    let host = overview.host
    var lines = ["host[[\(label([host.name?.description ?? "host", host.system.rawValue]))]]"]
    lines += parts(of: overview, "")
    lines += host.networks.indices.map { "host --- \(entrance(host.networks[$0], $0, ""))" }
    return flowchart(lines + flows(of: host))
  }

  /// The flows that rules allow.
  private static func flows(of host: Host, _ prefix: String = "") -> [String] {
    let rules = host.allowedFlows
    func id(_ party: Party) -> String {
      switch party {
      case .guest(let name):
        "\(prefix)guest\(host.guests.firstIndex { $0.name == name } ?? 0)"
      case .network(let name):
        "\(prefix)bridge\(host.networks.firstIndex { $0.name == name } ?? 0)"
      case .host: "\(prefix)host"
      case .any: "\(prefix)any"
      }
    }
    let nodes = host.outerEnds(inFleet: !prefix.isEmpty).map { end in
      end == .any ? "\(id(end))((any))" : "\(id(end))[[host]]"
    }
    return nodes
      + rules.map { rule in
        "\(id(rule.from)) -. \(label([rule.traffic.description])) .-> \(id(rule.to))"
      }
  }

  /// A box for each host; those on one LAN are connected to it.
  static func text(_ fleet: Fleet) -> String {
    let lans = fleet.networks.filter(\.isLAN)
    var lines = lans.enumerated().map { index, lan in
      "lan\(index)[[\(label([lan.name.description, lan.kind]))]]"
    }
    for (index, machine) in fleet.machines.enumerated() {
      let texts = [machine.name.description, DrawingText.kind(of: machine)]
      lines.append("subgraph host\(index)[\(label(texts))]")
      let parts = parts(of: machine.overview, "host\(index)_")
      // A box with nothing in it may not be drawn.
      lines += (parts.isEmpty ? ["host\(index)_nothing[\(label(["no guests"]))]"] : parts)
        .map { "  " + $0 }
      lines.append("end")
    }
    // Here, because a node belongs to the first box that names it.
    for (index, machine) in fleet.machines.enumerated() {
      for (place, network) in machine.host.networks.enumerated() {
        guard let lan = lans.firstIndex(of: FleetNetwork(network)) else { continue }
        lines.append("lan\(lan) --- \(entrance(network, place, "host\(index)_"))")
      }
      lines += flows(of: machine.host, "host\(index)_")
    }
    return flowchart(lines)
  }

  /// The networks and guests of a host. Every id begins with the prefix.
  private static func parts(of overview: Overview, _ prefix: String) -> [String] {
    var lines: [String] = []
    var bridges: [Label: String] = [:]
    for (index, network) in overview.host.networks.enumerated() {
      let bridge = "\(prefix)bridge\(index)"
      bridges[network.name] = bridge
      let texts = [network.bridge.description, "\(network.name): \(network.summary)"]
      lines.append("\(bridge)([\(label(texts))])")
      if let uplink = network.uplink {
        let entrance = entrance(network, index, prefix)
        lines.append("\(entrance)[\(label([uplink.description]))]")
        lines.append("\(entrance) --- \(bridge)")
      }
    }
    for (index, guest) in overview.host.guests.enumerated() {
      let id = "\(prefix)guest\(index)"
      lines.append("\(id)[\(label([guest.name.description] + DrawingText.lines(of: guest)))]")
      for card in guest.interfaces {
        guard let bridge = bridges[card.network] else { continue }
        lines.append("\(bridge) ---|\(label([card.tap.description]))| \(id)")
      }
    }
    return lines
  }

  /// Where what is outside of a network reaches it.
  private static func entrance(_ network: Network, _ index: Int, _ prefix: String) -> String {
    "\(prefix)\(network.uplink == nil ? "bridge" : "uplink")\(index)"
  }

  // MARK: - The language

  private static func flowchart(_ lines: [String]) -> String {
    "flowchart LR\n" + lines.map { "  \($0)\n" }.joined()
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
