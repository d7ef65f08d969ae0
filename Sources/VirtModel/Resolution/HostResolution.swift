import NixAST

/// Makes a host from a description: checks each part by itself and all parts together, and fills in
/// what was left out.
struct HostResolution {
  let host: Host

  /// - Parameter observe: sees each guest with the places of what must be used once.
  init(
    _ description: Description, _ diagnostics: inout Diagnostics,
    observe: (ResolvedGuest) -> Void = { _ in }
  ) {
    let described = description.host
    described.check(isInFleet: description.isInFleet, &diagnostics)
    var networks = NetworkResolution(description, &diagnostics)
    let guests = GuestResolution(
      HostContext(
        description: described, sshKeys: described.sshKeys.map(\.value).withoutDuplicates(),
        networks: networks.names.sorted(), isInFleet: description.isInFleet))
    var claims = Claims(isFirstLook: true)
    networks.claim(&claims)
    let values = description.guests.map { described in
      let resolved = guests.resolve(described, &diagnostics)
      guests.claim(resolved, &claims)
      observe(resolved)
      return resolved.guest
    }
    let resolved = ResolvedGuests(guests: values, described: description.guests)
    for capability in GuestCapabilities.all {
      capability.check(resolved, on: described, &diagnostics)
    }
    let places = PlacesOfGuests(of: values, stateDirectory: described.stateDirectory)
    for guest in resolved {
      for file in GuestCapabilities.all.flatMap({ $0.hostFiles(of: guest) }) {
        places.check(file, &diagnostics)
      }
    }
    networks.complete(description, guests: resolved, &diagnostics)
    if claims.isSuspicious {
      claims = Claims(isFirstLook: false)
      networks.claim(&claims)
      for guest in resolved { guests.claim(guest, &claims) }
      claims.report(&diagnostics)
    }

    if !diagnostics.hasErrors {
      for guest in resolved { guests.warn(guest, &diagnostics) }
    }

    let order = values.indices.sorted { values[$0].name < values[$1].name }
    host = Host(
      name: described.name?.value, system: described.system, accelerator: described.accelerator,
      stateDirectory: described.stateDirectory, maxStarts: described.maxStarts,
      restartPending: described.restartPending?.value, hasInstaller: described.installer,
      networks: networks.networks.map(\.value).sorted { $0.name < $1.name },
      guests: order.map { values[$0] })
  }
}

/// Makes guests from their descriptions.
struct GuestResolution {
  private let host: HostContext

  init(_ host: HostContext) {
    self.host = host
  }

  func resolve(
    _ named: Named<GuestName, GuestDescription>, _ diagnostics: inout Diagnostics
  ) -> ResolvedGuest {
    var described = DescribedGuest(name: named.name, given: named.content, host: host)
    for capability in GuestCapabilities.all { capability.check(described, &diagnostics) }
    for capability in GuestCapabilities.all { capability.complete(&described) }
    let guest = Guest(
      name: named.name.value, user: Derived.user(guest: named.name.value),
      rootDisk: RootDiskKeys.resolve(described, &diagnostics),
      disks: Disks.resolve(described, &diagnostics),
      interfaces: Interfaces.resolve(described, &diagnostics),
      origin: described.origin,
      sshKeys: SSHKeys.resolve(described), values: described.given.values)
    return ResolvedGuest(guest: guest, given: named.content, name: named.name)
  }

  /// Warns of what works and is likely not meant.
  func warn(_ guest: ResolvedGuest, _ diagnostics: inout Diagnostics) {
    if let name = host.description.name, name.value.description == guest.name.value.description {
      diagnostics.report(
        Diagnostic(
          .guestNamedAsHost, "the guest \(name.value) has the same name as its host",
          at: guest.name.range, notes: [.init("the host gets its name here", at: name.range)],
          suggestion: "give the guest another name"))
    }
    for capability in GuestCapabilities.all { capability.warn(guest, on: host, &diagnostics) }
  }

  /// Claims what a guest uses.
  func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    claims.add(guest.guest.user.description, .user, of: guest, at: nil)
    for unit in guest.guest.units { claims.add(unit, .unit, of: guest, at: nil) }
    for capability in GuestCapabilities.all { capability.claim(guest, &claims) }
  }
}
