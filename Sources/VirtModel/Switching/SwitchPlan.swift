import NixAST

/// The effects on a host, as it is now, of a switch to the module of a description.
public struct SwitchPlan: Sendable, Equatable {
  /// The version of the plan's format for programs.
  public static let format = 1

  /// The switch's action on a guest.
  public enum Action: String, Sendable {
    /// Its root disk is made, then it starts.
    case installs
    /// It starts.
    case starts
    /// It is shut down and starts again.
    case restarts
    /// It runs on, or it is being installed.
    case runsOn = "runs-on"
    /// It is off, and stays so.
    case staysOff = "stays-off"
    /// It is shut down; its files are kept.
    case shutsDown = "shuts-down"
    /// It is off, and its files are kept.
    case forgets
  }

  /// The change of a disk when the guest starts.
  public enum DiskChange: Sendable, Equatable {
    /// The root disk is installed.
    case installed(InstallKind)
    /// A blank one is made.
    case made(disk: String, file: String, size: Size)
    /// It grows.
    case grows(disk: String, from: Size, to: Size)
  }

  /// Why a guest does not start.
  public enum Obstacle: Sendable, Equatable {
    /// The file system of the guests is not mounted.
    case fileSystemMissing
    /// A disk was there and is gone: none is made in its place.
    case diskGone(file: String)
    /// It would be installed, and the host has no installer.
    case noInstaller
    /// A disk is larger than described, and never shrinks.
    case smallerDisk(disk: String, from: Size, to: Size)
    /// The file cannot be read as a disk.
    case unreadable(file: String)
  }

  /// A device that comes, goes or moves: its places on the PCI bus, nil for none.
  public struct HardwareChange: Sendable, Equatable {
    /// The device.
    public var device: GuestDevice
    /// Where it is.
    public var from: String?
    /// Where it will be.
    public var to: String?
  }

  /// A guest of the host or of the description.
  public struct Guest: Sendable, Equatable {
    /// Its name.
    public var name: GuestName
    /// The state that `nixvirt-guest list` shows; nil for a new guest.
    public var state: String?
    /// The switch's action.
    public var action: Action
    /// The effect of the new module; nil for none.
    public var effect: ModuleChanges.Effect?
    /// Differences between the words of its QEMU and the description.
    public var details: [ModuleChanges.Detail] = []
    /// Its devices.
    public var hardware: [HardwareChange] = []
    /// The changes of its disks at its next start.
    public var disks: [DiskChange] = []
    /// Further effects that the user must know.
    public var consequences: [ModuleChanges.Consequence] = []
    /// Why it does not start again.
    public var obstacles: [Obstacle] = []
    /// The parts that stay older than the host's configuration after the switch.
    public var pending: [HostState.Pending] = []
    /// The packages of its QEMU, if they differ.
    public var qemu: Packages?
    /// The room that its files take, in bytes.
    public var allocated: Int64
    /// Whether an installer waits for a person at its display.
    public var needsPerson = false
    /// Whether it follows the packages of the host, which a switch may change.
    public var followsHost = false
    /// Whether a snapshot of its disks is made before it starts.
    public var takesSnapshot = false
  }

  /// The QEMU that runs, and the one that the host has.
  public struct Packages: Sendable, Equatable {
    /// The name and version of the one that runs.
    public var running: String
    /// The name and version of the one that the host has.
    public var present: String
  }

  /// Disks that may grow by more than there is room for.
  public struct Shortage: Sendable, Equatable {
    /// The bytes that they may grow by.
    public var growth: Int64
    /// The free bytes.
    public var free: Int64
  }

  /// A directory that no guest has.
  public struct Orphan: Sendable, Equatable {
    /// Where it is.
    public var path: String
    /// The room that it takes, in bytes.
    public var allocated: Int64
  }

  /// The guests, by name.
  public let guests: [Guest]
  /// The directories of no guest, by name.
  public let orphans: [Orphan]
  /// Another directory of the guests: their files are looked for there.
  public let movedDirectory: ModuleChanges.MovedDirectory?
  /// Room that disks may need and that is not there.
  public let shortage: Shortage?
  /// The directory of the guests.
  public let stateDirectory: AbsolutePath

  /// The plan for a host with a state.
  public init(_ host: Host, against state: HostState) {
    let planner = SwitchPlanner(host, state)
    guests = planner.guests
    orphans = planner.orphans
    movedDirectory = planner.movedDirectory
    shortage = planner.shortage
    stateDirectory = host.stateDirectory
  }
}
