// Diagnostics of fleets, and of the room on a host.
extension DiagnosticID {
  static let affinity = error(
    "affinity",
    cause: """
      Guests that must be on different hosts (`antiAffinity`) share one, or guests that must \
      share a host (`affinity`, `after`) do not.
      """,
    cure: "Move one of the guests, or change the rule.")
  static let cpusExceedHost = error(
    "cpus-exceed-host",
    cause: "A guest has, or is pinned to, more CPUs than `host.cpus`.",
    cure: "Reduce them, or correct `host.cpus`.")
  static let drainingHost = warning(
    "draining-host",
    cause: "A host with `drain = true` still has guests.",
    cure: """
      Move guests that are described under the host to the top-level `guests`, and run `nixvirt \
      place` and `nixvirt plan`.
      """)
  static let duplicateHost = error(
    "duplicate-host",
    cause: "Two hosts of a fleet have the same name.",
    cure: "Rename one of them.")
  static let fleetInsteadOfHost = error(
    "fleet-instead-of-host",
    cause: "The description has `hosts`, but a single host is needed here.",
    cure: "Use a command that accepts fleets, or the description of a single host.")
  static let hostInsteadOfFleet = error(
    "host-instead-of-fleet",
    cause: "The description has a single host, so no placement is possible.",
    cure: "Place only the guests of fleets: all guests of a single host run on it.")
  static let memoryExceedsHost = error(
    "memory-exceeds-host",
    cause: """
      A guest, or all guests that start with the host, have more memory than `host.memory`.
      """,
    cure: "Give them less, or correct `host.memory`.")
  static let misplacedGuest = error(
    "misplaced-guest",
    cause: """
      A guest was placed on a host that is no longer in the fleet, or not in the guest's \
      `hosts`.
      """,
    cure: """
      Move its disk and write the new host into the placement file. If the disk does not matter, \
      remove the guest from that file, and `nixvirt place` places it again.
      """)
  static let noRoom = error(
    "no-room",
    cause: """
      No host can take a guest that `nixvirt place` must place. The notes list the reason for \
      each host.
      """,
    cure: "Make the guest smaller, allow more hosts, or add a host.")
  static let unknownHost = error(
    "unknown-host",
    cause: "A key names a host that does not exist.",
    cure: "Correct the name, or describe the host.")
  static let unplacedGuest = error(
    "unplaced-guest",
    cause: "Guests without a host are missing from the placement file (`guests.placement.nix`).",
    cure: "Run `nixvirt place`.")

  static let ofFleets = [
    affinity, cpusExceedHost, drainingHost, duplicateHost, fleetInsteadOfHost, hostInsteadOfFleet,
    memoryExceedsHost, misplacedGuest, noRoom, unknownHost, unplacedGuest,
  ]
}
