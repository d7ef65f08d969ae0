import NixAST
import VirtModel

/// Guests that go from one module of a fleet to another one when these are written again: their files do not
/// go with them.
struct MovedGuests {
  private var gone: [String: HostName] = [:]
  private var come: [String: HostName] = [:]

  /// Compares a module with the file that it replaces.
  mutating func look(at module: ModuleFiles.Module, new: [UInt8]) throws(Failure) {
    guard let host = module.hostName, let old = try Files.readIfPresent(module.path)?.bytes,
      old != new, old.starts(with: Array(ModuleState.mark.utf8)),
      let file = NixFile.parse(SourceText(name: module.path, bytes: old)).value,
      let changes = module.host.changes(from: file, context: module.context)
    else { return }
    for guest in changes.guests {
      switch guest.effect {
      case .appears: come[guest.name] = host
      case .disappears: gone[guest.name] = host
      case .restarts, .nextStart, .runsOn: continue
      }
    }
  }

  /// A warning about them, also with `--quiet`: a switch in the wrong order gives them new disks.
  var warning: String {
    let moves = come.sorted { $0.key < $1.key }.compactMap { guest, target in
      gone[guest].map { "\(guest) from \($0) to \(target)" }
    }
    guard !moves.isEmpty else { return "" }
    return
      "nixvirt: guests change their hosts, and a new host would start them with new disks; before"
      + " you switch a host, run the steps that nixvirt plan prints: \(NameList.text(moves))\n"
  }
}
