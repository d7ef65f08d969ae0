import NixAST

/// The order in which hosts are switched: a host that gives something up comes before the one that
/// takes it.
struct HostOrder {
  /// Something that is on one host before, and on another one after.
  private struct Handover: Hashable {
    enum Thing: Hashable {
      /// A guest, which moves or has an address that another one gets.
      case guest(GuestName)
      /// The host's own address on the LAN.
      case address(IPv4Address)
    }

    var thing: Thing
    var giver: HostName
    var taker: HostName
  }

  private(set) var steps: [FleetPlan.Step] = []
  private let comparison: FleetComparison
  /// The guests that move, by the host that they move to.
  private let moves: [HostName: [FleetComparison.Move]]
  private let handovers: [Handover]

  init(_ comparison: FleetComparison) {
    self.comparison = comparison
    moves = Dictionary(grouping: comparison.moves, by: \.target)
    handovers = Self.handovers(comparison)
    order()
  }

  // MARK: - What is handed over

  private static func handovers(_ comparison: FleetComparison) -> [Handover] {
    var handovers = comparison.moves.map { move in
      Handover(thing: .guest(move.new.name), giver: move.source, taker: move.target)
    }
    var macs: [MACAddress: (host: HostName, guest: GuestName)] = [:]
    var addresses: [IPv4Address: HostName] = [:]
    for pair in comparison.hosts {
      for guest in pair.old?.guests ?? [] {
        for card in guest.interfaces { macs[card.mac] = (pair.name, guest.name) }
      }
      for address in pair.old?.lanAddresses ?? [] { addresses[address] = pair.name }
    }
    for pair in comparison.hosts {
      for card in (pair.new?.guests ?? []).flatMap(\.interfaces) {
        guard let use = macs[card.mac], use.host != pair.name else { continue }
        handovers.append(
          Handover(thing: .guest(use.guest), giver: use.host, taker: pair.name))
      }
      for address in pair.new?.lanAddresses ?? [] {
        guard let giver = addresses[address], giver != pair.name else { continue }
        handovers.append(Handover(thing: .address(address), giver: giver, taker: pair.name))
      }
    }
    var seen: Set<Handover> = []
    return handovers.filter { seen.insert($0).inserted }
  }

  // MARK: - Ordering

  /// Takes the first host by name that waits for no other one. Where all wait, the one that waits for
  /// the fewest things gets them by hand.
  private mutating func order() {
    var waiting: [HostName: [Handover]] = [:]
    for handover in handovers { waiting[handover.taker, default: []].append(handover) }
    let pairs = Dictionary(
      comparison.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let takers = Dictionary(grouping: handovers, by: \.giver).mapValues { $0.map(\.taker) }
    var blockers = waiting.mapValues { Set($0.map(\.giver)) }
    var ready = pairs.keys.filter { blockers[$0]?.isEmpty ?? true }.sorted(by: >)
    var remaining = Set(pairs.keys)
    var isOff: Set<GuestName> = []
    while !remaining.isEmpty {
      var next = ready.popLast()
      if next == nil {
        next = remaining.min {
          (waiting[$0]?.count ?? 0, $0) < (waiting[$1]?.count ?? 0, $1)
        }
        for handover in next.flatMap({ waiting[$0] }) ?? []
        where remaining.contains(handover.giver) {
          release(handover, &isOff)
        }
      }
      guard let name = next, remaining.remove(name) != nil, let pair = pairs[name] else { continue }
      prepare(name)
      steps.append(Self.step(pair))
      for taker in takers[name] ?? [] where blockers[taker]?.remove(name) != nil {
        guard remaining.contains(taker), blockers[taker]?.isEmpty ?? false else { continue }
        let place = ready.firstIndex { $0 < taker } ?? ready.endIndex
        ready.insert(taker, at: place)
      }
    }
  }

  private mutating func release(_ handover: Handover, _ isOff: inout Set<GuestName>) {
    switch handover.thing {
    case .guest(let guest):
      guard isOff.insert(guest).inserted else { return }
      steps.append(.shutDown(guest, on: handover.giver))
    case .address(let address): steps.append(.freeAddress(address, of: handover.giver))
    }
  }

  /// What a host needs before it is switched: the disks of guests that move to it.
  private mutating func prepare(_ host: HostName) {
    if let moved = comparison.hosts.first(where: { $0.name == host })?.changes.movedDirectory {
      steps.append(.moveFiles(on: host, moved))
    }
    for move in moves[host] ?? [] {
      if !move.old.diskSizes.isEmpty || move.old.hasImage {
        steps.append(
          .copy(
            move.new.name, from: move.source, move.from.directory(of: move.old), to: move.target,
            move.to.directory(of: move.new)))
      }
      let paths = move.new.existingDisks
      if !paths.isEmpty { steps.append(.provide(paths, of: move.new.name, on: host)) }
    }
  }

  private static func step(_ pair: FleetComparison.HostPair) -> FleetPlan.Step {
    guard pair.new != nil else {
      return .retire(pair.name, guests: pair.old?.guests.map(\.name) ?? [])
    }
    return .switchHost(
      pair.name, FleetPlan.HostChanges(module: pair.changes, isNew: pair.old == nil))
  }
}

extension Host {
  /// Its own addresses on the LAN.
  fileprivate var lanAddresses: [IPv4Address] {
    networks.compactMap { network in
      if case .lan(let lan) = network.connection, case .fixed(let address) = lan.address {
        address.address
      } else {
        nil
      }
    }
  }

  /// The directory with a guest's disks.
  fileprivate func directory(of guest: Guest) -> AbsolutePath {
    AbsolutePath(checked: "\(stateDirectory)/\(guest.name)")
  }
}

extension Guest {
  /// Whether its root disk is the copy of an image.
  fileprivate var hasImage: Bool {
    if case .image = rootDisk { true } else { false }
  }
}
