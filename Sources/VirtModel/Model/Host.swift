/// A machine and its guests, valid as a whole: names, addresses and devices are used once, every
/// mention has what it mentions, everything that was left out has its value.
///
/// There is no way to make one but from a description that was checked (``Pipeline``), so that what
/// takes a `Host` need not check.
public struct Host: Sendable {
  /// Names the host in messages.
  public let name: HostName?
  /// The platform.
  public let system: System
  /// How the guests' instructions are run.
  public let accelerator: Accelerator
  /// The directory with a directory for each guest.
  public let stateDirectory: AbsolutePath
  /// How many guests start at a time, and how many are installed at a time.
  public let maxStarts: Int
  /// When guests that wait for a restart are restarted; nil for never.
  public let restartPending: CalendarEvent?
  /// Whether it has the medium that installs NixOS guests.
  public let hasInstaller: Bool
  /// The networks that are described, by name.
  public let networks: [Network]
  /// The guests, by name.
  public let guests: [Guest]

  init(
    name: HostName?, system: System, accelerator: Accelerator, stateDirectory: AbsolutePath,
    maxStarts: Int, restartPending: CalendarEvent?, hasInstaller: Bool,
    networks: [Network], guests: [Guest]
  ) {
    self.name = name
    self.system = system
    self.accelerator = accelerator
    self.stateDirectory = stateDirectory
    self.maxStarts = maxStarts
    self.restartPending = restartPending
    self.hasInstaller = hasInstaller
    self.networks = networks
    self.guests = guests
  }
}
