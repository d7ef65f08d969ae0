import VirtModel

/// Who is connected to what, in the language of Graphviz.
enum DotDrawing {
  static func text(_ overview: Overview) -> String {
    let host = overview.host
    let name = host.name?.description ?? "host"
    var text = """
      graph \(quoted(name)) {
        rankdir = LR;
        node [shape = box, style = rounded, fontname = "sans-serif"];
        edge [fontname = "sans-serif", fontsize = 10];
        host [label = \(quoted("\(name)\n\(host.system.rawValue)")), style = bold];

      """
    for network in host.networks {
      let bridge = "bridge \(network.bridge)"
      text += "  \(quoted(bridge)) [label = "
      text += quoted("\(network.bridge)\n\(network.name): \(network.summary)") + "];\n"
      if let uplink = network.uplink {
        text += "  \(quoted("uplink \(uplink)")) [label = \(quoted(uplink.description))];\n"
        text += "  host -- \(quoted("uplink \(uplink)")) -- \(quoted(bridge));\n"
      } else {
        text += "  host -- \(quoted(bridge));\n"
      }
    }
    for guest in host.guests {
      let id = quoted("guest \(guest.name)")
      let label = ([guest.name.description] + DrawingText.lines(of: guest)).joined(separator: "\n")
      text += "  \(id) [label = \(quoted(label))];\n"
      for card in guest.interfaces {
        guard let bridge = overview.network(card.network)?.bridge else { continue }
        text +=
          "  \(quoted("bridge \(bridge)")) -- \(id) [label = \(quoted(card.tap.description))];\n"
      }
    }
    return text + "}\n"
  }

  /// A string of the language; in labels, a backslash begins an escape too.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped.replacing("\n", with: "\\n"))\""
  }
}

/// What drawings say of a guest.
enum DrawingText {
  /// Its size, and its screen if it has one.
  static func lines(of guest: Guest) -> [String] {
    let cpus = guest.cpus.count == 1 ? "1 CPU" : "\(guest.cpus.count) CPUs"
    let size = "\(cpus), \(guest.memory.readable), \(OverviewTable.disks(of: guest))"
    return [size] + (guest.vncDisplay.map { ["VNC \(DisplayText.clean($0.description))"] } ?? [])
  }
}
