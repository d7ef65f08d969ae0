import NixAST

/// A host with the resources of its machine: everything that `show` presents.
public struct Overview: Sendable {
  /// The host.
  public let host: Host
  /// The CPUs of the machine, if the description has them.
  public let hostCPUs: Int?
  /// The memory of the machine, if the description has it.
  public let hostMemory: Size?
  /// The memory that its guests may have together, in bytes, if the description has that of the machine.
  let guestMemoryLimit: Int64?
  /// The zone of the host of a fleet, if it is in one with others.
  public let zone: Label?
  /// Words that select the host of a fleet.
  public let tags: [Label]
  /// Whether the host of a fleet gives its guests away.
  public let drains: Bool
  /// Where the rules of networks are written.
  private let rulePlaces: [Label: [SourceRange?]]

  /// Makes the host of a description.
  init(
    _ description: Description, _ diagnostics: inout Diagnostics,
    observe: (ResolvedGuest) -> Void = { _ in }
  ) {
    host = HostResolution(description, &diagnostics, observe: observe).host
    hostCPUs = description.host.cpus?.value
    hostMemory = description.host.memory?.value
    guestMemoryLimit = description.host.guestMemory
    zone = description.host.zone?.value
    tags = description.host.tagNames
    drains = description.host.drain
    rulePlaces = Dictionary(
      description.networks.compactMap { named in
        named.content.allow.map { (named.name.value, $0.value.map(\.range)) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Where a rule of a network is written, by its place in the list.
  public func rulePlace(_ place: Int, of network: Label) -> SourceRange? {
    guard let places = rulePlaces[network], place < places.count else { return nil }
    return places[place]
  }

  // MARK: - Totals

  /// The CPUs of all guests.
  public var guestCPUs: Int { host.guests.reduce(0) { $0.addingClamped($1.cpus.count) } }

  /// The memory of all guests; nil if there are none.
  public var guestMemory: Size? {
    Size(bytes: host.guests.reduce(0) { $0.addingClamped($1.memory.bytes) })
  }

  /// The disks that are made for the guests; nil if there are none.
  public var guestDisks: Size? {
    Size(bytes: host.guests.flatMap(\.diskSizes).reduce(0) { $0.addingClamped($1.bytes) })
  }

  /// The network that a name means.
  public func network(_ name: Label) -> Network? { host.networks.first { $0.name == name } }
}

extension Guest {
  /// The sizes of the disks that are made for it, the root disk first.
  public var diskSizes: [Size] {
    let others: [Size?] = disks.map { disk in
      if case .file(let size) = disk.storage { size } else { nil }
    }
    return ([rootDisk.size] + others).compactMap(\.self)
  }

  /// The files and devices that it uses as they are.
  public var existingDisks: [AbsolutePath] {
    var paths: [AbsolutePath] = []
    if let path = rootDisk.path { paths.append(path) }
    for disk in disks {
      if case .existing(let path) = disk.storage { paths.append(path) }
    }
    return paths
  }
}

extension Network {
  /// The host's network card in it, if it has one.
  public var uplink: InterfaceName? {
    if case .lan(let lan) = connection { lan.uplink } else { nil }
  }
}
