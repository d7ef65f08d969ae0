/// The names that a description contains, also one with errors: for completions and scripts.
package struct DescribedNames: Equatable, Sendable {
  /// The hosts of a fleet, by name.
  package private(set) var hosts: [HostName] = []
  /// The guests of all hosts, by name.
  package private(set) var guests: [GuestName] = []
  /// The networks of all hosts, by name.
  package private(set) var networks: [Label] = []
  /// The tags of hosts that have some.
  package private(set) var hostTags: [HostName: [Label]] = [:]
  /// The tags of guests that have some.
  package private(set) var guestTags: [GuestName: [Label]] = [:]

  /// - Parameter value: the description, as far as it could be read.
  init(_ value: DataValue?) {
    guard case .set(let description)? = value?.kind else { return }
    let keys = DescriptionKeys.keys
    let machines = Self.members(of: description, keys.hosts.name)
    hosts = Set(machines.compactMap { HostName($0.key) }).sorted()
    var guests: Set<GuestName> = []
    var networks: Set<Label> = []
    for level in [description] + machines.compactMap({ Self.set($0.value) }) {
      guests.formUnion(Self.members(of: level, keys.guests.name).compactMap { GuestName($0.key) })
      networks.formUnion(Self.members(of: level, keys.networks.name).compactMap { Label($0.key) })
      // The network that this key makes, see NetworkResolution.
      if let host = level[keys.host.name].flatMap({ Self.set($0.value) }),
        host[HostKeys.keys.nic.name] != nil
      {
        networks.insert(Label(checked: "lan"))
      }
    }
    self.guests = guests.sorted()
    self.networks = networks.sorted()
    readTags(description, machines)
  }

  /// A guest's own tags, or those of the nearest `defaults`.
  private mutating func readTags(_ description: DataSet, _ machines: [DataSet.Entry]) {
    let keys = DescriptionKeys.keys
    func defaults(_ level: DataSet) -> [Label]? {
      level[keys.defaults.name].flatMap { Self.set($0.value) }.flatMap(Self.tags)
    }
    let shared = defaults(description)
    func read(_ level: DataSet, _ fallback: [Label]?) {
      for entry in Self.members(of: level, keys.guests.name) {
        guard let name = GuestName(entry.key) else { continue }
        let own = Self.set(entry.value).flatMap(Self.tags) ?? fallback ?? []
        if !own.isEmpty { guestTags[name] = own }
      }
    }
    read(description, shared)
    for machine in machines {
      guard let level = Self.set(machine.value) else { continue }
      read(level, defaults(level) ?? shared)
      let tags = level[keys.host.name].flatMap { Self.set($0.value) }.flatMap(Self.tags) ?? []
      if let name = HostName(machine.key), !tags.isEmpty { hostTags[name] = tags }
    }
  }

  /// The tags of a host or guest; nil if it has no such key.
  private static func tags(of set: DataSet) -> [Label]? {
    guard case .list(let values)? = set[Tags.key.name]?.value.kind else { return nil }
    return values.compactMap { value in
      if case .string(let text) = value.kind { Label(text) } else { nil }
    }
  }

  private static func members(of set: DataSet, _ key: String) -> [DataSet.Entry] {
    set[key].flatMap { Self.set($0.value) }?.entries ?? []
  }

  private static func set(_ value: DataValue) -> DataSet? {
    if case .set(let set) = value.kind { set } else { nil }
  }
}
