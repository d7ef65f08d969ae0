extension DiagnosticCatalogue {
  /// What is found about several hosts.
  static let fleetEntries: [Entry] = [
    Entry(
      "affinity",
      "Two guests of a fleet are on one host and are not to be (`antiAffinity`), or are on two and are"
        + " to be on one (`affinity`, `after`).",
      "Put one of them on another host, or change what is said."),
    Entry(
      "duplicate-address",
      "Two hosts of a fleet have one static address on the LAN.",
      "Give each its own; `networks` that are shared by all hosts cannot have one."),
    Entry(
      "duplicate-guest",
      "Two guests of a fleet have one name.",
      "Rename one: a guest is known by its name on whichever host it runs."),
    Entry(
      "duplicate-host",
      "Two hosts of a fleet have one name.",
      "Give each its own."),
    Entry(
      "fleet-instead-of-host",
      "A description with `hosts` is given where one host is wanted.",
      "Give it to a command that takes fleets, or give the description of one host."),
    Entry(
      "host-instead-of-fleet",
      "A description of one host is given where there is a choice of hosts to make.",
      "There is nothing to place: its guests are on it."),
    Entry(
      "misplaced-guest",
      "A guest was placed on a host that is not in the fleet any more, or not among its `hosts`.",
      "Move its disk, and write its new host into the placement file. Without a disk to keep, remove"
        + " it there, and `nixvirt place` places it anew."),
    Entry(
      "no-room",
      "No host of a fleet can take a guest that `nixvirt place` is to place. The notes tell why, host"
        + " by host.",
      "Make the guest smaller, let it be on more hosts, or add a host."),
    Entry(
      "unknown-host",
      "A host is mentioned that is not described.",
      "Correct the name, or describe the host."),
    Entry(
      "unplaced-guest",
      "Guests that leave their host out are not in the placement file (`guests.placement.nix`) yet.",
      "Run `nixvirt place`."),
  ]
}
