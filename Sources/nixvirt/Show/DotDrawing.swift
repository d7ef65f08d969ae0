import NixAST
import VirtModel

/// Who is connected to what, in the language of Graphviz.
enum DotDrawing {
  static func text(_ overview: Overview) -> String {
    let host = overview.host
    let name = host.name?.description ?? "host"
    var lines = [node("host", [name, host.system.rawValue], ", style = bold")]
    lines += parts(of: overview, "")
    lines += host.networks.map { edge("host", entrance($0, "")) }
    lines += parties(of: host)
    return graph(name, lines + flows(of: host))
  }

  /// Boxes for the ends of flows that are neither guests nor networks.
  private static func parties(of host: Host, _ prefix: String = "") -> [String] {
    host.outerEnds(inFleet: !prefix.isEmpty).map { end in
      let style = end == .any ? "dotted" : "bold"
      return node("\(prefix)\(end)", ["\(end)"], ", style = \(style)")
    }
  }

  /// The flows that rules allow.
  private static func flows(of host: Host, _ prefix: String = "") -> [String] {
    func node(_ party: Party) -> String {
      switch party {
      case .guest(let name): "\(prefix)guest \(name)"
      case .network(let name):
        host.networks.first { $0.name == name }.map { id($0.bridge, prefix) } ?? name.description
      case .host: "\(prefix)host"
      case .any: "\(prefix)any"
      }
    }
    return host.allowedFlows.map { rule in
      let label = quoted(rule.traffic.description)
      return edge(
        node(rule.from), node(rule.to), " [label = \(label), dir = forward, style = dashed]")
    }
  }

  /// A box for each host; those on one LAN are connected to it.
  static func text(_ fleet: Fleet) -> String {
    var lines = fleet.networks.filter(\.isLAN).map { lan in
      node(id(lan), [lan.name.description, lan.kind], ", style = bold")
    }
    for machine in fleet.machines {
      let label = "\(machine.name)\n\(DrawingText.kind(of: machine))"
      lines.append("subgraph \(quoted("cluster \(machine.name)")) {")
      lines += [
        "  fontname = \"sans-serif\";", "  label = \(quoted(label));", "  style = rounded;",
      ]
      let parts =
        parts(of: machine.overview, prefix(machine)) + parties(of: machine.host, prefix(machine))
      // A box with nothing in it is not drawn.
      lines += (parts.isEmpty ? [node("\(prefix(machine))nothing", ["no guests"])] : parts)
        .map { "  " + $0 }
      lines.append("}")
    }
    // Here, because a node belongs to every box that names it.
    for machine in fleet.machines {
      lines += machine.host.networks.filter(\.isLAN).map { network in
        edge(id(FleetNetwork(network)), entrance(network, prefix(machine)))
      }
      lines += flows(of: machine.host, prefix(machine))
    }
    return graph("fleet", lines)
  }

  // MARK: - Hosts

  /// The networks and guests of a host. Every id begins with the prefix.
  private static func parts(of overview: Overview, _ prefix: String) -> [String] {
    var lines: [String] = []
    for network in overview.host.networks {
      let bridge = id(network.bridge, prefix)
      lines.append(node(bridge, ["\(network.bridge)", "\(network.name): \(network.summary)"]))
      if let uplink = network.uplink {
        let interface = node(entrance(network, prefix), [uplink.description])
        if !lines.contains(interface) { lines.append(interface) }
        lines.append(edge(entrance(network, prefix), bridge))
      }
    }
    for guest in overview.host.guests {
      let id = "\(prefix)guest \(guest.name)"
      lines.append(node(id, [guest.name.description] + DrawingText.lines(of: guest)))
      for card in guest.interfaces {
        guard let bridge = overview.network(card.network)?.bridge else { continue }
        let label = " [label = \(quoted(card.tap.description))]"
        lines.append(edge(self.id(bridge, prefix), id, label))
      }
    }
    return lines
  }

  /// Where what is outside of a network reaches it.
  private static func entrance(_ network: Network, _ prefix: String) -> String {
    network.uplink.map { "\(prefix)uplink \($0)" } ?? id(network.bridge, prefix)
  }

  private static func id(_ bridge: InterfaceName, _ prefix: String) -> String {
    "\(prefix)bridge \(bridge)"
  }

  private static func id(_ network: FleetNetwork) -> String { "\(network.name): \(network.kind)" }

  private static func prefix(_ machine: Fleet.Machine) -> String { "\(machine.name)/" }

  // MARK: - The language

  private static func graph(_ name: String, _ lines: [String]) -> String {
    """
    graph \(quoted(name)) {
      rankdir = LR;
      node [shape = box, style = rounded, fontname = "sans-serif"];
      edge [fontname = "sans-serif", fontsize = 10];
    \(lines.map { "  \($0)\n" }.joined())}

    """
  }

  private static func node(_ id: String, _ lines: [String], _ attributes: String = "") -> String {
    "\(quoted(id)) [label = \(quoted(lines.joined(separator: "\n")))\(attributes)];"
  }

  private static func edge(_ from: String, _ to: String, _ attributes: String = "") -> String {
    "\(quoted(from)) -- \(quoted(to))\(attributes);"
  }

  /// A string of the language; in labels, a backslash begins an escape too.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacingBytes(of: "\\", with: "\\\\").replacingBytes(of: "\"", with: "\\\"")
    return "\"\(escaped.replacingBytes(of: "\n", with: "\\n"))\""
  }
}
