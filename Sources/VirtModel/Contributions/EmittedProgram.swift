import NixAST

/// The programs that modules have in them. They are files of this package, so that they are
/// tested and checked as what they are.
enum EmittedProgram {
  /// What an operator does with guests.
  static let guestTool = text(
    PackageResources.guest_host_py, PackageResources.guest_commands_py,
    PackageResources.guest_console_py, PackageResources.guest_state_py,
    PackageResources.guest_main_py)
  /// The other end of a guest's console and of QEMU's events.
  static let guestMonitor = text(PackageResources.guest_monitor_py)
  /// The log of an installation.
  static let installLog = text(PackageResources.install_log_py)

  /// What is done as root before a guest starts.
  static let checkGuest = text(PackageResources.check_guest_sh)
  /// Limits how many guests start, or are installed, at a time.
  static let inTurn = text(PackageResources.in_turn_sh)
  /// Asks a guest to power off.
  static let powerOffGuest = text(PackageResources.power_off_guest_sh)

  /// Files, one behind the other, as Python likes them to be parted.
  private static func text(_ files: [UInt8]...) -> Str {
    Str(
      files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n\n"), form: .indented)
  }
}
