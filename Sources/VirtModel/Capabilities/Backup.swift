import NixAST

/// Backups of a guest, on a timer of the host.
public enum Backup: GuestCapability {
  /// When, where and how many.
  public static let key = Key(
    "backup", .described() as ValueParser<DescribedSet<BackupKeys>>,
    "Back up the guest's disks, firmware variables and TPM on a timer, while it runs.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("backup", effect: .runsOn)] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let directory = guest.given[key]?.value.directory else { return }
    let place = HostPlace(directory.value)
    let objection =
      if directory.value.hasUnitSyntax {
        "contains a blank or a character that has a meaning in unit files"
      } else if [.temporary, .memory, .run, .devices].contains(place) {
        "is lost when the host restarts, or no directory"
      } else if place == .store || place == .homes || place == .rootHome {
        "is in a directory that the unit of a backup cannot write to"
      } else if place == .system {
        "is a directory of the operating system"
      } else {
        nil as String?
      }
    guard let objection else { return }
    diagnostics.report(
      Diagnostic(
        .unusablePath,
        "\(guest.path).backup.directory: \(quoted(directory.value.description)) \(objection)",
        at: directory.range, suggestion: cure))
  }

  private static let cure = "use a directory of another disk, as in \"/srv/backups\""

  /// Root writes backups.
  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    guard let directory = guest.given[key]?.value.directory else { return [] }
    return [
      HostFile(
        of: guest, "backup.directory",
        path: directory.value,
        inside: guest.name.value.description,
        range: directory.range, use: .writtenByRoot)
    ]
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription, _ diagnostics: inout Diagnostics
  ) {
    for guest in guests where guest.guest.hasNoFiles {
      guard let backup = guest.given[key] else { continue }
      diagnostics.report(
        Diagnostic(
          .conflictingKeys,
          "\(guest.path).backup: the guest has no disk of its own, and disks with a path are not"
            + " backed up", at: backup.range,
          suggestion: "remove it, and back up the file system or volume that the disk is on"))
    }
  }
}

extension Guest {
  /// Whether nixvirt makes no disk of it.
  fileprivate var hasNoFiles: Bool {
    !rootDisk.isInstalled
      && listedDisks.allSatisfy { disk in
        if case .existing = disk.storage { true } else { false }
      }
  }
}

/// The keys of `backup`.
public struct BackupKeys: KeySet {
  /// The definitions.
  public static let keys = BackupKeys()

  /// When backups are made.
  public let schedule = Key(
    "schedule", .calendarEvent, required: "add schedule = \"daily\";",
    "When to make a backup: a calendar event of systemd.")
  /// Where backups are.
  public let directory = Key(
    "directory", .hostPath("a directory of the host"),
    required: "add directory = \"/srv/backups\";",
    "The directory of the backups, on another disk than the guest's. It must exist. Backups are in"
      + " a directory with the guest's name in it, which only root can read.")
  /// How many are kept.
  public let keep = Key(
    "keep", .described() as ValueParser<DescribedSet<BackupKeepKeys>>, derived: "14 backups",
    "How many backups to keep.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.backup`", noun: "a backup",
    [keys.schedule, keys.directory, keys.keep])
}

/// The keys of `backup.keep`.
public struct BackupKeepKeys: KeySet {
  /// The definitions.
  public static let keys = BackupKeepKeys()

  /// The number of backups.
  public let count = DefaultedKey(
    "count", .integer(1...9999), default: 14,
    "The number of backups to keep, besides those that they need.")
  /// The age of the oldest backup.
  public let days = Key(
    "days", .integer(1...9999), derived: "of any age",
    "Remove backups that are older than so many days. The newest backup is always kept.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.backup.keep`", noun: "a number of backups", [keys.count, keys.days])
}

extension Guest {
  /// Its backups, if there are any.
  public var backup: DescribedSet<BackupKeys>? { values[Backup.key]?.value }
}

// MARK: - In the module

extension Backup {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let backup = guest.backup, let schedule = backup.schedule,
      let directory = backup.directory
    else { return }
    let keep = backup.keep?.value ?? DescribedSet()
    paragraph.set(
      "backup",
      .set {
        "schedule" => .str(schedule.value.description)
        "directory" => .str(directory.value.description)
        "keep"
          => .set {
            "count" => .int(Int64(keep.count))
            if let days = keep.days { "days" => .int(Int64(days.value)) }
          }
      })
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("backup") else { return }
    let program = Nix.pkgs["writeShellScript"](
      "backup", "exec \(Nix.getExe("guestTool")) backup \"$@\" \(Nix.name)")
    if let files = use.presence("backup").optionalAttrs(.set { "backup" => program }) {
      code.files.append(files)
    }
    code.services.append(("backupService" => Nix.perGuest(service(host))).spaced())
    code.otherUnits.append(
      (
        "\(Nix.unit)\(HostNames.backupSuffix)", Nix.ofGuest("backupService"),
        use.presence("backup")
      ))
  }

  /// Backups that were due while the host was off are made when it is on again.
  static func timers(_ use: ModuleUse) -> Binding {
    let kinds = [("backup", HostNames.backupSuffix), ("replicate", HostNames.replicationSuffix)]
    let parts = kinds.filter { use.has($0.0) }.map { key, suffix in
      let timer = Nix.lib["nameValuePair"](
        "\(Nix.unit)\(suffix)", .set { "timerConfig.Persistent" => true })
      let guests = Nix.lib["filterAttrs"](
        .lambda("_", body: .lambda("guest", body: Nix.guestHas(Attrpath(key)))), Nix.guests)
      return Nix.lib["mapAttrs'"](Nix.perGuest(timer), guests)
    }
    return "systemd.timers" => Nix.join(parts, .update)
  }

  /// To read a guest's files, to run programs as its user, and to end them.
  static let capabilities: Expr = [
    "CAP_DAC_OVERRIDE", "CAP_KILL", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID",
  ]

  /// It runs as root, which alone can write backups, with no right that it does not need.
  private static func service(_ host: Host) -> Expr {
    let backup = Nix.guest["backup"]
    let directory = Nix.directory(on: host)
    return .set {
      "description" => "Backup of guest \(Nix.name)"
      "startAt" => backup["schedule"]
      "restartIfChanged" => false
      "enableDefaultPath" => false
      "environment" => .variable("noEnvironment")
      "unitConfig.RequiresMountsFor" => [backup["directory"], .string(directory)]
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "oneshot"
            "ExecStart" => .string(Nix.guestFile("backup"))
            ("ExecStopPost" => "\(Nix.guestFile("backup")) --end")
              .commented("Even a backup that was killed leaves nothing in QEMU.")
            "CapabilityBoundingSet" => capabilities
            "IOSchedulingClass" => "idle"
            "Nice" => 10
            "PrivateNetwork" => true
            // The program reports a directory that is missing better than systemd does.
            "ReadWritePaths" => ["-\(backup["directory"])", .string(directory)]
            "RestrictAddressFamilies" => "AF_UNIX"
            "SystemCallFilter" => ["@system-service"]
          })
    }
  }
}
