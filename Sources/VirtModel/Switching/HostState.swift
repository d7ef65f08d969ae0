/// The state of a host, as `nixvirt-guest state --json` printed it there.
///
/// It is made of what guests and QEMU wrote, among other things, so nothing in it is trusted. Texts may
/// hold any character.
public struct HostState: Sendable, Equatable {
  /// The version of the format that is read.
  static let format = 1

  /// Whether the file system that the guests were on is mounted.
  enum FileSystem: String, CaseIterable, Sendable {
    /// No guest was started there yet.
    case new
    /// It has the marker that the host remembers.
    case known
    /// The marker is missing, or another one: no guest starts.
    case missing
  }

  /// The state of a unit, as systemd names it.
  enum Activity: String, CaseIterable, Sendable {
    case active, reloading, inactive, failed, activating, deactivating, maintenance, refreshing
  }

  /// The part of a running guest that is older than the host's configuration of it.
  public enum Pending: String, CaseIterable, Sendable {
    case definition
    case qemu = "QEMU"
    /// The system of a guest with `install = "store"`.
    case system
  }

  /// A file in a guest's directory.
  struct File: Sendable, Equatable {
    /// Its name.
    var name: String
    /// The room that it takes, in bytes.
    var allocated: Int64
    /// The size of the disk in it; nil if it is none, or cannot be read.
    var size: Size?
    /// The snapshots in it.
    var snapshots: [String] = []
  }

  /// The settings that a guest's QEMU was started with.
  struct Running: Sendable, Equatable {
    /// The number of its definition, as ``GuestDefinition`` makes it.
    var definition: String
    /// The package of its QEMU.
    var qemu: String?
    /// Its words, without what may be secret.
    var arguments: [String]
    /// The parts that are older than the host's configuration.
    var pending: [Pending]
  }

  /// A guest that the host has.
  struct Guest: Sendable, Equatable {
    /// The state that `nixvirt-guest list` shows.
    var state: String
    /// Why it is kept off; nil if it is not.
    var held: String?
    /// The state of its unit.
    var unit: Activity
    /// The state of its installation.
    var installation: Activity
    /// The number of the definition that it will be started with.
    var definition: String?
    /// The package of the QEMU that it will be started with.
    var qemu: String?
    /// Nil if its QEMU does not run.
    var running: Running?
    /// The files in its directory.
    var files: [File]
  }

  /// A directory beside those of the guests.
  struct Orphan: Sendable, Equatable {
    /// The name of the guest that had it.
    var name: GuestName
    /// The files in it.
    var files: [File]
  }

  /// The directory with a directory for each guest.
  var stateDirectory: AbsolutePath
  /// Whether its file system is the one that the guests were on.
  var fileSystem: FileSystem
  /// The bytes that are free on it; nil if that is unknown.
  var free: Int64?
  /// The guests.
  var guests: [GuestName: Guest]
  /// Directories of no guest, by name.
  var orphans: [Orphan]
}

extension [HostState.File] {
  /// The room that they take, in bytes.
  var allocated: Int64 { reduce(0) { $0.addingClamped($1.allocated) } }
}
