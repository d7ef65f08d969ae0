/// Names that are the same on every host: the directories and units of guests.
package enum HostNames {
  /// The name of the directory below `/run` that has a directory for each guest that runs.
  static let runtimeName = "guests"
  /// The directory with the sockets of the guests that run.
  static let runtimeDirectory = "/run/\(runtimeName)"
  /// The length of the longest path of a socket, in bytes: `sun_path` in unix(7), without the zero behind it.
  static let longestSocket = 107
  /// The directory with the files of each guest that its units run.
  static let guestFiles = "/etc/nixvirt/guests"
  /// The directory whose links keep what guests run from garbage collection.
  static let roots = "/nix/var/nix/gcroots/nixvirt"
  /// The network card of the examples: a name that hardly any host has.
  static let sampleCard = "eno99"
  /// The prefix of the names of all units of guests.
  static let unitPrefix = "qemu-guest-"
  /// The suffix of the unit that makes a guest's root disk.
  static let installSuffix = "-install"
  /// The suffix of the unit of a guest's backups.
  static let backupSuffix = "-backup"
  /// The suffix of the unit of a guest's replication.
  static let replicationSuffix = "-replicate"
  /// The suffix of the unit that makes a guest's taps.
  static let networkSuffix = "-network"
  /// The unit that loads the filter of the networks.
  static let filterUnit = "nixvirt-filter"
  /// The directory with a file for each guest that is kept off; the file has the reason.
  package static let held = "/var/lib/nixvirt/held"
  /// The directory in which systemd makes `StateDirectory=`.
  static let stateRoot = "/var/lib"
}
