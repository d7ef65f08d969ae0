import NixAST
import VirtModel

/// What a new module changes, a line for each guest, and what a rebuild does.
enum ChangesReport {
  static func text(_ changes: ModuleChanges, _ style: Style) -> String {
    if changes.isEmpty { return "Nothing but the layout or comments differ.\n" }
    var lines = changes.guests.map { guest in
      let details = guest.details.isEmpty ? "" : guest.details.joined(separator: ", ") + "; "
      let line = "\(guest.name): \(details)\(words(for: guest.effect))"
      switch guest.effect {
      case .appears: return style(.added, line)
      case .disappears: return style(.removed, line)
      case .restarts, .waits, .runsOn: return line
      }
    }
    lines += changes.host.map { "host: \($0)" }
    if !changes.shared.isEmpty {
      lines.append("shared code: \(changes.shared.joined(separator: ", ")) changed")
    }
    return lines.joined(separator: "\n") + "\n\n" + summary(of: changes) + "\n"
  }

  private static func summary(of changes: ModuleChanges) -> String {
    let parts: [(ModuleChanges.Effect, String)] = [
      (.restarts, "restarts"), (.appears, "starts"), (.disappears, "shuts down"),
    ]
    var clauses = parts.compactMap { effect, verb -> String? in
      let names = changes.guests.filter { $0.effect == effect }.map(\.name)
      return names.isEmpty ? nil : "\(verb) \(names.joined(separator: ", "))"
    }
    if !changes.shared.isEmpty { clauses.append("may restart every guest") }
    return clauses.isEmpty
      ? "A rebuild restarts no guest." : "A rebuild \(clauses.joined(separator: "; "))."
  }

  /// What a rebuild does with a guest.
  static func words(for effect: ModuleChanges.Effect) -> String {
    switch effect {
    case .appears: "new"
    case .disappears: "removed; is shut down, its files are kept"
    case .restarts: "restarts"
    case .waits: "runs on until it is restarted by hand (restartOn)"
    case .runsOn: "runs on"
    }
  }
}
