/// The names that a description contains, also one with errors: for completions and scripts.
public struct DescribedNames: Equatable, Sendable {
  /// The hosts of a fleet, by name.
  public private(set) var hosts: [HostName] = []
  /// The guests of all hosts, by name.
  public private(set) var guests: [GuestName] = []
  /// The networks of all hosts, by name.
  public private(set) var networks: [Label] = []

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
  }

  private static func members(of set: DataSet, _ key: String) -> [DataSet.Entry] {
    set[key].flatMap { Self.set($0.value) }?.entries ?? []
  }

  private static func set(_ value: DataValue) -> DataSet? {
    if case .set(let set) = value.kind { set } else { nil }
  }
}
