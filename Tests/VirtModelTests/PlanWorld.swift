import NixAST
import Testing

@testable import VirtModel

/// A fleet in which a plan is done: it keeps account of files and of everything that only one host may use
/// at a time. It follows docs/fleets.md, and not the code that makes plans.
struct PlanWorld {
  private struct Machine {
    var described: Fleet.Machine?
    var isFreed = false
    var held: Set<String> = []
    /// The guests whose files are in a directory: by its path, the name that it had at first.
    var files: [String: String] = [:]
    /// The guests that run, each with the addresses and disks that it uses.
    var running: [String: [String]] = [:]
  }

  private var machines: [String: Machine] = [:]
  private let new: [String: Fleet.Machine]
  /// Whose files a guest must have.
  private var identity: [String: String] = [:]
  /// The platforms that guests are for. On another one they must have new disks.
  private var systems: [String: System] = [:]
  /// The guests that were there at first.
  private var old: Set<String> = []
  /// Guests that get new disks, by the name that they had, until a person has saved their data.
  private var unsaved: Set<String> = []
  var problems: [String] = []

  init(_ old: Subject, _ new: Subject) {
    self.new = Dictionary(
      Self.machines(new).map { ("\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
    for machine in Self.machines(old) {
      machines["\(machine.name)"] = Machine(described: machine)
      for guest in machine.host.guests {
        identity["\(guest.name)"] = "\(guest.name)"
        systems["\(guest.name)"] = machine.host.system
      }
      start("\(machine.name)")
    }
    self.old = Set(identity.keys)
    let before = identity
    for machine in Self.machines(new) {
      for guest in machine.host.guests {
        let name = "\(guest.name)"
        let former = before[name] == nil ? guest.formerly.map { "\($0)" } ?? name : name
        identity[name] = before[former] ?? name
        guard let system = systems[former] else { continue }
        systems[name] = system
        if system != machine.host.system { unsaved.insert(former) }
      }
    }
  }

  static func machines(_ described: Subject) -> [Fleet.Machine] {
    if case .fleet(let fleet) = described { fleet.machines } else { [] }
  }

  /// The guests that a description has on each host.
  static func described(_ fleet: Subject) -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for machine in machines(fleet) where !machine.host.guests.isEmpty {
      result["\(machine.name)"] = Set(machine.host.guests.map { "\($0.name)" })
    }
    return result
  }

  var running: [String: Set<String>] {
    machines.mapValues { Set($0.running.keys) }.filter { !$0.value.isEmpty }
  }

  /// Starts what a host has, as at boot.
  private mutating func start(_ host: String) {
    guard var machine = machines[host] else { return }
    machine.running = [:]
    for guest in machine.described?.host.guests ?? [] {
      let name = "\(guest.name)"
      if machine.held.contains(name) { continue }
      let directory = "\(machine.described?.host.stateDirectory.description ?? "")/\(name)"
      // Without files, it is installed.
      let files = machine.files[directory] ?? (old.contains(name) ? "blank" : name)
      machine.files[directory] = files
      if files != expected(name, on: machine) {
        problems.append("\(name) starts on \(host) with the files of: \(files)")
      }
      machine.running[name] = machine.described?.uses(of: guest) ?? []
    }
    machines[host] = machine
  }

  /// The files that a guest must have on a host.
  private func expected(_ name: String, on machine: Machine) -> String? {
    guard let system = systems[name], system != machine.described?.host.system else {
      return identity[name]
    }
    return "\(name), started anew"
  }

  mutating func reboot() {
    for host in machines.keys.sorted() { start(host) }
  }

  mutating func `do`(_ action: FleetPlan.Action, checksAddresses: Bool = true) {
    switch action {
    case .expect(let guest, let host):
      machines["\(host)", default: Machine()].held.insert("\(guest)")
    case .hold(let guest, let host, _):
      machines["\(host)"]?.held.insert("\(guest)")
      machines["\(host)"]?.running["\(guest)"] = nil
    case .freeAddress(_, let host): machines["\(host)"]?.isFreed = true
    case .copy(let guest, let source, let from, let target, let to):
      bring(guest, "\(source)", "\(from)", "\(target)", "\(to)")
    case .move(let guest, let host, let from, let to):
      bring(guest, "\(host)", "\(from)", "\(host)", "\(to)")
    case .byHand(.save(let directory, _, _), let guest, let host):
      if machines["\(host)"]?.files["\(directory)"] != "\(guest)" {
        problems.append("the files of \(guest) are not in \(host):\(directory)")
      }
      if machines.values.contains(where: { $0.running["\(guest)"] != nil }) {
        problems.append("\(guest) runs while its files are saved")
      }
      unsaved.remove("\(guest)")
    case .byHand(.startAnew, let guest, let host):
      let directory = machines["\(host)"]?.described?.host.stateDirectory.description ?? ""
      machines["\(host)"]?.files["\(directory)/\(guest)"] = "\(guest), started anew"
      machines["\(host)"]?.held.remove("\(guest)")
      start("\(host)")
    case .disk, .byHand, .provide, .restart: break
    case .switchHost(let host, _):
      machines["\(host)", default: Machine()].described = new["\(host)"]
      machines["\(host)"]?.isFreed = false
      start("\(host)")
    case .retire(let host, _): retire("\(host)")
    case .release(let guest, let host):
      machines["\(host)"]?.held.remove("\(guest)")
      start("\(host)")
    }
    let running = machines.values.flatMap { $0.running }
    let addresses = machines.values.filter { !$0.isFreed }.flatMap { $0.described?.addresses ?? [] }
    for list in [running.map(\.key), running.flatMap(\.value) + addresses]
    where checksAddresses && Set(list).count < list.count {
      problems.append("something is there twice: \(list.sorted())")
    }
  }

  private mutating func bring(
    _ guest: GuestName, _ source: String, _ from: String, _ target: String, _ to: String
  ) {
    let former = String(from.split(separator: "/").last ?? "")
    if machines.values.contains(where: {
      $0.running[former] != nil || $0.running["\(guest)"] != nil
    }) {
      problems.append("\(guest) is copied while it runs")
    }
    guard let files = machines[source]?.files[from] else {
      problems.append("\(guest) has no files in \(source):\(from)")
      return
    }
    if unsaved.contains(files) { problems.append("\(guest) is copied to another platform") }
    machines[source]?.files[from] = "an old copy of \(files)"
    machines[target, default: Machine()].files[to] = files
  }

  /// Its disks go with a host.
  private mutating func retire(_ host: String) {
    var needed = unsaved
    for machine in new.values {
      for guest in machine.host.guests {
        let name = "\(guest.name)"
        // A guest of another platform gets new disks.
        if let system = systems[name], system != machine.host.system { continue }
        needed.insert(identity[name] ?? name)
      }
    }
    for owner in (machines[host]?.files ?? [:]).values where needed.contains(owner) {
      problems.append("the files of \(owner) go with \(host)")
    }
    machines[host] = nil
  }
}

extension Fleet.Machine {
  /// The VLANs of the networks that are on the LAN, 0 for none.
  private var vlans: [Label: Int] {
    var vlans: [Label: Int] = [:]
    for network in host.networks {
      if case .lan(let lan) = network.connection { vlans[network.name] = lan.vlan ?? 0 }
    }
    return vlans
  }

  /// The host's own addresses on the LAN.
  fileprivate var addresses: [String] {
    host.networks.compactMap { network in
      if case .lan(let lan) = network.connection, case .fixed(let address) = lan.address {
        "\(address.address) on VLAN \(lan.vlan ?? 0)"
      } else {
        nil
      }
    }
  }

  /// The addresses and disks that only one guest of the fleet may use at a time.
  fileprivate func uses(of guest: VirtModel.Guest) -> [String] {
    let fixed = guest.interfaces.compactMap { card in
      vlans[card.network].flatMap { vlan in
        card.address.map { "\($0.address) on VLAN \(vlan)" }
      }
    }
    let disks = guest.disks.compactMap { disk -> String? in
      if case .existing(let path) = disk.storage, !disk.readOnly { "\(path)" } else { nil }
    }
    return guest.interfaces.map { "\($0.mac)" } + fixed + disks
  }
}
