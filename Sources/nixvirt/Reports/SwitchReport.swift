import VirtModel

/// The effects of a switch on a host, for people.
enum SwitchReport {
  static func text(_ plan: SwitchPlan, _ style: Style) -> String {
    var lines = GuestLines.lines(
      plan.guests.filter { !isUntouched($0) }.map { line(for: $0, plan) }, style)
    if let moved = plan.movedDirectory {
      lines.append("host: stateDir \(DisplayText.clean("\(moved.from) → \(moved.to)"))")
      lines.append("  \(ChangesReport.words(for: moved))")
    }
    if let shortage = plan.shortage {
      lines.append(
        "host: disks may grow by \(bytes(shortage.growth)), but only \(bytes(shortage.free)) are free in"
          + " \(DisplayText.clean(plan.stateDirectory.description))")
    }
    lines += plan.orphans.map {
      DisplayText.clean("left over: \($0.path) (\(bytes($0.allocated))) belongs to no guest")
    }
    if !lines.isEmpty { lines.append("") }
    return (lines + [summary(of: plan)]).joined(separator: "\n") + "\n"
  }

  /// Whether there is nothing to report of a guest.
  private static func isUntouched(_ guest: SwitchPlan.Guest) -> Bool {
    [.runsOn, .staysOff].contains(guest.action) && guest.effect == nil && notes(guest, "").isEmpty
  }

  private static func line(for guest: SwitchPlan.Guest, _ plan: SwitchPlan) -> GuestLine {
    let details = guest.details.map(DetailWords.text).joined(separator: ", ")
    let role: Style.Role? =
      switch guest.effect {
      case .appears: .added
      case .disappears: .removed
      case .restarts, .nextStart, .runsOn, nil: nil
      }
    let first = details.isEmpty ? reason(guest) : details
    let text = [first, action(guest)].filter { !$0.isEmpty }.joined(separator: "; ")
    return GuestLine(name: guest.name.description, text: text, role: role) { name in
      notes(guest, name)
        + guest.consequences.map {
          ConsequenceWords.text($0, guest: name, stateDirectory: plan.stateDirectory)
        }
    }
  }

  /// The reason for an action, where no visible value shows it.
  static func reason(_ guest: SwitchPlan.Guest) -> String {
    switch guest.effect {
    case .appears: "new"
    case .disappears: "removed"
    case .restarts, .nextStart:
      guest.hardware.isEmpty ? "description changed" : "devices changed"
    case .runsOn, nil: guest.state == "running" ? "" : guest.state ?? ""
    }
  }

  /// The switch's action on a guest.
  static func action(_ guest: SwitchPlan.Guest) -> String {
    let isStuck = !guest.obstacles.isEmpty
    switch guest.action {
    case .installs where isStuck, .starts where isStuck: return "does not start"
    case .restarts where isStuck: return "shuts down and does not start again"
    case .installs:
      return guest.needsPerson
        ? "waits for a person to install it at its display" : "is installed, then starts"
    case .starts: return "starts"
    case .restarts: return "restarts"
    case .runsOn where guest.effect == .nextStart:
      return "keeps running; takes effect at its next start"
    case .runsOn where guest.followsHost: return "restarts if the host's packages change"
    case .runsOn: return "keeps running"
    case .staysOff: return guest.effect == .appears ? "is not started by itself" : "stays off"
    case .shutsDown: return "is shut down, its files are kept (\(bytes(guest.allocated)))"
    case .forgets: return "its files are kept (\(bytes(guest.allocated)))"
    }
  }

  // MARK: - Notes

  /// Further effects that the user must know.
  static func notes(_ guest: SwitchPlan.Guest, _ name: String) -> [String] {
    var notes = guest.obstacles.map(words)
    // Told by the action.
    let isNew = guest.action != .restarts
    notes += guest.disks.filter { if case .installed = $0, isNew { false } else { true } }.map(
      words)
    notes += guest.hardware.map(words)
    if guest.takesSnapshot { notes.append("a snapshot of its disks is made before it starts") }
    if !guest.pending.isEmpty {
      let things = guest.pending.map(\.rawValue).joined(separator: " and ")
      notes.append("runs with an older \(things) until: nixvirt-guest restart \(name)")
    }
    if let qemu = guest.qemu {
      notes.append("runs \(qemu.running); the host has \(qemu.present)")
    }
    return notes.map(DisplayText.message)
  }

  private static func words(_ obstacle: SwitchPlan.Obstacle) -> String {
    switch obstacle {
    case .fileSystemMissing:
      "the file system with its disks is not mounted: mount it before the switch"
    case .diskGone(let file):
      "\(file) is missing: restore it, or delete .\(file).known to create a new one"
    case .noInstaller:
      "it is not installed, and host.installer is false: remove that until it is"
    case .smallerDisk(let disk, let from, let to):
      "disk \(disk) has \(from.readable) and cannot shrink to \(to.readable)"
    case .unreadable(let file): "\(file) cannot be read as a disk"
    }
  }

  private static func words(_ disk: SwitchPlan.DiskChange) -> String {
    switch disk {
    case .installed(let kind): "its root disk is installed (\(kind.rawValue))"
    case .made(let disk, let file, let size):
      "disk \(disk) is created: \(file), \(size.readable)"
    case .grows(let disk, let from, let to):
      "disk \(disk) grows from \(from.readable) to \(to.readable)"
    }
  }

  private static func words(_ change: SwitchPlan.HardwareChange) -> String {
    switch (change.from, change.to) {
    case (let from?, let to?):
      "\(change.device.words) moves from \(from) to \(to): the guest may see it under another name"
    case (nil, let to?): "\(change.device.words) is added at \(to)"
    case (let from?, nil): "\(change.device.words) is removed from \(from)"
    case (nil, nil): change.device.words
    }
  }

  // MARK: - Summary

  private static func summary(of plan: SwitchPlan) -> String {
    let parts: [(SwitchPlan.Action, String)] = [
      (.restarts, "restarts"), (.starts, "starts"), (.installs, "installs"),
      (.shutsDown, "shuts down"),
    ]
    func names(_ isIncluded: (SwitchPlan.Guest) -> Bool) -> [String] {
      plan.guests.filter(isIncluded).map(\.name.description)
    }
    var clauses = parts.compactMap { action, verb -> String? in
      let names = names { $0.action == action && $0.obstacles.isEmpty }
      return names.isEmpty ? nil : "\(verb) \(NameList.counted(names))"
    }
    let stuck = names { guest in
      !guest.obstacles.isEmpty && parts.contains { $0.0 == guest.action }
    }
    if !stuck.isEmpty { clauses.append("does not start \(NameList.counted(stuck))") }
    let first = clauses.isEmpty ? "restarts no guest" : clauses.joined(separator: "; ")
    let pending = names { !$0.pending.isEmpty }
    let rest =
      pending.isEmpty
      ? "" : "\nWaiting for `nixvirt-guest restart --pending`: \(NameList.counted(pending))."
    return "A switch \(first).\(rest)"
  }

  /// Bytes with one decimal, in the unit that suits them.
  static func bytes(_ count: Int64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"]
    var unit = 0
    var size = Double(count) / 1024
    while size >= 1000, unit < units.count - 1 {
      size /= 1024
      unit += 1
    }
    let tenths = (size * 10).rounded()
    return "\(tenths / 10) \(units[unit])"
  }
}
