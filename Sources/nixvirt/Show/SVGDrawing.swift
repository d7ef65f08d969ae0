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

  private var summary: String {
    let count = overview.host.guests.count
    return "\(count == 1 ? "1 guest" : "\(count) guests")"
  }

  var text: String {
    var canvas = SVGCanvas()
    canvas.rect(0, 0, layout.width, layout.height, radius: 0, "ground")
    let margin = SVGLayout.margin
    canvas.rect(
      margin, margin, layout.width - 2 * margin, layout.height - 2 * margin, radius: 12, "host")
    header(&canvas)
    wires(&canvas)
    for index in layout.networks.indices { network(index, &canvas) }
    for row in layout.rows {
      for (column, guest) in row.guests.enumerated() { card(guest, column, row, &canvas) }
    }
    return canvas.file(
      width: layout.width, height: layout.height, title: "\(hostName): \(summary)",
      description: "The networks of the host and the guests in each of them.")
  }

  // MARK: - The host

  private func header(_ canvas: inout SVGCanvas) {
    let host = overview.host
    let left = SVGLayout.margin + SVGLayout.padding
    canvas.text(left, 52, DisplayText.fitted(hostName, 24), "title")
    canvas.text(
      left, 74, "\(summary) · \(host.system.rawValue) · \(host.accelerator.rawValue)", "body muted")
    let right = layout.width - SVGLayout.margin - SVGLayout.padding
    let memory = overview.guestMemory?.readable ?? "0"
    var x = right
    if let total = overview.hostMemory {
      let share = (overview.guestMemory?.bytes ?? 0) * Int64(Self.meterWidth) / total.bytes
      meter(&x, "Memory", "\(memory) of \(total.readable)", share: Int(share), &canvas)
    }
    if let total = overview.hostCPUs {
      let share = overview.guestCPUs * Self.meterWidth / max(total, 1)
      meter(&x, "CPUs", "\(overview.guestCPUs) of \(total)", share: share, &canvas)
    }
    if x == right {
      let cpus = overview.guestCPUs == 1 ? "1 CPU" : "\(overview.guestCPUs) CPUs"
      canvas.text(right, 52, "\(cpus) · \(memory)", "body muted end")
    }
  }

  private static let meterWidth = 170

  /// What the guests have of something, and how much that is of what there is. The next one goes to
  /// its left. A bar that is full says that there is no more: CPUs may be shared.
  private func meter(
    _ right: inout Int, _ title: String, _ text: String, share: Int, _ canvas: inout SVGCanvas
  ) {
    let x = right - Self.meterWidth
    canvas.text(x, 52, title, "body muted")
    canvas.text(right, 52, text, "body end")
    canvas.rect(x, 62, Self.meterWidth, 6, radius: 3, "track")
    canvas.rect(x, 62, min(max(share, 3), Self.meterWidth), 6, radius: 3, "full")
    right = x - 20
  }

  // MARK: - Networks

  private func network(_ index: Int, _ canvas: inout SVGCanvas) {
    let network = layout.networks[index]
    let style = SVGTheme.network(index)
    let y = layout.network(index)
    var x = layout.left
    canvas.wire((layout.lane(index), y), (x, y), style)
    canvas.dot(layout.lane(index), y, 5, "\(style) fill")
    func chip(_ text: String, isFilled: Bool) {
      let width = text.utf8.count * 7 + 18
      if x > layout.left { canvas.wire((x - 22, y), (x, y), style) }
      canvas.rect(x, y - 13, width, 26, radius: 6, "host")
      canvas.rect(x, y - 13, width, 26, radius: 6, "\(style) \(isFilled ? "fill" : "outline")")
      canvas.text(x + width / 2, y + 4, text, "mono middle" + (isFilled ? " inverse" : ""))
      x += width + 22
    }
    chip(network.bridge.description, isFilled: true)
    if let uplink = network.uplink { chip(uplink.description, isFilled: false) }
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
