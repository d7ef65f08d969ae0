import NixAST

/// The programs that modules have in them. They are files of this package, so that they are
/// tested and checked as what they are. A module has those in Python without their comments: what
/// a program does stands before it.
enum EmittedProgram {
  /// The operator's command, with the subcommands that a host has a use for.
  static func guestTool(
    backups: Bool, snapshots: Bool, agents: Bool, systems: Bool, tags: Bool
  ) -> Str {
    python(
      guestToolFiles(
        backups: backups, snapshots: snapshots, agents: agents, systems: systems, tags: tags))
  }

  /// The files of the operator's program, in their order.
  static func guestToolFiles(
    backups: Bool, snapshots: Bool, agents: Bool, systems: Bool, tags: Bool
  ) -> [[UInt8]] {
    var files = [
      PackageResources.guest_host_py, PackageResources.guest_commands_py,
      PackageResources.guest_hold_py, PackageResources.guest_console_py,
      PackageResources.guest_state_py,
    ]
    if backups || snapshots || agents { files.append(PackageResources.guest_agent_py) }
    if backups || snapshots { files.append(PackageResources.guest_disks_py) }
    if backups {
      files += [
        PackageResources.guest_nbd_py, PackageResources.guest_backup_py,
        PackageResources.guest_archive_py, PackageResources.guest_take_py,
        PackageResources.guest_restore_py, PackageResources.guest_verify_py,
      ]
    }
    if snapshots { files.append(PackageResources.guest_snapshots_py) }
    if systems { files.append(PackageResources.guest_switch_py) }
    files.append(PackageResources.guest_main_py)
    if tags { files.append(PackageResources.guest_tags_py) }
    return files + [PackageResources.guest_run_py]
  }

  /// The other end of a guest's console and of QEMU's events.
  static let guestMonitor = python([
    PackageResources.guest_monitor_py, PackageResources.guest_monitor_main_py,
  ])
  /// The same for guests with an agent.
  static let guestMonitorWithAgents = python([
    PackageResources.guest_monitor_py, PackageResources.guest_monitor_agent_py,
    PackageResources.guest_monitor_main_py,
  ])
  /// Which format an image has.
  static let checkImage = python([PackageResources.check_image_py])
  /// The log of an installation.
  static let installLog = python([PackageResources.install_log_py])

  /// Makes the image of a guest's store.
  static let makeStore = text(PackageResources.make_store_sh)
  /// Makes a snapshot of a guest's disks before it starts.
  static let snapshotGuest = text(PackageResources.snapshot_guest_sh)
  /// Makes a backup of a guest, and copies its backups to another host.
  static let replicateGuest = text(PackageResources.replicate_guest_sh)
  /// Checks that root makes before a guest starts.
  static let checkGuest = text(PackageResources.check_guest_sh)
  /// The same for guests that had another name.
  static let checkFormer = text(PackageResources.check_former_sh)
  /// Brings the keys of a guest with cloud-init up to date.
  static let updateKeys = text(PackageResources.update_keys_sh)
  /// Limits how many guests start, or are installed, at a time.
  static let inTurn = text(PackageResources.in_turn_sh)
  /// Takes PCI functions from their drivers.
  static let bindPCI = text(PackageResources.bind_pci_sh)
  /// Gives PCI functions back to their drivers.
  static let releasePCI = text(PackageResources.release_pci_sh)
  /// Finds USB devices by their serial numbers.
  static let findUSB = text(PackageResources.find_usb_sh)
  /// Asks a guest to power off.
  static let powerOffGuest = text(PackageResources.power_off_guest_sh)

  private static func text(_ file: [UInt8]) -> Str {
    Str(String(decoding: file, as: UTF8.self), form: .indented)
  }

  /// Files as one program.
  private static func python(_ files: [[UInt8]]) -> Str {
    Str(
      files.map { withoutComments(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\n"),
      form: .indented)
  }

  /// A program in Python without docstrings, without lines that are comments, and with one blank
  /// line where there were several.
  ///
  /// It knows the programs of this package: in them, three quotes at the start of a line begin a
  /// docstring and nothing else.
  static func withoutComments(_ program: String) -> String {
    var lines: [Substring] = []
    var isInDocstring = false
    for line in program.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      let quotes = text.hasPrefix(docstringQuotes)
      if isInDocstring || quotes {
        let rest = isInDocstring ? text : text.dropFirst(docstringQuotes.count)
        isInDocstring = !rest.hasSuffix(docstringQuotes)
        continue
      }
      if text.hasPrefix("#") { continue }
      let isFirst = lines.last.map { $0.isEmpty || $0.hasPrefix("class ") } ?? true
      if text.isEmpty && isFirst { continue }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + (lines.last?.isEmpty ?? true ? "" : "\n")
  }

  private static let docstringQuotes = "\"\"\""
}
