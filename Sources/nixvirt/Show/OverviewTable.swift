import VirtModel

/// The guests and networks of a host as tables.
struct OverviewTable {
  private let overview: Overview
  private let style: Style
  private let columns: Int?

  init(_ overview: Overview, style: Style, columns: Int?) {
    self.overview = overview
    self.style = style
    self.columns = columns
  }

  var text: String {
    heading + Table.text([guests, networks, flows], style, columns)
  }

  private var heading: String {
    let host = overview.host
    let name = host.name.map { "\($0): " } ?? ""
    let guests = DrawingText.count(host.guests.count, "guest")
    let line = "\(name)\(guests), \(host.system.rawValue), \(host.accelerator.rawValue)"
    return TableLayout.wrapped(line, columns ?? .max).map { style(.strong, $0) + "\n" }.joined()
  }

  // MARK: - Guests

  /// Whether guests have fixed addresses, which fill a column.
  private var hasAddresses: Bool {
    overview.host.guests.contains { $0.interfaces.contains { !Self.addresses(of: $0).isEmpty } }
  }

  /// Whether guests are of other kinds than those that are installed with NixOS.
  private var hasKinds: Bool {
    overview.host.guests.contains { $0.rootDisk.kind != .nixos }
  }

  private var guests: Table {
    var table = Table(columns: [
      Table.Column(title: "GUEST"),
      Table.Column(title: "CPUS", isNumeric: true),
      Table.Column(title: "MEMORY", isNumeric: true),
      Table.Column(title: "DISK"),
      Table.Column(title: "NETWORK"),
      Table.Column(title: "ADDRESS"),
      Table.Column(title: "KIND"),
      Table.Column(title: "VNC"),
      Table.Column(title: "STARTS"),
      Table.Column(title: "TAP"),
      Table.Column(title: "MAC"),
      Table.Column(title: "TAGS"),
    ])
    for guest in overview.host.guests {
      // Guests that do not start with the host are muted.
      let roles = guest.autostart ? [:] : [8: Style.Role.muted]
      table.rows += rows(of: guest).map { .cells($0, roles: roles) }
    }
    guard !table.rows.isEmpty else { return table }
    table.rows.append(.rule)
    table.rows.append(
      .cells(
        [
          "total", "\(overview.guestCPUs)", overview.guestMemory?.readable ?? "",
          overview.guestDisks?.readable ?? "",
        ] + Array(repeating: "", count: 8),
        roles: Capacity(overview).roles(cpus: 1, memory: 2)))
    if overview.hostCPUs != nil || overview.hostMemory != nil {
      table.rows.append(
        .cells(
          [
            "of", overview.hostCPUs.map(String.init) ?? "", overview.hostMemory?.readable ?? "",
          ] + Array(repeating: "", count: 9)))
    }
    if overview.host.guests.allSatisfy(\.tags.isEmpty) { table = table.without(column: "TAGS") }
    if !hasKinds { table = table.without(column: "KIND") }
    return hasAddresses ? table : table.without(column: "ADDRESS")
  }

  /// A row of the guest's own, and one for each further network card.
  private func rows(of guest: Guest) -> [[String]] {
    let cards = guest.interfaces.map { card in
      let addresses = Self.addresses(of: card)
      return (
        card.network.description, addresses.isEmpty ? "–" : addresses, card.tap.description,
        card.mac.description
      )
    }
    let first = cards.first ?? ("–", "–", "–", "–")
    let own = [
      guest.name.description, String(guest.cpus.count), guest.memory.readable,
      Self.disks(of: guest),
      first.0, first.1, guest.rootDisk.kind.rawValue, guest.vncDisplay?.description ?? "–",
      guest.autostart ? "with host" : "by hand", first.2, first.3,
      guest.tags.isEmpty ? "–" : DrawingText.tags(guest.tags),
    ]
    let more = cards.dropFirst().map { card in
      ["", "", "", "", card.0, card.1, "", "", "", card.2, card.3, ""]
    }
    return [own] + more
  }

  /// `10.78.0.10, fd00::10`; empty if it has no fixed addresses.
  private static func addresses(of card: Guest.Interface) -> String {
    [card.address?.address.description, card.address6?.address.description].compactMap(\.self)
      .joined(separator: ", ")
  }

  /// `40 GiB + 100 GiB + /dev/sdb`.
  static func disks(of guest: Guest) -> String {
    let disks =
      guest.diskSizes.map(\.readable) + guest.existingDisks.map { DisplayText.clean("\($0)") }
    return disks.isEmpty ? "as the image" : disks.joined(separator: " + ")
  }

  // MARK: - Networks

  private var flows: Table {
    var table = Table(columns: AllowedFlow.columns)
    table.rows = overview.host.flows.map { .cells($0.cells) }
    return table
  }

  private var networks: Table {
    var table = Table(columns: [
      Table.Column(title: "NETWORK"),
      Table.Column(title: "BRIDGE"),
      Table.Column(title: "UPLINK"),
      Table.Column(title: "GUESTS", isNumeric: true),
      Table.Column(title: "LEADS TO"),
    ])
    for network in overview.host.networks {
      let guests = overview.host.guests.count { guest in
        guest.interfaces.contains { $0.network == network.name }
      }
      table.rows.append(
        .cells([
          network.name.description, network.bridge.description,
          network.uplink?.description ?? "–", String(guests), network.summary,
        ]))
    }
    return table
  }
}
