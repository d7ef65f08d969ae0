import VirtModel

/// Where the parts of a drawing are: networks as lines that run down the left side, guests as cards
/// in rows beside them. Above each row of cards, its networks branch off.
struct SVGLayout {
  static let margin = 16
  static let padding = 24
  static let cardWidth = 264
  static let gap = 18
  static let networkHeight = 40
  static let headerHeight = 84
  private static let laneDistance = 20
  private static let railDistance = 13

  /// A row of cards.
  struct Row {
    let guests: [Guest]
    /// Its networks, by their places, from above.
    let networks: [Int]
    /// The top of the lines above the cards.
    let top: Int
    /// The top of the cards.
    let cards: Int
    let cardHeight: Int

    var bottom: Int { cards + cardHeight }

    /// The height of a network's line above the cards.
    func rail(_ network: Int) -> Int {
      top + (networks.firstIndex(of: network) ?? 0) * SVGLayout.railDistance
    }
  }

  let networks: [Network]
  let rows: [Row]
  let width: Int
  let height: Int
  /// The top of the allowed flows.
  let flows: Int
  private let columns: Int

  init(_ host: Host) {
    networks = host.networks
    let guests = host.guests
    columns =
      switch guests.count {
      case ...1: 1
      case ...4: 2
      case ...12: 3
      default: 4
      }
    var rows: [Row] = []
    var y = Self.networksTop + host.networks.count * Self.networkHeight + 10
    for start in stride(from: 0, to: guests.count, by: columns) {
      let members = Array(guests[start..<min(start + columns, guests.count)])
      let used = host.networks.indices.filter { index in
        members.contains { $0.interfaces.contains { $0.network == host.networks[index].name } }
      }
      let cards = y + max(0, used.count - 1) * Self.railDistance + 16
      let row = Row(
        guests: members, networks: used, top: y, cards: cards,
        cardHeight: members.map(Self.cardHeight).max() ?? 0)
      rows.append(row)
      y = row.bottom + 22
    }
    self.rows = rows
    let cardsWidth = columns * Self.cardWidth + (columns - 1) * Self.gap
    let left = Self.cardsLeft(host.networks.count)
    width = max(left + cardsWidth + Self.padding + Self.margin, 640)
    flows = y
    height = y + SVGCanvas.height(flows: host.flows.count) + Self.margin
  }

  // MARK: - Places

  static let networksTop = margin + headerHeight

  /// The line of a network, from the left.
  func lane(_ network: Int) -> Int {
    Self.margin + Self.padding + 6 + network * Self.laneDistance
  }

  /// The middle of a network's own row.
  func network(_ index: Int) -> Int {
    Self.networksTop + index * Self.networkHeight + Self.networkHeight / 2
  }

  /// The left side of what stands beside the lines.
  var left: Int { Self.cardsLeft(networks.count) }

  func card(_ column: Int) -> Int { left + column * (Self.cardWidth + Self.gap) }

  /// Where a network card is plugged into a guest's card.
  func port(_ column: Int, _ interface: Int) -> Int {
    card(column) + 22 + min(interface, 12) * 18
  }

  /// The last row in which a network is used.
  func lastRow(_ network: Int) -> Row? { rows.last { $0.networks.contains(network) } }

  private static func cardsLeft(_ networks: Int) -> Int {
    margin + padding + max(networks, 1) * laneDistance + 12
  }

  private static func cardHeight(_ guest: Guest) -> Int {
    62 + 17 * (guest.interfaces.count + (guest.vncDisplay == nil ? 0 : 1))
  }
}
