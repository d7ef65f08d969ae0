import VirtModel

/// Which guests are on which host, and how full the hosts are, as a picture that needs nothing else.
struct SVGFleetDrawing {
  private let fleet: Fleet
  private let layout: SVGFleetLayout
  private let styles: [FleetNetwork: String]

  init(_ fleet: Fleet) {
    self.fleet = fleet
    layout = SVGFleetLayout(fleet)
    styles = Dictionary(
      layout.networks.enumerated().map { ($1.network, SVGTheme.network($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  private var summary: String {
    DrawingText.count(fleet.machines.count, "host") + " · "
      + DrawingText.count(fleet.guestCount, "guest")
  }

  var text: String {
    var canvas = SVGCanvas()
    canvas.rect(0, 0, layout.width, layout.height, radius: 0, "ground")
    canvas.heading(
      "Fleet", summary, Totals(of: fleet.machines.map(\.overview)),
      from: SVGFleetLayout.margin, to: layout.width - SVGFleetLayout.margin)
    legend(&canvas)
    for panel in layout.panels { self.panel(panel, &canvas) }
    let flows = fleet.machines.flatMap { machine in
      machine.host.flows.map { flow in
        let network = machine.overview.network(flow.network).map(FleetNetwork.init)
        return (flow, network.flatMap { styles[$0] } ?? "", machine.name)
      }
    }
    canvas.flows(
      flows, SVGFleetLayout.margin, layout.flows, to: layout.width - SVGFleetLayout.margin)
    return canvas.file(
      width: layout.width, height: layout.height, title: "Fleet: \(summary)",
      description: "The hosts, what their guests have of their memory, and the guests.")
  }

  private func legend(_ canvas: inout SVGCanvas) {
    for ((network, text), place) in zip(layout.networks, layout.legend.places) {
      let y = SVGFleetLayout.headingHeight + place.line * SVGFleetLayout.lineHeight + 13
      let end = canvas.chip(
        SVGFleetLayout.margin + place.x, y, network.name.description, styles[network] ?? "",
        isFilled: true)
      canvas.text(end + SVGFleetLayout.joint, y + 4, text, "body muted")
    }
  }

  // MARK: - Hosts

  private func panel(_ panel: SVGFleetLayout.Panel, _ canvas: inout SVGCanvas) {
    let host = panel.machine.host
    let name = panel.machine.name.description
    let summary =
      DrawingText.count(host.guests.count, "guest")
      + (panel.machine.overview.drains ? " · drains" : "")
    let inside = layout.panelWidth - 2 * SVGFleetLayout.padding
    let left = panel.x + SVGFleetLayout.padding
    canvas.group("\(name): \(summary)") { canvas in
      canvas.rect(panel.x, panel.y, layout.panelWidth, panel.height, radius: 12, "host")
      canvas.text(left, panel.y + 28, DisplayText.fitted(name, inside / 10), "name")
      canvas.text(
        left, panel.y + 46, "\(summary) · \(DrawingText.platform(of: host))", "body muted")
      meters(panel.machine.overview, left, panel.y + 72, inside, &canvas)
      for (network, place) in zip(host.networks, panel.networks.places) {
        let style = styles[FleetNetwork(network)] ?? ""
        let y = panel.line(place.line)
        let x = left + place.x
        let end = canvas.chip(x, y, network.bridge.description, style, isFilled: true)
        guard let uplink = network.uplink else { continue }
        canvas.wire((end, y), (end + SVGFleetLayout.joint, y), style)
        _ = canvas.chip(
          end + SVGFleetLayout.joint, y, uplink.description, style, isFilled: false)
      }
      for (index, guest) in host.guests.enumerated() {
        let place = layout.chip(index, in: panel)
        chip(guest, panel.machine.overview, place.x, place.y, &canvas)
      }
    }
  }

  /// The memory has more room, because its numbers are longer.
  private func meters(
    _ overview: Overview, _ left: Int, _ y: Int, _ width: Int, _ canvas: inout SVGCanvas
  ) {
    var x = left
    if let total = overview.hostCPUs {
      let part = (width - SVGFleetLayout.gap) * 2 / 5
      canvas.cpus(overview.guestCPUs, of: total, x, y, width: part)
      x += part + SVGFleetLayout.gap
    }
    if let total = overview.hostMemory {
      canvas.memory(
        overview.guestMemory, of: total, parts: overview.host.guests.map(\.memory), x, y,
        width: left + width - x)
    }
    if x == left, overview.hostMemory == nil, !overview.host.guests.isEmpty {
      canvas.text(left, y, SVGCanvas.size(Totals(of: [overview])), "body muted")
    }
  }

  // MARK: - Guests

  private func chip(
    _ guest: Guest, _ overview: Overview, _ x: Int, _ y: Int, _ canvas: inout SVGCanvas
  ) {
    let width = SVGFleetLayout.chipWidth
    let words = [guest.name.description] + DrawingText.lines(of: guest)
    canvas.group(words.joined(separator: ", ")) { canvas in
      canvas.rect(
        x, y, width, SVGFleetLayout.chipHeight, radius: 8,
        guest.autostart ? "card" : "card byhand")
      canvas.text(x + 10, y + 18, DisplayText.shortened(guest.name.description, 15), "small")
      canvas.text(x + 10, y + 35, DisplayText.fitted(guest.memory.readable, 11), "body muted")
      for (index, card) in guest.interfaces.prefix(5).reversed().enumerated() {
        let network = overview.network(card.network).map(FleetNetwork.init)
        let style = network.flatMap { styles[$0] } ?? ""
        canvas.dot(x + width - 13 - index * 11, y + 31, 4, "\(style) fill")
      }
    }
  }
}
