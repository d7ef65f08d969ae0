import NixAST

/// What a user wrote, typed: every value is right for itself, and nothing is known yet of how they
/// fit together. ``Host`` is what comes of it.
///
/// ```swift
/// var description = Description()
/// description.host.nic = InterfaceName("enp0s31f6").map { Located($0) }
/// description.guests = [Named(name, guest)]
/// let host = Pipeline.host(of: description)
/// ```
public struct Description: Equatable, Sendable {
  /// The machine that runs the guests.
  public var host = HostDescription()
  /// The networks that guests are in.
  public var networks: [Named<Label, NetworkDescription>] = []
  /// The guests, each with the `defaults` merged under it.
  public var guests: [Named<GuestName, GuestDescription>] = []
  /// Whether the host is one of a fleet, where a guest keeps its addresses when it moves.
  var isInFleet = false
  /// The guests and networks of all hosts of the fleet, which rules may name.
  var fleetParties = Parties()

  /// An empty description.
  public init() {}
}

/// The keys that a description has, and each host of a fleet in it.
private enum CommonKeys {
  static let host = Key<HostDescription>("host", .described(), "The machine that runs the guests.")
  static let defaults = Key(
    "defaults", .guest, "Default values for the keys of every guest.")
  static let networks = Key<[Named<Label, NetworkDescription>]>(
    "networks",
    .map(
      "the name of a network", rule: Label.rule, pattern: labelPattern, { Label($0) }, .described()),
    "The networks, by name.")
}

/// The keys of a description.
struct DescriptionKeys: KeySet {
  static let keys = DescriptionKeys()

  let host = CommonKeys.host
  let defaults = CommonKeys.defaults
  let networks = CommonKeys.networks
  let guests = Key(
    "guests", .guests, derived: "required, unless `hosts` is set", "The guests, by name.")
  let hosts = Key<[Named<HostName, Description>]>(
    "hosts",
    .map(
      "the name of a host", rule: HostName.rule, pattern: hostNamePattern, { HostName($0) },
      .fleetHost),
    "The hosts of a fleet, by name, instead of `host`. Top-level `defaults` and `networks`"
      + " apply to every host; a host's own values take precedence. `nixvirt place` assigns"
      + " top-level `guests` to hosts.")

  static let shape = ObjectShape(
    title: "The description", noun: "a description",
    [keys.host, keys.defaults, keys.networks, keys.guests, keys.hosts])
}

/// The keys of one host of a fleet: those of a description, but for further hosts.
struct FleetHostKeys: KeySet {
  static let keys = FleetHostKeys()

  let host = CommonKeys.host
  let defaults = CommonKeys.defaults
  let networks = CommonKeys.networks
  let guests = DefaultedKey(
    "guests", .guests, default: [],
    "The guests of this host, by name. Names must be unique in the fleet.")

  static let shape = ObjectShape(
    title: "`hosts.<name>`", noun: "a host of a fleet",
    [keys.host, keys.defaults, keys.networks, keys.guests])
}

extension ValueParser where Value == [Named<GuestName, GuestDescription>] {
  fileprivate static var guests: ValueParser {
    map(
      "the name of a guest", rule: GuestName.rule, pattern: guestNamePattern, { GuestName($0) },
      .guest)
  }
}

extension ValueParser where Value == Description {
  /// A host of a fleet: what `defaults` say counts for its guests.
  fileprivate static var fleetHost: ValueParser {
    let parser = ValueParser<DescribedSet<FleetHostKeys>>.described()
    return ValueParser(shape: parser.shape) { value, path, diagnostics in
      parser.read(value.withDefaults(), path, &diagnostics).map { fields in
        var description = Description()
        description.host = fields.host?.value ?? HostDescription()
        description.networks = fields.networks?.value ?? []
        description.guests = fields.guests
        return description
      }
    }
  }
}

extension Description {
  /// Reads the description of a host from data.
  init(_ value: DataValue, _ diagnostics: inout Diagnostics) {
    let parser = ValueParser<DescribedSet<DescriptionKeys>>.described()
    guard let fields = parser.read(value.withDefaults(), .root, &diagnostics) else {
      self.init()
      return
    }
    self.init()
    host = fields.host?.value ?? HostDescription()
    networks = fields.networks?.value ?? []
    guests = fields.guests?.value ?? []
    guard !fields.values.isGiven(DescriptionKeys.keys.guests.name) else { return }
    diagnostics.report(
      .missingKey(
        "guests", path: DataPath.root, at: value.start,
        suggestion: "add guests.<name> = { memory = \"1g\"; diskSize = \"20g\"; };"))
  }
}

extension DataValue {
  /// The same set, with `defaults` merged under every guest. `defaults` stay, so that an error is
  /// found where no guest inherits it.
  func withDefaults() -> DataValue {
    guard case .set(var set) = kind,
      case .set(let defaults)? = set[DescriptionKeys.keys.defaults.name]?.value.kind,
      var entry = set[DescriptionKeys.keys.guests.name], case .set(var guests) = entry.value.kind
    else { return self }
    guests.changeValues { _, value in
      if case .set(let own) = value.kind { value.kind = .set(defaults.updated(with: own)) }
    }
    entry.value.kind = .set(guests)
    set.set(entry)
    var result = self
    result.kind = .set(set)
    return result
  }
}
