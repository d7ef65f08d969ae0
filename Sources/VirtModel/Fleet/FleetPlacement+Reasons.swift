extension FleetPlacement {
  /// The reason for a guest's host.
  public enum Decision: Hashable, Sendable {
    /// It was placed there before, and stays where its disk is.
    case stays
    /// It must share a host with another guest, which is there.
    case follows(GuestName)
    /// No other host can take it.
    case onlyChoice
    /// It leaves the most room on the fullest host.
    case chosen
    /// No host can take it.
    case nowhere
    /// The rules for it conflict.
    case conflict
  }

  /// Why a guest is not on a host. Loads are of the scarcer of memory and CPUs; 1 is a full host,
  /// and CPUs can be more than full.
  public enum Reason: Hashable, Sendable {
    /// The description does not say how much memory the host has.
    case unknownMemory
    /// The host gives its guests away.
    case drains
    /// The host is of this platform, but the guest's system is for another one.
    case otherSystem(System, wanted: System)
    /// The guest names no network, and these are the default ones of hosts.
    case ambiguousNetwork([Label])
    /// The host is not among those of the guest.
    case notListed
    /// Two guests name the same thing, which only one guest of a host can have.
    case shares(String, GuestName, with: GuestName)
    /// The host lacks a network of the guest.
    case noNetwork(Label)
    /// A guest, itself or one that must share its host, does not name the host among its own.
    case notNamed(by: GuestName)
    /// A guest that must share its host is elsewhere.
    case follows(GuestName)
    /// A guest, itself or one that must share its host, has more CPUs than the host.
    case tooFewCPUs(GuestName, wanted: Int, available: Int)
    /// The first guest must not share a host with the second, which is there.
    case apart(GuestName, from: GuestName)
    /// The first guest must not, or would better not, share a zone with the second, which is there.
    case sameZone(GuestName, with: GuestName, isRequired: Bool)
    /// A guest, itself or one that must share its host, is better on other hosts.
    case prefersOthers(GuestName)
    /// The first guest would better not share a host with the second, which is there.
    case prefersApart(GuestName, from: GuestName)
    /// Too little memory is left; nil where there is none.
    case tooLittleMemory(wanted: Size?, free: Size?)
    /// The host would be at least as full as the one taken is.
    case fuller(load: Double, taken: Double)
    /// The host would be less full, but another rule speaks against it.
    case lessFull(load: Double, taken: Double)
    /// The host could take it.
    case possible(load: Double)
  }
}

extension FleetPlacement.Reason {
  /// The reason as the rest of a sentence about the host. Here, and not in the program, because
  /// `no-room` has it in its notes.
  package var words: String {
    switch self {
    case .unknownMemory: "host.memory is not set"
    case .drains: "gives its guests away (host.drain)"
    case .otherSystem(let system, let wanted):
      "is \(system.rawValue), but the guest is for \(wanted.rawValue) (system)"
    case .ambiguousNetwork(let names):
      "the guest names no network, and hosts have different ones:"
        + " \(names.map(\.description).joined(separator: ", "))"
    case .notListed: "not in its hosts"
    case .shares(let resource, let guest, let other):
      "\(other) is there, and both \(guest) and \(other) have \(resource)"
    case .noNetwork(let network): "has no network \(network)"
    case .notNamed(let guest): "not in the hosts of \(guest)"
    case .follows(let guest): "\(guest), which must be on the same host, is not there"
    case .tooFewCPUs(let guest, let wanted, let available):
      "has \(available) CPUs, but \(guest) needs \(wanted)"
    case .apart(let guest, let other): "\(other) is there, and \(guest) must be on a different host"
    case .sameZone(let guest, let other, let isRequired):
      "\(other) is in this zone, and \(guest) "
        + (isRequired ? "must be in a different one (spread)" : "prefers a different one (prefer)")
    case .prefersOthers(let guest): "\(guest) prefers other hosts (prefer)"
    case .prefersApart(let guest, let other):
      "\(other) is there, and \(guest) prefers a different host (prefer)"
    case .tooLittleMemory(let wanted, let free):
      "has \(amount(free)) of memory left, but \(amount(wanted)) are needed"
    case .fuller(let load, let taken):
      "would be \(percent(load)) full; the chosen host is \(percent(taken)) full"
    case .lessFull(let load, let taken):
      "would be \(percent(load)) full, less than the chosen host: \(percent(taken))"
    case .possible(let load): "would be \(percent(load)) full"
    }
  }

  private func amount(_ size: Size?) -> String { size?.readable ?? "nothing" }

  private func percent(_ load: Double) -> String { "\(Int(load * 100 + 0.5)) %" }
}
