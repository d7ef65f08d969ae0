import NixAST

/// A resource that one host gives up and another one takes, and that only one of them may use at a time: the
/// MAC address of a card, an address on the LAN, or a disk with a path.
struct Handover: Hashable {
  /// The user of the resource on the host that gives it up.
  enum Owner: Hashable {
    /// A guest, for an address of its card.
    case card(GuestName)
    /// A guest, for its disk.
    case disk(GuestName)
    /// The host itself, for its address on the LAN.
    case host(IPv4Address)
  }

  var owner: Owner
  var giver: HostName
  var taker: HostName

  /// The resources that pass from one host to another in a change.
  static func all(_ comparison: FleetComparison) -> [Handover] {
    // A guest that moves is off before its new host is switched, so it keeps its resources.
    let moving = Dictionary(
      comparison.transfers.filter(\.isMove).map { ($0.old.name, $0.new.name) },
      uniquingKeysWith: { first, _ in first })
    var given: [Resource: [(host: HostName, owner: Owner)]] = [:]
    var kept: [HostName: Set<Resource>] = [:]
    for pair in comparison.hosts {
      for use in pair.old?.sharedResources ?? [] {
        given[use.resource, default: []].append((pair.name, use.owner))
      }
      kept[pair.name] = Set((pair.new?.sharedResources ?? []).map(\.resource))
    }
    var handovers: [Handover] = []
    for pair in comparison.hosts {
      for use in pair.new?.sharedResources ?? [] {
        for giver in given[use.resource] ?? [] where giver.host != pair.name {
          // A path that stays in use there is a disk of each host.
          if kept[giver.host]?.contains(use.resource) ?? false { continue }
          if let guest = giver.owner.guest, let name = moving[guest], name == use.owner.guest {
            continue
          }
          handovers.append(Handover(owner: giver.owner, giver: giver.host, taker: pair.name))
        }
      }
    }
    return handovers.withoutDuplicates()
  }

  fileprivate enum Resource: Hashable {
    case mac(MACAddress)
    /// An address on the LAN. The same address on two VLANs is two.
    case address(String, vlan: Int?)
    case disk(AbsolutePath)
  }
}

extension Handover.Owner {
  /// The guest, if it is one.
  fileprivate var guest: GuestName? {
    switch self {
    case .card(let guest), .disk(let guest): guest
    case .host: nil
    }
  }
}

extension Host {
  /// The resources that no other host of the fleet may use at the same time, each with its user.
  fileprivate var sharedResources: [(resource: Handover.Resource, owner: Handover.Owner)] {
    var uses: [(resource: Handover.Resource, owner: Handover.Owner)] = []
    var vlans: [Label: Int?] = [:]
    for network in networks {
      guard case .lan(let lan) = network.connection else { continue }
      vlans[network.name] = .some(lan.vlan)
      if case .fixed(let address) = lan.address {
        uses.append(
          (.address("\(address.address)", vlan: lan.vlan), .host(address.address)))
      }
    }
    for guest in guests {
      for card in guest.interfaces {
        uses.append((.mac(card.mac), .card(guest.name)))
        guard let vlan = vlans[card.network] else { continue }
        for address in [card.address?.address.description, card.address6?.address.description] {
          if let address { uses.append((.address(address, vlan: vlan), .card(guest.name))) }
        }
      }
      for disk in guest.listedDisks where !disk.readOnly {
        if case .existing(let path) = disk.storage { uses.append((.disk(path), .disk(guest.name))) }
      }
    }
    return uses
  }
}
