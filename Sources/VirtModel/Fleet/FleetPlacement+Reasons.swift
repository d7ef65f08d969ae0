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
