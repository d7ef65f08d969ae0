import NixAST

/// A guest with the places of what must be used once.
struct ResolvedGuest: Sendable {
  var guest: Guest
  var described: GuestDescription
  var name: Located<GuestName>

  var path: String { "guests.\(name.value)" }
}

/// Makes guests from their descriptions: fills in what was left out and checks each by itself.
struct GuestResolution {
  let stateDirectory: AbsolutePath
  private let host: HostDescription
  private let sshKeys: [SSHPublicKey]
  private let networks: [Label]
  private let guests: [Named<GuestName, GuestDescription>]
  private let isInFleet: Bool

  init(_ description: Description, networks: [Label]) {
    host = description.host
    sshKeys = description.host.sshKeys.map(\.value).withoutDuplicates()
    self.networks = networks.sorted()
    guests = description.guests
    isInFleet = description.isInFleet
    stateDirectory = host.stateDirectory?.value ?? AbsolutePath(checked: "/var/lib/guests")
  }

  mutating func resolve(
    _ named: Named<GuestName, GuestDescription>, _ findings: inout Findings
  ) -> ResolvedGuest {
    let name = named.name.value
    let described = named.content
    let system = host.system?.value ?? .x86
    let disks = DiskResolution(named, &findings)
    if !isInFleet { checkNoFleet(named, &findings) }
    Places.check(described, name, &findings)
    let guest = Guest(
      name: name,
      user: Derived.user(guest: name),
      cpus: described.cpus?.value ?? .one,
      memory: described.memory?.value ?? .defaultMemory,
      rootDisk: disks.root,
      disks: disks.others,
      interfaces: interfaces(of: named, &findings),
      vncDisplay: described.vncDisplay?.value,
      firmware: firmware(described, system, name, &findings),
      sshKeys: described.sshKeys.isEmpty
        ? sshKeys : (sshKeys + described.sshKeys.map(\.value)).withoutDuplicates(),
      autostart: described.autostart?.value ?? true,
      after: described.after.map(\.value).withoutDuplicates(),
      restart: described.restart?.value ?? .onFailure,
      restartIfChanged: described.restartIfChanged?.value ?? true,
      ready: described.ready?.value ?? false,
      shutdownTimeout: described.shutdownTimeout?.value ?? 90,
      shares: described.shares.map { share in
        Guest.Share(
          tag: share.name.value, source: share.content.source.value,
          target: share.content.target?.value, readOnly: share.content.readOnly?.value ?? false)
      },
      pci: described.pci.map(\.value),
      usb: described.usb.map(\.value),
      tpm: described.tpm?.value ?? false,
      cpuPinning: described.cpuPinning?.value,
      cpuQuota: described.cpuQuota?.value,
      memoryMax: described.memoryMax?.value,
      extraArgs: described.extraArgs.map(\.value))
    return ResolvedGuest(guest: guest, described: described, name: named.name)
  }

  private func firmware(
    _ described: GuestDescription, _ system: System, _ name: GuestName,
    _ findings: inout Findings
  ) -> Firmware {
    guard let firmware = described.firmware else { return system == .arm ? .uefi : .bios }
    if system == .arm, firmware.value == .bios {
      findings.report(
        .conflictingKeys(
          "guests.\(name).firmware: there is no BIOS on \(system.rawValue)", at: firmware.place,
          other: host.system?.range, suggestion: "write \"uefi\", or leave it out"))
    }
    return firmware.value
  }

  private func checkNoFleet(
    _ named: Named<GuestName, GuestDescription>, _ findings: inout Findings
  ) {
    if named.content.hosts == nil, named.content.affinity.isEmpty,
      named.content.antiAffinity.isEmpty
    {
      return
    }
    let keys = [
      ("hosts", named.content.hosts?.range), ("affinity", named.content.affinity.first?.range),
      ("antiAffinity", named.content.antiAffinity.first?.range),
    ]
    for case (let key, let range?) in keys {
      findings.report(
        .conflictingKeys(
          "guests.\(named.name.value).\(key) is about the hosts of a fleet, and there is one host",
          at: range, other: nil, suggestion: "remove it"))
    }
  }

  // MARK: - Network cards

  private func interfaces(
    of named: Named<GuestName, GuestDescription>, _ findings: inout Findings
  ) -> [Guest.Interface] {
    let described = named.content
    let path = "guests.\(named.name.value)"
    let isShort =
      described.network != nil || described.mac != nil || described.netDevice != nil
    var cards: [Located<InterfaceDescription>]
    if let list = described.interfaces {
      cards = list.value
      let shorthands = [
        ("network", described.network?.range), ("mac", described.mac?.range),
        ("netDevice", described.netDevice?.range),
      ]
      if let (key, range) = shorthands.first(where: { $0.1 != nil }) {
        findings.report(
          .conflictingKeys(
            "\(path) has both interfaces and \(key), which is short for the first of them",
            at: range ?? list.place, other: list.range, suggestion: "move it into the list"))
      }
    } else {
      var card = InterfaceDescription()
      card.network = described.network
      card.mac = described.mac
      card.tap = described.netDevice
      cards = isShort || !networks.isEmpty ? [Located(card, at: named.name.range)] : []
    }
    return cards.enumerated().compactMap { index, card in
      interface(card, index, of: named.name.value, path, &findings)
    }
  }

  private func interface(
    _ card: Located<InterfaceDescription>, _ index: Int, of guest: GuestName, _ path: String,
    _ findings: inout Findings
  ) -> Guest.Interface? {
    guard let fallback = networks.first(where: { $0.description == "lan" }) ?? networks.first else {
      findings.report(.noNetwork(path, at: card.place))
      return nil
    }
    let network = card.value.network ?? Located(fallback)
    guard networks.contains(network.value) else {
      findings.report(
        .unknownNetwork(network.value, known: networks, path, at: network.place))
      return nil
    }
    return Guest.Interface(
      network: network.value,
      mac: card.value.mac?.value ?? derivedMAC(guest, index),
      tap: card.value.tap?.value ?? Derived.tap(guest: guest, index: index))
  }

  private func derivedMAC(_ guest: GuestName, _ index: Int) -> MACAddress {
    isInFleet
      ? Derived.fleetMAC(guest: guest, index: index)
      : Derived.mac(host: host.name?.value, guest: guest, index: index)
  }

  // MARK: - Guests among each other

  /// Guests that are mentioned and are not there; guests that wait for each other.
  func checkMentions(_ findings: inout Findings) {
    let waiting = guests.filter { !$0.content.after.isEmpty }
    if waiting.isEmpty { return }
    let known = guests.map(\.name.value)
    let isKnown = Set(known)
    for named in waiting {
      for mention in named.content.after where !isKnown.contains(mention.value) {
        findings.report(
          .unknownGuest(
            mention.value, known: known, "guests.\(named.name.value).after", at: mention.place))
      }
    }
    let edges = Dictionary(
      waiting.map { ($0.name.value, $0.content.after) }, uniquingKeysWith: { first, _ in first })
    for cycle in Cycles.find(in: edges, order: waiting.map(\.name.value)) {
      findings.report(.orderCycle(cycle.map(\.value), at: cycle.first?.place ?? SourceRange(0..<0)))
    }
  }

  /// Guests that are larger than the host.
  func checkCapacity(_ resolved: some Sequence<ResolvedGuest>, _ findings: inout Findings) {
    if let cpus = host.cpus {
      for guest in resolved where guest.guest.cpus.count > cpus.value {
        findings.report(
          .cpusExceedHost(
            guest.guest.cpus.count, cpus.value, "\(guest.path).cpus",
            at: guest.described.cpus?.range ?? guest.name.place, host: cpus.range))
      }
      for guest in resolved {
        guard let pinning = guest.described.cpuPinning, pinning.value.highest >= cpus.value else {
          continue
        }
        findings.report(
          .cpusExceedHost(
            pinning.value.highest + 1, cpus.value, "what \(guest.path).cpuPinning needs",
            at: pinning.place, host: cpus.range))
      }
    }
    guard let memory = host.memory else { return }
    for guest in resolved where guest.guest.memory > memory.value {
      findings.report(
        .memoryExceedsHost(
          "\(guest.path).memory is \(guest.guest.memory.readable), and the host has"
            + " \(memory.value.readable)",
          at: guest.described.memory?.range ?? guest.name.place, host: memory.range))
    }
    let total = resolved.filter(\.guest.autostart).reduce(Int64(0)) {
      $0.addingClamped($1.guest.memory.bytes)
    }
    if let sum = Size(bytes: total), sum > memory.value,
      !resolved.contains(where: { $0.guest.memory > memory.value })
    {
      findings.report(
        .memoryExceedsHost(
          "the guests that start with the host have \(sum.mebibytes) MiB of memory, and the host"
            + " has \(memory.value.mebibytes) MiB",
          at: memory.place, host: nil))
    }
  }
}

extension CPUTopology {
  fileprivate static let one = CPUTopology(checkedCores: 1)
}

extension Size {
  /// The memory of a guest that does not say it.
  static let defaultMemory = Size(checkedBytes: 512 << 20)
}

extension Array where Element: Hashable {
  /// The elements, each at its first place only.
  fileprivate func withoutDuplicates() -> [Element] {
    if count < 2 { return self }
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
