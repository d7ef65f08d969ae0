import VirtModel

/// The changes of guests by a new module, and the effects of a rebuild.
enum ChangesReport {
  static func text(_ changes: ModuleChanges, of host: Host, _ style: Style) -> String {
    if changes.isEmpty { return "Only layout or comments differ.\n" }
    var lines = GuestLines.lines(changes.guests.map { line(for: $0, of: host) }, style)
    lines += changes.host.map { "host: \(DetailWords.text($0))" }
    lines += changes.networks.flatMap { Self.lines(for: $0, style) }
    if let moved = changes.movedDirectory {
      lines.append("host: stateDir \(DisplayText.clean("\(moved.from) → \(moved.to)"))")
      lines.append("  \(words(for: moved))")
    }
    if !changes.shared.isEmpty {
      lines.append("shared code: \(changes.shared.joined(separator: ", ")) changed")
    }
    return lines.joined(separator: "\n") + "\n\n" + summary(of: changes) + "\n"
  }

  private static func line(for guest: ModuleChanges.GuestChange, of host: Host) -> GuestLine {
    let role: Style.Role? =
      switch guest.effect {
      case .appears: .added
      case .disappears: .removed
      case .restarts, .nextStart, .runsOn: nil
      }
    let text = guest.details.map(DetailWords.text).joined(separator: ", ")
    return GuestLine(
      name: guest.name, text: text + (text.isEmpty ? "" : "; ") + words(for: guest.effect),
      role: role
    ) { name in
      guest.consequences.map {
        ConsequenceWords.text($0, guest: name, stateDirectory: host.stateDirectory)
      }
    }
  }

  private static let shownLines = 12

  /// The lines that change of a network's rules and settings, a few of them.
  private static func lines(for change: ModuleChanges.TextChange, _ style: Style) -> [String] {
    let all =
      change.removed.map { style(.removed, "  - \(DisplayText.clean($0))") }
      + change.added.map { style(.added, "  + \(DisplayText.clean($0))") }
    let rest = all.count - shownLines
    return ["\(change.unit):"] + all.prefix(shownLines)
      + (rest > 0 ? ["  and \(rest) more lines; see: nixvirt diff"] : [])
  }

  /// The effects of a rebuild, in a sentence.
  static func summary(of changes: ModuleChanges) -> String {
    let parts: [(ModuleChanges.Effect, String)] = [
      (.restarts, "restarts"), (.appears, "starts"), (.disappears, "shuts down"),
    ]
    var clauses = parts.compactMap { effect, verb -> String? in
      let names = changes.guests.filter { $0.effect == effect }.map { DisplayText.clean($0.name) }
      return names.isEmpty ? nil : "\(verb) \(NameList.counted(names))"
    }
    if !changes.shared.isEmpty { clauses.append("may restart every guest") }
    if clauses.isEmpty { clauses.append("restarts no guest") }
    clauses += networkClauses(changes)
    return "A rebuild \(clauses.joined(separator: "; "))."
  }

  /// The effects on the units of the guests' networks.
  static func networkClauses(_ changes: ModuleChanges) -> [String] {
    [(true, "reloads"), (false, "restarts")].compactMap { isReloaded, verb in
      let units = changes.networks.filter { $0.isReloaded == isReloaded }.map(\.unit)
      return units.isEmpty ? nil : "\(verb) \(units.joined(separator: ", "))"
    }
  }

  /// The effect of a rebuild on a guest.
  static func words(for effect: ModuleChanges.Effect) -> String {
    switch effect {
    case .appears: "new"
    case .disappears: "removed; it is shut down, and its files are kept"
    case .restarts: "restarts"
    case .nextStart: "keeps running; takes effect at its next start"
    case .runsOn: "keeps running"
    }
  }

  /// The steps that remain after the guests' directory has changed.
  static func words(for moved: ModuleChanges.MovedDirectory) -> String {
    let (from, to) = (ShellWord.quoted("\(moved.from)"), ShellWord.quoted("\(moved.to)"))
    return DisplayText.clean(
      "every guest gets new disks in \(moved.to), and its files stay in \(moved.from); to move"
        + " them, run before the rebuild: systemctl stop 'qemu-guest-*' && mv \(from) \(to)")
  }
}
