import VirtModel

/// Where the parts of a fleet's drawing are: a panel for each host, in rows of one height; in each
/// panel the networks of the host, and its guests as chips.
struct SVGFleetLayout {
  static let margin = 24
  static let padding = 16
  static let gap = 16
  static let headingHeight = 96
  /// The space above the networks of a panel.
  static let panelHeadHeight = 98
  static let lineHeight = 34
  static let chipWidth = 148
  static let chipHeight = 44
  static let chipGap = 8
  /// Between a bridge and its uplink, or a network and what it is.
  static let joint = 10

  /// A panel.
  struct Panel {
    let machine: Fleet.Machine
    let x: Int
    let y: Int
    let height: Int
    /// The networks, from the left of what is in the panel.
    let networks: SVGFlow

    /// The middle of a line of networks.
    func line(_ index: Int) -> Int {
      y + SVGFleetLayout.panelHeadHeight + index * SVGFleetLayout.lineHeight + 13
    }
  }

  /// The networks of the fleet, with what they are.
  let networks: [(network: FleetNetwork, text: String)]
  let legend: SVGFlow
  let panels: [Panel]
  let panelWidth: Int
  let width: Int
  let height: Int
  /// The top of the allowed flows.
  let flows: Int
  private let chipColumns: Int

  init(_ fleet: Fleet) {
    let columns = Self.columns(fleet.machines.count)
    let most = fleet.machines.map { $0.host.guests.count }.max() ?? 0
    var chipColumns = max(2, 5 - columns)
    // Where guests are many, panels grow to both sides, as long as the picture is not too wide.
    while 2 * chipColumns * chipColumns < most, (chipColumns + 1) * columns <= 11 {
      chipColumns += 1
    }
    let inside = chipColumns * (Self.chipWidth + Self.chipGap) - Self.chipGap
    let panelWidth = inside + 2 * Self.padding
    width = columns * (panelWidth + Self.gap) - Self.gap + 2 * Self.margin
    let networks = fleet.networks.map { network in
      let hosts = fleet.machines.count { $0.host.networks.map(FleetNetwork.init).contains(network) }
      return (network, text: "\(network.kind) · \(DrawingText.count(hosts, "host"))")
    }
    legend = SVGFlow(
      networks.map { network, text in
        SVGCanvas.chipWidth(network.name.description) + Self.joint + text.utf8.count * 7
      }, gap: 14, in: width - 2 * Self.margin)

    var panels: [Panel] = []
    var y = Self.headingHeight + legend.lines * Self.lineHeight + 8
    for start in stride(from: 0, to: fleet.machines.count, by: columns) {
      let machines = fleet.machines[start..<min(start + columns, fleet.machines.count)]
      let flows = machines.map { machine in
        SVGFlow(machine.host.networks.map(Self.width), gap: 14, in: inside)
      }
      let height =
        zip(machines, flows).map { machine, flow in
          let rows = (machine.host.guests.count + chipColumns - 1) / chipColumns
          return Self.panelHeadHeight + flow.lines * Self.lineHeight
            + rows * (Self.chipHeight + Self.chipGap) - Self.chipGap + Self.padding
        }.max() ?? 0
      for (column, (machine, flow)) in zip(machines, flows).enumerated() {
        let x = Self.margin + column * (panelWidth + Self.gap)
        panels.append(Panel(machine: machine, x: x, y: y, height: height, networks: flow))
      }
      y += height + Self.gap
    }
    self.networks = networks
    self.panels = panels
    self.panelWidth = panelWidth
    self.chipColumns = chipColumns
    flows = y
    let count = fleet.machines.reduce(0) { $0 + $1.host.flows.count }
    height = y - Self.gap + SVGCanvas.height(flows: count) + Self.margin
  }

  /// Where a guest's chip is.
  func chip(_ index: Int, in panel: Panel) -> (x: Int, y: Int) {
    let top = panel.y + Self.panelHeadHeight + panel.networks.lines * Self.lineHeight
    return (
      panel.x + Self.padding + index % chipColumns * (Self.chipWidth + Self.chipGap),
      top + index / chipColumns * (Self.chipHeight + Self.chipGap)
    )
  }

  private static func columns(_ hosts: Int) -> Int {
    switch hosts {
    case ...3: max(hosts, 1)
    case 4: 2
    case ...12: 3
    case ...24: 4
    default: 5
    }
  }

  /// A bridge, and its uplink.
  private static func width(_ network: Network) -> Int {
    SVGCanvas.chipWidth(network.bridge.description)
      + (network.uplink.map { joint + SVGCanvas.chipWidth($0.description) } ?? 0)
  }
}
