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
    let heading = TableLayout.wrapped("Fleet: \(hosts), \(guests)", columns ?? .max)
    return heading.map { style(.strong, $0) + "\n" }.joined()
      + Table.text([self.hosts, self.guests, flows], style, columns)
  }

  private var hosts: Table {
    var table = Table(columns: [
      Table.Column(title: "HOST"),
      Table.Column(title: "GUESTS", isNumeric: true),
      Table.Column(title: "CPUS", isNumeric: true),
      Table.Column(title: "OF", isNumeric: true),
      Table.Column(title: "MEMORY", isNumeric: true),
      Table.Column(title: "OF", isNumeric: true),
      Table.Column(title: "DISK", isNumeric: true),
      Table.Column(title: "SYSTEM"),
      Table.Column(title: "STATE"),
      Table.Column(title: "ZONE"),
      Table.Column(title: "TAGS"),
    ])
    for machine in fleet.machines {
      let overview = machine.overview
      table.rows.append(
        .cells(
          [
            machine.name.description, String(overview.host.guests.count),
            String(overview.guestCPUs),
            overview.hostCPUs.map(String.init) ?? "–", overview.guestMemory?.readable ?? "–",
            overview.hostMemory?.readable ?? "–", overview.guestDisks?.readable ?? "–",
            overview.host.system.rawValue, overview.drains ? "drains" : "–",
            overview.zone?.description ?? "–",
            overview.tags.isEmpty ? "–" : DrawingText.tags(overview.tags),
          ],
          roles: Capacity(overview).roles(cpus: 2, memory: 4)
            .merging(overview.drains ? [8: .warning] : [:]) { first, _ in first }))
    }
    // Few fleets have these columns.
    if !fleet.machines.contains(where: \.overview.drains) { table = table.without(column: "STATE") }
    if fleet.machines.allSatisfy({ $0.overview.zone == nil }) {
      table = table.without(column: "ZONE")
    }
    if fleet.machines.allSatisfy(\.overview.tags.isEmpty) { table = table.without(column: "TAGS") }
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
      Table.Column(title: "CPUS", isNumeric: true),
      Table.Column(title: "MEMORY", isNumeric: true),
      Table.Column(title: "DISK"),
      Table.Column(title: "NETWORK"),
      Table.Column(title: "MAC"),
      Table.Column(title: "TAGS"),
    ])
    let all = fleet.machines.flatMap { machine in machine.host.guests.map { (machine.name, $0) } }
    for (host, guest) in all.sorted(by: { $0.1.name < $1.1.name }) {
      let card = guest.interfaces.first
      table.rows.append(
        .cells([
          guest.name.description, host.description, String(guest.cpus.count), guest.memory.readable,
          OverviewTable.disks(of: guest), card?.network.description ?? "–",
          card?.mac.description ?? "–",
          guest.tags.isEmpty ? "–" : DrawingText.tags(guest.tags),
        ]))
    }
    return all.allSatisfy(\.1.tags.isEmpty) ? table.without(column: "TAGS") : table
  }
}
