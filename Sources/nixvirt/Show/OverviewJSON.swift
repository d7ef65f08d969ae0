import VirtModel

/// The overview for programs. Sizes are in bytes.
enum OverviewJSON {
  static func text(_ overview: Overview) -> String { JSONValue.object(members(overview)).text }

  /// The hosts, each as it is by itself, with what the fleet calls it.
  static func text(_ fleet: Fleet) -> String {
    let hosts = fleet.machines.map { machine in
      JSONValue.object(
        [
          ("name", .string(machine.name.description)), ("drain", .bool(machine.overview.drains)),
          ("zone", JSONValue(machine.overview.zone?.description)),
          ("tags", names(machine.overview.tags)),
        ] + members(machine.overview))
    }
    return JSONValue.object([
      ("hosts", .array(hosts)), ("totals", totals(Totals(of: fleet.machines.map(\.overview)))),
    ]).text
  }

  private static func members(_ overview: Overview) -> [(String, JSONValue)] {
    let host = overview.host
    return [
      (
        "host",
        .object([
          ("name", JSONValue(host.name?.description)),
          ("system", .string(host.system.rawValue)),
          ("accel", .string(host.accelerator.rawValue)),
          ("cpus", JSONValue(overview.hostCPUs)),
          ("memory", size(overview.hostMemory)),
        ])
      ),
      ("totals", totals(Totals(of: [overview]))),
      ("networks", .array(host.networks.map(network))),
      ("guests", .array(host.guests.map { guest($0, overview) })),
    ]
  }

  private static func totals(_ totals: Totals) -> JSONValue {
    .object([
      ("guests", JSONValue(totals.guests)),
      ("cpus", JSONValue(totals.cpus)),
      ("memory", .integer(totals.memory?.bytes ?? 0)),
      ("disks", .integer(totals.disks?.bytes ?? 0)),
    ])
  }

  private static func network(_ network: Network) -> JSONValue {
    let kind =
      switch network.connection {
      case .lan: "lan"
      case .nat: "nat"
      case .isolated: "isolated"
      case .existing: "existing"
      }
    return .object([
      ("name", .string(network.name.description)),
      ("bridge", .string(network.bridge.description)),
      ("kind", .string(kind)),
      ("uplink", JSONValue(network.uplink?.description)),
      ("mtu", JSONValue(network.mtu)),
      ("summary", .string(network.summary)),
    ])
  }

  private static func guest(_ guest: Guest, _ overview: Overview) -> JSONValue {
    let interfaces = guest.interfaces.map { card in
      JSONValue.object([
        ("network", .string(card.network.description)),
        ("bridge", JSONValue(overview.network(card.network)?.bridge.description)),
        ("tap", .string(card.tap.description)),
        ("mac", .string(card.mac.description)),
        ("address", JSONValue(card.address?.address.description)),
        ("address6", JSONValue(card.address6?.address.description)),
      ])
    }
    return .object([
      ("name", .string(guest.name.description)),
      ("user", .string(guest.user.description)),
      ("install", .string(guest.rootDisk.kind.rawValue)),
      ("cpus", JSONValue(guest.cpus.count)),
      ("memory", .integer(guest.memory.bytes)),
      ("disks", .array(guest.diskSizes.map { .integer($0.bytes) })),
      ("existingDisks", .array(guest.existingDisks.map { .string($0.description) })),
      ("interfaces", .array(interfaces)),
      ("contextID", JSONValue(guest.contextID.map(Int.init))),
      ("vncDisplay", JSONValue(guest.vncDisplay?.description)),
      ("autostart", .bool(guest.autostart)),
      ("tags", names(guest.tags)),
      ("after", .array(guest.after.map { .string($0.description) })),
    ])
  }

  private static func names(_ labels: [Label]) -> JSONValue {
    .array(labels.map { .string($0.description) })
  }

  private static func size(_ size: Size?) -> JSONValue {
    size.map { .integer($0.bytes) } ?? .null
  }
}
