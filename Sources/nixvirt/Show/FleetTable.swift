import VirtModel

/// The hosts of a fleet with what they have left, and the guests with their hosts.
struct FleetTable {
  private let fleet: Fleet
  private let style: Style
  private let columns: Int?

  init(_ fleet: Fleet, style: Style, columns: Int?) {
    self.fleet = fleet
    self.style = style
    self.columns = columns
  }

  var text: String {
    let hosts = DrawingText.count(fleet.machines.count, "host")
    let guests = DrawingText.count(fleet.guestCount, "guest")
    let heading = DisplayText.fitted("Fleet: \(hosts), \(guests)", columns ?? .max)
    return style(.strong, heading) + "\n"
      + Table.text([self.hosts, self.guests, flows], style, columns)
  }

  private var hosts: Table {
    var table = Table(columns: [
      Table.Column(title: "HOST"),
      Table.Column(title: "GUESTS", isNumeric: true),
      Table.Column(title: "CPUS", isNumeric: true),
      Table.Column(title: "OF", isNumeric: true, dispensability: 2),
      Table.Column(title: "MEMORY", isNumeric: true),
      Table.Column(title: "OF", isNumeric: true, dispensability: 1),
      Table.Column(title: "DISK", isNumeric: true, dispensability: 3),
      Table.Column(title: "SYSTEM", dispensability: 4),
    ])
    for machine in fleet.machines {
      let overview = machine.overview
      table.rows.append(
        .cells([
          machine.name.description, String(overview.host.guests.count), String(overview.guestCPUs),
          overview.hostCPUs.map(String.init) ?? "–", overview.guestMemory?.readable ?? "–",
          overview.hostMemory?.readable ?? "–", overview.guestDisks?.readable ?? "–",
          overview.host.system.rawValue,
        ]))
    }
    return table
  }

  private var flows: Table {
    var table = Table(columns: [Table.Column(title: "HOST")] + AllowedFlow.columns)
    for machine in fleet.machines {
      table.rows += machine.host.flows.map { .cells([machine.name.description] + $0.cells) }
    }
    return table
  }

  private var guests: Table {
    var table = Table(columns: [
      Table.Column(title: "GUEST"),
      Table.Column(title: "HOST"),
      Table.Column(title: "CPUS", isNumeric: true, dispensability: 1),
      Table.Column(title: "MEMORY", isNumeric: true, dispensability: 2),
      Table.Column(title: "DISK", dispensability: 3),
      Table.Column(title: "NETWORK", dispensability: 4),
      Table.Column(title: "MAC", dispensability: 5),
    ])
    let all = fleet.machines.flatMap { machine in machine.host.guests.map { (machine.name, $0) } }
    for (host, guest) in all.sorted(by: { $0.1.name < $1.1.name }) {
      let card = guest.interfaces.first
      table.rows.append(
        .cells([
          guest.name.description, host.description, String(guest.cpus.count), guest.memory.readable,
          OverviewTable.disks(of: guest), card?.network.description ?? "–",
          card?.mac.description ?? "–",
        ]))
    }
    return table
  }
}
