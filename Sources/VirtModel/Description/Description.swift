import NixAST

/// What a user wrote, typed: every value is right for itself, and nothing is known yet of how they
/// fit together. ``Host`` is what comes of it.
///
/// ```swift
/// var description = Description()
/// description.host.nic = InterfaceName("enp0s31f6").map { Located($0) }
/// description.guests = [Named(name, guest)]
/// let host = Host.validating(description)
/// ```
public struct Description: Sendable {
  /// The machine that runs the guests.
  public var host = HostDescription()
  /// The networks that guests are in.
  public var networks: [Named<Label, NetworkDescription>] = []
  /// The guests, each with the `defaults` merged under it.
  public var guests: [Named<GuestName, GuestDescription>] = []
  /// Whether the host is one of a fleet, where a guest keeps its addresses when it moves.
  var isInFleet = false

  /// An empty description.
  public init() {}
}

enum DescriptionKeys {
  static let host = Key("host", .host, "The machine that runs the guests.")
  static let defaults = Key(
    "defaults", .guest, "A guest whose keys count for every guest that does not have them.")
  static let networks = Key(
    "networks",
    .map(
      "the name of a network", rule: Label.rule, pattern: labelPattern, { Label($0) }, .network),
    "The networks, by name.")
  static let guests = Key(
    "guests",
    .map(
      "the name of a guest", rule: GuestName.rule, pattern: guestNamePattern, { GuestName($0) },
      .guest),
    default: "required, unless there are `hosts`", "The guests, by name.")
  static let hosts = Key(
    "hosts",
    .map(
      "the name of a host", rule: HostName.rule, pattern: hostNamePattern, { HostName($0) },
      .fleetHost),
    "The hosts of a fleet, by name, instead of `host`. `defaults` and `networks` beside it count for"
      + " every host; what a host says itself comes first. `guests` beside it are placed on the hosts"
      + " by `nixvirt place`.")

  static let shape = ObjectShape(
    noun: "a description",
    keys: [host.spec, defaults.spec, networks.spec, guests.spec, hosts.spec])
}

extension Description {
  /// Reads the description of a host from data.
  init(_ value: DataValue, _ findings: inout Findings) {
    guard let fields = Fields(value, DescriptionKeys.shape, .root, &findings) else {
      self.init()
      return
    }
    self.init(fields, &findings)
    guard !fields.has(DescriptionKeys.guests) else { return }
    findings.report(
      .missingKey(
        "guests", path: KeyPath.root, at: SourceRange(start: value.range.start, length: 1),
        suggestion: "add guests.<name> = { memory = \"1g\"; diskSize = \"20g\"; };"))
  }

  /// Reads what a host is, and its guests.
  init(_ fields: Fields, _ findings: inout Findings) {
    if let host = fields.read(DescriptionKeys.host, &findings) { self.host = host.value }
    networks = fields.read(DescriptionKeys.networks, &findings)?.value ?? []
    // Read for itself as well, so that a mistake is found where no guest inherits it.
    _ = fields.read(DescriptionKeys.defaults, &findings)
    guests = fields.withDefaults().read(DescriptionKeys.guests, &findings)?.value ?? []
  }
}

extension Fields {
  /// The same fields, with `defaults` merged under every guest.
  func withDefaults() -> Fields {
    guard case .set(let defaults)? = set[DescriptionKeys.defaults.name]?.value.kind,
      var entry = set[DescriptionKeys.guests.name], case .set(var guests) = entry.value.kind
    else { return self }
    guests.changeValues { _, value in
      if case .set(let own) = value.kind { value.kind = .set(defaults.updated(with: own)) }
    }
    entry.value.kind = .set(guests)
    return replacing(entry)
  }
}
