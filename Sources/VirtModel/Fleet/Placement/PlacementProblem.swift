/// Guests that need hosts, and the hosts.
///
/// Hosts and guests are named by their indices. Of hosts and guests that are alike the one with the
/// lower index comes first, so whoever sorts them by name gets the same placement for the same
/// description.
struct PlacementProblem: Sendable {
  /// The resources of a host.
  struct Host: Hashable, Sendable {
    /// Bytes; the memory of its guests never exceeds it.
    var memory: Int64
    /// No guest has more; all of them together may.
    var cpus: Int
    /// The zone that it is in; nil for one of its own.
    var zone: Int? = nil
  }

  /// The needs of a guest.
  struct Guest: Hashable, Sendable {
    var memory: Int64
    var cpus: Int
    /// The hosts that it may be on; nil for all.
    var hosts: [Int]? = nil
    /// The host that it is on, and stays on.
    var current: Int? = nil
  }

  /// Two guests.
  struct Pair: Hashable, Sendable {
    var first: Int
    var second: Int

    init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }

  var hosts: [Host]
  var guests: [Guest]
  /// Guests that share a host; so do the guests that share one with either.
  var affinity: [Pair] = []
  /// Guests that do not share a host.
  var antiAffinity: [Pair] = []
  /// Guests that do not share a zone, and so no host.
  var zonesApart: [Pair] = []
}

/// A rule that guests break wherever the others are placed: between guests that stay where they are,
/// or between two rules.
enum PlacementConflict: Hashable, Sendable {
  /// The guests that are on a host have more memory than it.
  case memory(host: Int, wanted: Int64, available: Int64)
  /// A guest has more CPUs than the host that it is on.
  case cpus(guest: Int, host: Int)
  /// A guest is on a host that is not among its hosts.
  case hostNotAllowed(guest: Int, host: Int)
  /// Two guests that share a host are on different ones.
  case separated(PlacementProblem.Pair)
  /// Two guests that do not share a host are on the same.
  case together(PlacementProblem.Pair, host: Int)
  /// Two guests that do not share a zone are in the same.
  case sameZone(PlacementProblem.Pair)
  /// Two guests are to share a host, and not to share one.
  case contradiction(PlacementProblem.Pair)
}

/// How full a host is: 1 is all that it has.
struct HostLoad: Hashable, Sendable {
  var memory: Double
  /// May be more than 1.
  var cpus: Double

  /// The fuller of the two, which is what placement keeps low.
  var highest: Double { highest(cpuWeight: 1) }

  func highest(cpuWeight: Double) -> Double { max(memory, cpus * cpuWeight) }
}
