import VirtModel

/// Who is connected to what, as a picture that needs nothing else.
struct SVGDrawing {
  private let overview: Overview
  private let layout: SVGLayout

  init(_ overview: Overview) {
    self.overview = overview
    layout = SVGLayout(overview.host)
  }

  private var hostName: String { overview.host.name?.description ?? "Host" }

  private var summary: String { DrawingText.count(overview.host.guests.count, "guest") }

  var text: String {
    var canvas = SVGCanvas()
    canvas.rect(0, 0, layout.width, layout.height, radius: 0, "ground")
    let margin = SVGLayout.margin
    canvas.rect(
      margin, margin, layout.width - 2 * margin, layout.height - 2 * margin, radius: 12, "host")
    canvas.heading(
      hostName, "\(summary) · \(DrawingText.platform(of: overview.host))", Totals(of: [overview]),
      from: margin + SVGLayout.padding, to: layout.width - margin - SVGLayout.padding)
    wires(&canvas)
    for index in layout.networks.indices { network(index, &canvas) }
    for row in layout.rows {
      for (column, guest) in row.guests.enumerated() { card(guest, column, row, &canvas) }
    }
    canvas.flows(
      overview.host.flows.map { flow in
        (flow, index(of: flow.network).map(SVGTheme.network) ?? "", nil)
      }, layout.left, layout.flows, to: layout.width - margin - SVGLayout.padding)
    return canvas.file(
      width: layout.width, height: layout.height, title: "\(hostName): \(summary)",
      description: "The networks of the host and the guests in each of them.")
  }

  // MARK: - Networks

  private func network(_ index: Int, _ canvas: inout SVGCanvas) {
    let network = layout.networks[index]
    let style = SVGTheme.network(index)
    let y = layout.network(index)
    var x = layout.left
    canvas.wire((layout.lane(index), y), (x, y), style)
    canvas.dot(layout.lane(index), y, 5, "\(style) fill")
    x = canvas.chip(x, y, network.bridge.description, style, isFilled: true) + 22
    if let uplink = network.uplink {
      canvas.wire((x - 22, y), (x, y), style)
      x = canvas.chip(x, y, uplink.description, style, isFilled: false) + 22
    }
    let room = (layout.width - SVGLayout.margin - SVGLayout.padding - x) / 7
    let label = "\(network.name) · \(network.summary)"
    canvas.text(x - 8, y + 4, DisplayText.fitted(label, max(room, 12)), "body muted")
  }

  /// The lines from the networks to the guests, those that pass above others last.
  private func wires(_ canvas: inout SVGCanvas) {
    for index in layout.networks.indices {
      guard let last = layout.lastRow(index) else { continue }
      let lane = layout.lane(index)
      canvas.wire(
        (lane, layout.network(index)), (lane, last.rail(index)), SVGTheme.network(index))
    }
    for row in layout.rows {
      for index in row.networks { rail(index, row, &canvas) }
      for (column, guest) in row.guests.enumerated() {
        for (place, card) in guest.interfaces.enumerated() {
          guard let index = self.index(of: card.network) else { continue }
          let x = layout.port(column, place)
          canvas.wire(
            (x, row.rail(index)), (x, row.cards), joint: 4, SVGTheme.network(index))
        }
      }
    }
  }

  private func rail(_ index: Int, _ row: SVGLayout.Row, _ canvas: inout SVGCanvas) {
    let ports = row.guests.enumerated().flatMap { column, guest in
      guest.interfaces.enumerated().filter { self.index(of: $0.element.network) == index }
        .map { layout.port(column, $0.offset) }
    }
    guard let end = ports.max() else { return }
    let y = row.rail(index)
    canvas.wire((layout.lane(index), y), (end, y), joint: 4, SVGTheme.network(index))
    canvas.dot(layout.lane(index), y, 4, "\(SVGTheme.network(index)) fill")
  }

  private func index(of name: Label) -> Int? { layout.networks.firstIndex { $0.name == name } }

  // MARK: - Guests

  private func card(
    _ guest: Guest, _ column: Int, _ row: SVGLayout.Row, _ canvas: inout SVGCanvas
  ) {
    let x = layout.card(column)
    let y = row.cards
    let lines = DrawingText.lines(of: guest)
    canvas.group(([guest.name.description] + lines).joined(separator: ", ")) { canvas in
      canvas.rect(
        x, y, SVGLayout.cardWidth, row.cardHeight, radius: 8,
        guest.autostart ? "card" : "card byhand")
      let room = guest.autostart ? 26 : 18
      canvas.text(x + 14, y + 27, DisplayText.fitted(guest.name.description, room), "name")
      if !guest.autostart {
        canvas.text(x + SVGLayout.cardWidth - 14, y + 26, "by hand", "body muted end")
      }
      canvas.text(x + 14, y + 46, DisplayText.fitted(lines[0], 36), "body muted")
      var line = y + 66
      for (place, card) in guest.interfaces.enumerated() {
        let style = index(of: card.network).map(SVGTheme.network) ?? ""
        canvas.dot(layout.port(column, place), y, 4, "\(style) fill")
        canvas.dot(x + 18, line - 4, 4, "\(style) fill")
        canvas.text(x + 28, line, card.tap.description, "mono")
        canvas.text(
          x + SVGLayout.cardWidth - 14, line, card.mac.description, "mono muted end")
        line += 17
      }
      if let display = guest.vncDisplay {
        canvas.text(x + 14, line, DisplayText.fitted("VNC \(display)", 34), "mono muted")
      }
    }
  }
}
