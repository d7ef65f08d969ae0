import NixAST

/// Hosts with their guests, valid as a whole: each of them for itself, and what must be used once
/// among all of them.
///
/// ```swift
/// if case .fleet(let fleet) = try Pipeline.subject(of: source, format: .nix).get() {
///   for machine in fleet.machines { print(machine.name, machine.host.guests.count) }
/// }
/// ```
public struct Fleet: Sendable {
  /// A host of a fleet.
  public struct Machine: Sendable {
    /// Its name in the fleet.
    public let name: HostName
    /// The host, and what its machine has.
    public let overview: Overview

    /// The host.
    public var host: Host { overview.host }
  }

  /// The hosts, by name.
  public let machines: [Machine]

  init(_ description: FleetDescription, _ assignment: Assignment, _ diagnostics: inout Diagnostics)
  {
    var description = description
    let guests = FleetGuests(&description, &diagnostics)
    description.place(guests, assignment, &diagnostics)
    guests.checkAffinity(in: description, &diagnostics)

    var uses = FleetUniqueness()
    var replicas = FleetReplicas()
    var machines: [Machine] = []
    for named in description.hosts {
      uses.claim(named)
      let overview = Overview(named.content, &diagnostics) { guest in
        uses.claim(guest, on: named.name.value)
        replicas.add(guest, on: named.name.value)
      }
      machines.append(Machine(name: named.name.value, overview: overview))
    }
    uses.report(&diagnostics)
    for machine in machines { replicas.check(machine, &diagnostics) }
    for host in description.hosts where host.content.host.drain {
      if let diagnostic = Diagnostic.stillDrained(host) { diagnostics.report(diagnostic) }
    }
    for host in description.hosts {
      if let diagnostic = Diagnostic.nameOfSingleHost(host) { diagnostics.report(diagnostic) }
    }
    self.machines = machines.sorted { $0.name < $1.name }
  }

  /// The fleet with some of its hosts only.
  public func limited(to names: Set<HostName>) -> Fleet {
    Fleet(machines: machines.filter { names.contains($0.name) })
  }

  private init(machines: [Machine]) { self.machines = machines }

  // MARK: - Totals

  /// The number of guests on all hosts.
  public var guestCount: Int { machines.reduce(0) { $0 + $1.host.guests.count } }

  /// The host of a name.
  public func machine(_ name: String) -> Machine? {
    machines.first { $0.name.description == name }
  }
}

extension Named<HostName, Description> {
  /// Whether it is one of the hosts that a guest names; nil names all.
  func isAmong(_ selectors: Located<[Located<NameSelector<HostName>>]>?) -> Bool {
    guard let selectors else { return true }
    let tags = content.host.tagNames
    return selectors.value.contains { $0.value.matches(name.value, tags) }
  }
}

extension FleetDescription {
  /// Puts the guests that leave their host out under the hosts that they are assigned to.
  fileprivate mutating func place(
    _ guests: FleetGuests, _ assignment: Assignment, _ diagnostics: inout Diagnostics
  ) {
    let places = Dictionary(
      hosts.enumerated().map { ($1.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    var unplaced: [Located<GuestName>] = []
    for guest in self.guests {
      guard let host = assignment.hosts[guest.name.value] else {
        unplaced.append(guest.name)
        continue
      }
      let allowed = guest.content[PlacementKeys.hosts]
      if let place = places[host], hosts[place].isAmong(allowed) {
        hosts[place].content.guests.append(guest)
      } else {
        diagnostics.report(.misplaced(guest.name, on: host, isThere: places[host] != nil))
      }
    }
    if let diagnostic = Diagnostic.unplaced(unplaced) { diagnostics.report(diagnostic) }
    self.guests = []
  }
}
