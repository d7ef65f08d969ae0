import NixAST

/// A file or directory of the host that the host uses for a guest.
struct HostFile {
  enum Use {
    /// The guest's QEMU opens it.
    case openedByGuest
    case readByRoot
    /// Root writes into the directory.
    case writtenByRoot
  }

  var guest: GuestName
  /// The way to the key that names it.
  var key: String
  /// The path as it is written.
  var path: AbsolutePath
  /// The name of what the host uses in it; empty for the path itself.
  var inside: String
  var range: SourceRange?
  var use: Use

  /// - Parameter key: the way to the key among those of the guest.
  init(
    of guest: ResolvedGuest, _ key: String, path: AbsolutePath, inside: String = "",
    range: SourceRange?, use: Use = .openedByGuest
  ) {
    self.guest = guest.name.value
    self.key = "\(guest.path).\(key)"
    self.path = path
    self.inside = inside
    self.range = range
    self.use = use
  }
}

extension HostFile {
  fileprivate var place: AbsolutePath {
    inside.isEmpty ? path : AbsolutePath(checked: path.appending(inside))
  }
}

/// The places of a host to which guests can write. A guest could replace what is there, or put a symbolic
/// link in its place: root would follow it to any file of the host, and other guests would get what
/// this one wants them to.
struct PlacesOfGuests {
  private let shares: [AbsolutePath]
  private let guests: Set<GuestName>
  /// It has a directory for each guest, to which its QEMU can write, and which no other guest can enter.
  private let state: AbsolutePath
  /// The same, for sockets.
  private let runtime = AbsolutePath(checked: HostNames.runtimeDirectory)

  init(of guests: [Guest], stateDirectory: AbsolutePath) {
    self.guests = Set(guests.map(\.name))
    state = stateDirectory
    shares = guests.flatMap(\.shares).filter { !$0.readOnly }.map(\.source)
  }

  /// Reports a file of the host that is in one of them.
  ///
  /// - Parameter host: the host, if it is another one than the guest's.
  func check(_ file: HostFile, on host: HostName? = nil, _ diagnostics: inout Diagnostics) {
    let path = file.place.withoutKnownLinks
    func isIn(_ place: AbsolutePath) -> Bool {
      path.isAtOrBelow(place.withoutKnownLinks.description)
    }
    func contains(_ place: AbsolutePath) -> Bool {
      file.use == .writtenByRoot && place.withoutKnownLinks.isAtOrBelow(path.description)
    }
    let name = "\(file.key): \(quoted(file.path.description))"
    if file.use == .openedByGuest, let owner = owner(of: path), owner != file.guest {
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(name) is in the directory of the guest \(owner), which no other guest can read",
          at: file.range, suggestion: "move the file to another directory"))
    } else if let share = shares.first(where: { isIn($0) || contains($0) }) {
      let guest = host.map { "a guest of \($0)" } ?? "a guest"
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(name) \(isIn(share) ? "is in" : "contains") \(share), to which \(guest) can write",
          at: file.range,
          suggestion: "use a place that is not shared with guests, or make the share readOnly"))
    } else if file.use == .readByRoot, isIn(state) || isIn(runtime) {
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(name) is in a directory of guests, where a guest's QEMU could replace it",
          at: file.range,
          suggestion: "use a file that only root can read, as in \"/var/lib/secrets/key\""))
    } else if file.use == .writtenByRoot, isIn(state) || contains(state) {
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(name) \(isIn(state) ? "is in" : "contains") host.stateDir, with the disks of guests",
          at: file.range, suggestion: "use a directory of another disk, as in \"/srv/backups\""))
    }
  }

  /// The guest in whose directory a file is.
  private func owner(of path: AbsolutePath) -> GuestName? {
    let state = state.withoutKnownLinks.description
    guard path.isBelow(state) else { return nil }
    let rest = path.description.utf8.dropFirst(state.utf8.count + 1)
    let name = GuestName(String(Substring(rest.prefix { $0 != UInt8(ascii: "/") })))
    return name.flatMap { guests.contains($0) ? $0 : nil }
  }
}
