import NixAST

/// A machine and its guests, valid as a whole: names, addresses and devices are used once, every
/// mention has what it mentions, everything that was left out has its value.
///
/// There is no way to make one but through ``validating(_:)``, so what takes a `Host` need not check.
public struct Host: Sendable {
  /// Names the host in messages.
  public let name: HostName?
  /// The platform.
  public let system: System
  /// What runs the guests' instructions.
  public let accelerator: Accelerator
  /// The directory with a directory for each guest.
  public let stateDirectory: AbsolutePath
  /// The networks that are described, by name.
  public let networks: [Network]
  /// The guests, by name.
  public let guests: [Guest]

  /// Makes a host from a description: its value, or everything that is wrong with it.
  public static func validating(_ description: Description) -> Parsed<Host> {
    var findings = Findings()
    let host = Host(description, &findings)
    return Parsed(
      value: findings.hasErrors ? nil : host, diagnostics: findings.ordered)
  }

  /// - Parameter observe: sees each guest with the places of what must be used once.
  init(
    _ description: Description, _ findings: inout Findings,
    observe: (ResolvedGuest) -> Void = { _ in }
  ) {
    let described = description.host
    Places.check(described, &findings)
    let networks = NetworkResolution(description, &findings)
    var guests = GuestResolution(description, networks: networks.names)
    var uses = Uniqueness(isFirstLook: true)
    uses.claim(networks.networks)
    // What is known of a guest besides is large, and is not kept.
    let values = description.guests.map { described in
      let resolved = guests.resolve(described, &findings)
      uses.claim(resolved)
      observe(resolved)
      return resolved.guest
    }
    guests.checkMentions(&findings)
    let resolved = zip(values, description.guests).lazy.map { guest, described in
      ResolvedGuest(guest: guest, described: described.content, name: described.name)
    }
    guests.checkCapacity(resolved, &findings)
    if uses.isSuspicious {
      uses = Uniqueness(isFirstLook: false)
      uses.claim(networks.networks)
      for guest in resolved { uses.claim(guest) }
      uses.report(&findings)
    }

    name = described.name?.value
    system = described.system?.value ?? .x86
    accelerator = described.accelerator?.value ?? .kvm
    stateDirectory = guests.stateDirectory
    self.networks = networks.networks.map(\.value).sorted { $0.name < $1.name }
    let order = values.indices.sorted { values[$0].name < values[$1].name }
    self.guests = order.map { values[$0] }
  }
}
