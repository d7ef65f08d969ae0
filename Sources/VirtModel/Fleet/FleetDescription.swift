import NixAST

/// Several hosts, as described: each with what counts for all of them merged under it.
public struct FleetDescription: Sendable {
  /// The hosts with the guests that are described under them.
  public var hosts: [Named<HostName, Description>] = []
  /// The guests that leave their host out.
  public var guests: [Named<GuestName, GuestDescription>] = []
  /// The network of guests that name none.
  var defaultNetwork = DefaultNetwork.none

  /// A fleet without hosts.
  public init() {}
}

extension FleetDescription {
  /// Reads the description of a fleet from data.
  init(_ value: DataValue, _ diagnostics: inout Diagnostics) {
    let keys = DescriptionKeys.keys
    if case .set(let set) = value.kind, let host = set[keys.host.name] {
      diagnostics.report(
        .conflictingKeys(
          "a description has either host or hosts, not both", at: host.keyRange,
          other: set[keys.hosts.name]?.keyRange,
          suggestion: "move host into one of the hosts, as hosts.<name>.host"))
    }
    let parser = ValueParser<DescribedSet<DescriptionKeys>>.described()
    guard
      let fields = parser.read(value.withDefaults().withSharedParts(), .root, &diagnostics)
    else { return }
    hosts = fields.hosts?.value ?? []
    guests = fields.guests?.value ?? []
    setDefaultNetwork(shared: fields.networks?.value.map(\.name.value) ?? [])
    let parties = Parties(
      guests: Set((guests + hosts.flatMap(\.content.guests)).map(\.name.value)),
      networks: Set(hosts.flatMap(\.content.networks).map(\.name.value)))
    for index in hosts.indices {
      hosts[index].content.isInFleet = true
      hosts[index].content.fleetParties = parties
      if hosts[index].content.host.name == nil {
        hosts[index].content.host.name = hosts[index].name
      }
    }
  }
}

extension DataValue {
  /// The same set, with `networks` and `defaults` merged under those of every host.
  fileprivate func withSharedParts() -> DataValue {
    let keys = DescriptionKeys.keys
    guard case .set(var set) = kind, var entry = set[keys.hosts.name],
      case .set(var hosts) = entry.value.kind
    else { return self }
    for key in [keys.networks.name, keys.defaults.name] {
      guard let shared = set[key], case .set(let sharedSet) = shared.value.kind else { continue }
      hosts.changeValues { _, value in
        guard case .set(var host) = value.kind else { return }
        var part = host[key] ?? shared
        if case .set(let own) = part.value.kind, host[key] != nil {
          part.value.kind = .set(sharedSet.updated(with: own))
        } else if case .null = part.value.kind {
          part = shared
        }
        if key == keys.networks.name { part.value.dropNulls() }
        host.set(part)
        value.kind = .set(host)
      }
    }
    entry.value.kind = .set(hosts)
    set.set(entry)
    var result = self
    result.kind = .set(set)
    return result
  }

  /// A network that is null is one of all hosts that this host does not have.
  fileprivate mutating func dropNulls() {
    guard case .set(let networks) = kind else { return }
    var kept = DataSet()
    for entry in networks.entries {
      if case .null = entry.value.kind { continue }
      kept.set(entry)
    }
    kind = .set(kept)
  }
}

extension Diagnostics {
  /// Reports user data of a fleet's guests that cloud-init would not understand, and warns of secrets in it,
  /// and of guests that nobody can log in to.
  ///
  /// - Parameter read: the content of a file that Nix reads; nil if it cannot be read here.
  mutating func checkUserData(of fleet: FleetDescription, _ read: (SourcePath) -> [UInt8]?) {
    for host in fleet.hosts {
      checkUserData(
        of: host.content.guests, hasHostKeys: !host.content.host.sshKeys.isEmpty, read)
    }
    checkUserData(
      of: fleet.guests, hasHostKeys: fleet.hosts.contains { !$0.content.host.sshKeys.isEmpty }, read
    )
  }
}
