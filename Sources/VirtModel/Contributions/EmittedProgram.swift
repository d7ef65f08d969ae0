import NixAST

/// The programs that modules have in them. They are files of this package, so that they are
/// tested and checked as what they are. A module has those in Python without their comments: what
/// a program does stands before it.
enum EmittedProgram {
  /// Parts of the operator's command that only some hosts have a use for.
  struct ToolParts: OptionSet, Sendable {
    let rawValue: Int

    static let backups = ToolParts(rawValue: 1)
    static let snapshots = ToolParts(rawValue: 2)
    static let agents = ToolParts(rawValue: 4)
    /// Systems of guests that were installed with NixOS.
    static let systems = ToolParts(rawValue: 8)
    static let tags = ToolParts(rawValue: 16)
    static let displays = ToolParts(rawValue: 32)
    static let vsock = ToolParts(rawValue: 64)
  }

  /// The operator's command.
  static func guestTool(_ parts: ToolParts) -> Str { python(guestToolFiles(parts)) }

  /// The files of the operator's program, in their order.
  static func guestToolFiles(_ parts: ToolParts) -> [[UInt8]] {
    var files = [
      PackageResources.guest_host_py, PackageResources.guest_commands_py,
      PackageResources.guest_hold_py, PackageResources.guest_console_py,
      PackageResources.guest_state_py,
    ]
    if parts.contains(.displays) { files.append(PackageResources.guest_vnc_py) }
    if parts.contains(.vsock) { files.append(PackageResources.guest_vsock_py) }
    if !parts.isDisjoint(with: [.backups, .snapshots, .agents]) {
      files.append(PackageResources.guest_agent_py)
    }
    if !parts.isDisjoint(with: [.backups, .snapshots]) {
      files.append(PackageResources.guest_disks_py)
    }
    if parts.contains(.backups) {
      files += [
        PackageResources.guest_nbd_py, PackageResources.guest_backup_py,
        PackageResources.guest_archive_py, PackageResources.guest_take_py,
        PackageResources.guest_restore_py, PackageResources.guest_verify_py,
      ]
    }
    if parts.contains(.snapshots) { files.append(PackageResources.guest_snapshots_py) }
    if parts.contains(.systems) { files.append(PackageResources.guest_switch_py) }
    files.append(PackageResources.guest_main_py)
    if parts.contains(.tags) { files.append(PackageResources.guest_tags_py) }
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
      files.map(withoutComments).joined(separator: "\n"),
      form: .indented)
  }

  /// A program in Python without docstrings, without lines that are comments, and with one blank
  /// line where there were several.
  ///
  /// It knows the programs of this package: in them, three quotes at the start of a line begin a
  /// docstring and nothing else.
  static func withoutComments(_ program: [UInt8]) -> String {
    // Each run of nixvirt does it, so it looks at bytes.
    let newline = UInt8(ascii: "\n")
    var result: [UInt8] = []
    result.reserveCapacity(program.count)
    var isInDocstring = false
    var isFirst = true
    for line in program.split(separator: newline, omittingEmptySubsequences: false) {
      let text = line.drop { $0 == UInt8(ascii: " ") }
      let quotes = text.starts(with: docstringQuotes)
      if isInDocstring || quotes {
        let rest = isInDocstring ? text : text.dropFirst(docstringQuotes.count)
        isInDocstring = !rest.suffix(docstringQuotes.count).elementsEqual(docstringQuotes)
        continue
      }
      if text.first == UInt8(ascii: "#") || text.isEmpty && isFirst { continue }
      result += line
      result.append(newline)
      isFirst = line.isEmpty || line.starts(with: "class ".utf8)
    }
    if result.suffix(2).elementsEqual([newline, newline]) { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  private static let docstringQuotes = Array("\"\"\"".utf8)
}
