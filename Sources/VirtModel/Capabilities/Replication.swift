import NixAST

/// Copies of a guest's backups on another host, on a timer.
public enum Replication: GuestCapability {
  /// Where to, and when.
  public static let key = Key(
    "replicate", .described() as ValueParser<DescribedSet<ReplicationKeys>>,
    "Back up the guest and copy its backups to another host, on a timer. Needs `backup`, whose"
      + " directory must exist on both hosts. `nixvirt plan --failover HOST` prints how to start"
      + " the guest there.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("replicate", effect: .runsOn)] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let given = guest.given[key] else { return }
    if guest.given[Backup.key] == nil {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).replicate sends the backups of the guest, but it has no backup",
          at: given.range, other: nil,
          suggestion: "add backup = { schedule = \"daily\"; directory = \"/srv/backups\"; };"))
    }
    for disk in guest.given[Disks.key] where !disk.content.readOnly {
      guard let path = disk.content.path else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).replicate: disk \(disk.name.value) has a path, so that it is not in"
            + " backups",
          at: path.range, other: given.range,
          suggestion: "replicate the volume by its own means, as with services.syncoid for ZFS, or"
            + " let nixvirt make the disk"))
    }
    let secret = given.value.sshKey
    if secret.hasUnitSyntax,
      let place = given.value.place(of: \.sshKey)
    {
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(guest.path).replicate.sshKey: \(quoted(secret.description)) contains a blank or a"
            + " character that has a meaning in unit files", at: place,
          suggestion: "use another name, as in \"/etc/nixvirt/replication-key\""))
    } else if [.temporary, .memory, .homes, .rootHome, .store].contains(HostPlace(secret)),
      let place = given.value.place(of: \.sshKey)
    {
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(guest.path).replicate.sshKey: \(quoted(secret.description)) is in a directory that"
            + " the unit does not see, or that everybody can read", at: place,
          suggestion: "use another directory, as in \"/etc/nixvirt/replication-key\""))
    }
  }

  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    guard let given = guest.given[key] else { return [] }
    return [
      HostFile(
        of: guest, "replicate.sshKey", path: given.value.sshKey,
        range: given.value.place(of: \.sshKey) ?? given.range, use: .readByRoot)
    ]
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    guard let given = guest.given[key], let target = given.value.to,
      target.value == host.description.name?.value
    else { return }
    diagnostics.report(
      Diagnostic(
        .unusedKeys,
        "\(guest.path).replicate: the guest is on \(target.value) itself, so that it is not"
          + " replicated", at: target.range, suggestion: "name another host"))
  }
}

/// The keys of `replicate`.
public struct ReplicationKeys: KeySet {
  /// The definitions.
  public static let keys = ReplicationKeys()

  /// The host with the copy.
  public let to = Key(
    "to", .hostName, required: "add to = \"HOST\";",
    "The host that gets the copy, by the name that SSH connects to. In a fleet, one of its hosts.")
  /// When copies are made.
  public let schedule = Key(
    "schedule", .calendarEvent, required: "add schedule = \"hourly\";",
    "When to make a backup and send it: a calendar event of systemd.")
  /// The key that logs in.
  public let sshKey = DefaultedKey(
    "sshKey", .hostPath("a file of the host"), default: HostKeyPath.ed25519,
    "The private key that root of this host logs in with as root on the other one. The default is"
      + " the host's own SSH key.")

  /// The shape of such a set.
  static let shape = ObjectShape(
    title: "`guests.<name>.replicate`", noun: "a replication",
    [keys.to, keys.schedule, keys.sshKey])
}

/// The key that every NixOS host with an SSH server has.
private enum HostKeyPath {
  static let ed25519 = AbsolutePath(checked: "/etc/ssh/ssh_host_ed25519_key")
}

extension Guest {
  /// Its replication, if there is any.
  public var replication: DescribedSet<ReplicationKeys>? { values[Replication.key]?.value }

  /// The host of the replica, and when it is made; nil on that host itself.
  public func replica(
    from host: HostName?
  ) -> (host: HostName, directory: AbsolutePath, schedule: CalendarEvent)? {
    guard let replication, let target = replication.to, target.value != host,
      let schedule = replication.schedule, let directory = backup?.directory
    else { return nil }
    return (target.value, directory.value, schedule.value)
  }
}

// MARK: - In the module

extension Replication {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let replication = guest.replication, let replica = guest.replica(from: host.name) else {
      return
    }
    paragraph.set(
      "replicate",
      .set {
        "to" => .str(replica.host.description)
        "schedule" => .str(replica.schedule.description)
        "sshKey" => .str(replication.sshKey.description)
      })
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("replicate") else { return }
    code.add(program, at: .running)
    let replicate = Nix.guest["replicate"]
    let words: Expr = [
      Nix.getExe("replicateGuest"), Nix.name, Nix.guest["backup.directory"], replicate["to"],
      replicate["sshKey"],
    ]
    let script = Nix.pkgs["writeShellScript"](
      "replicate", "exec \(Nix.lib["escapeShellArgs"](words))")
    if let files = use.presence("replicate").optionalAttrs(.set { "replicate" => script }) {
      code.files.append(files)
    }
    code.services.append(("replicationService" => Nix.perGuest(service(host))).spaced())
    code.otherUnits.append(
      (
        "\(Nix.unit)\(HostNames.replicationSuffix)", Nix.ofGuest("replicationService"),
        use.presence("replicate")
      ))
  }

  private static var program: SharedCode.Program {
    SharedCode.Program(
      variable: "replicateGuest", name: "replicate-guest",
      inputs: [.variable("guestTool"), Nix.pkgs["openssh"], Nix.pkgs["rsync"]],
      script: EmittedProgram.replicateGuest,
      comment: """
        replicate-guest NAME DIRECTORY HOST KEY: makes a backup, and brings the guest's backups in
        DIRECTORY of HOST up to date.
        """)
  }

  /// It runs as root, which alone can read backups, and may use the network.
  private static func service(_ host: Host) -> Expr {
    let backup = Nix.guest["backup"]
    let directory = Nix.directory(on: host)
    return .set {
      "description" => "Replication of guest \(Nix.name) to \(Nix.guest["replicate.to"])"
      "startAt" => Nix.guest["replicate.schedule"]
      "restartIfChanged" => false
      "enableDefaultPath" => false
      "environment" => .variable("noEnvironment")
      "wants" => ["network-online.target"]
      "after" => ["network-online.target", "\(Nix.unit)\(HostNames.backupSuffix).service"]
      "unitConfig.RequiresMountsFor" => [backup["directory"], .string(directory)]
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "oneshot"
            "ExecStart" => .string(Nix.guestFile("replicate"))
            "ExecStopPost" => "\(Nix.guestFile("backup")) --end"
            "CapabilityBoundingSet" => Backup.capabilities
            "IOSchedulingClass" => "idle"
            "IPAddressDeny" => ""
            "Nice" => 10
            "ReadWritePaths" => ["-\(backup["directory"])", .string(directory)]
            "RestrictAddressFamilies" => ["AF_UNIX", "AF_INET", "AF_INET6"]
            "SystemCallFilter" => ["@system-service"]
          })
    }
  }
}
