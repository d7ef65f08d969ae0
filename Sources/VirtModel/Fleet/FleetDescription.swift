import NixAST

/// Several hosts, as described: each with what counts for all of them merged under it.
public struct FleetDescription: Sendable {
  /// The hosts with the guests that are described under them.
  public var hosts: [Named<HostName, Description>] = []
  /// The guests that leave their host out.
  public var guests: [Named<GuestName, GuestDescription>] = []

  /// A fleet without hosts.
  public init() {}
}

/// The keys of one host of a fleet: those of a description, but for further hosts.
enum FleetHostKeys {
  static let guests = Key(
    DescriptionKeys.guests.name, DescriptionKeys.guests.parser, default: "`{ }`",
    "The guests of this host, by name. A name is used once in the fleet.")

  static let shape = ObjectShape(
    noun: "a host of a fleet",
    keys: [
      DescriptionKeys.host.spec, DescriptionKeys.defaults.spec, DescriptionKeys.networks.spec,
      guests.spec,
    ])
}

extension ValueParser where Value == Description {
  static var fleetHost: ValueParser {
    object(FleetHostKeys.shape) { fields, findings in Description(fields, &findings) }
  }
}

extension FleetDescription {
  /// Reads the description of a fleet from data.
  init(_ value: DataValue, _ findings: inout Findings) {
    guard let fields = Fields(value, DescriptionKeys.shape, .root, &findings) else { return }
    if let host = fields.set[DescriptionKeys.host.name] {
      findings.report(
        .conflictingKeys(
          "a description has either hosts or host", at: host.keyRange,
          other: fields.set[DescriptionKeys.hosts.name]?.keyRange,
          suggestion: "move host into one of the hosts: hosts.<name>.host"))
    }
    // Read for themselves first, so that a mistake is told once and under its own name.
    _ = fields.read(DescriptionKeys.networks, &findings)
    _ = fields.read(DescriptionKeys.defaults, &findings)
    hosts = fields.withSharedParts().read(DescriptionKeys.hosts, &findings)?.value ?? []
    guests = fields.withDefaults().read(DescriptionKeys.guests, &findings)?.value ?? []
    for index in hosts.indices {
      hosts[index].content.isInFleet = true
      if hosts[index].content.host.name == nil {
        hosts[index].content.host.name = hosts[index].name
      }
    }
  }
}

extension Fields {
  /// The same fields, with `networks` and `defaults` merged under those of every host.
  fileprivate func withSharedParts() -> Fields {
    guard var entry = set[DescriptionKeys.hosts.name], case .set(var hosts) = entry.value.kind
    else { return self }
    for key in [DescriptionKeys.networks.name, DescriptionKeys.defaults.name] {
      guard let shared = set[key], case .set(let sharedSet) = shared.value.kind else { continue }
      hosts.changeValues { _, value in
        guard case .set(var host) = value.kind else { return }
        var part = host[key] ?? shared
        if case .set(let own) = part.value.kind, host[key] != nil {
          part.value.kind = .set(sharedSet.updated(with: own))
        } else if case .null = part.value.kind {
          part = shared
        }
        if key == DescriptionKeys.networks.name { part.value.dropNulls() }
        host.set(part)
        value.kind = .set(host)
      }
    }
    entry.value.kind = .set(hosts)
    return replacing(entry)
  }
}

extension DataValue {
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
