import NixAST

/// What a place of the host is to the unit of a guest: `ProtectHome=`, `PrivateTmp=` and
/// `ProtectSystem=` of systemd.exec(5) hide some places, and lock others.
enum HostPlace: Sendable {
  /// Homes of users. The unit does not see them, and only their owner may enter them.
  case homes
  /// The home of root, which nobody else may enter.
  case rootHome
  /// `/tmp` and `/var/tmp`, of which each unit has its own.
  case temporary
  /// Kept in memory: gone when the host restarts.
  case memory
  /// `/run`, where programs of the host put files for others, and media are mounted.
  case run
  /// Device nodes.
  case devices
  /// The Nix store, which nobody may write to.
  case store
  /// Directories of the operating system.
  case system
  /// Anywhere else.
  case data

  init(_ path: AbsolutePath) {
    let path = path.withoutKnownLinks
    self =
      Self.rules.first { $0.folders.contains(where: path.isAtOrBelow) }?.place
      ?? (path.description == "/" ? .system : .data)
  }

  private static let rules: [(folders: [String], place: HostPlace)] = [
    (["/home", "/run/user"], .homes),
    (["/root"], .rootHome),
    (["/tmp", "/var/tmp"], .temporary),
    (["/dev/shm", "/dev/mqueue", "/dev/hugepages", "/proc", "/sys"], .memory),
    (["/run"], .run),
    (["/dev"], .devices),
    (["/nix"], .store),
    (["/bin", "/boot", "/etc", "/lib", "/lib64", "/sbin", "/usr"], .system),
  ]
}

extension AbsolutePath {
  /// The same place by the name that it has behind links that every Linux has.
  var withoutKnownLinks: AbsolutePath {
    for (link, target) in [("/var/run", "/run"), ("/var/lock", "/run/lock")]
    where isAtOrBelow(link) {
      return AbsolutePath(checked: target + description.dropFirst(link.utf8.count))
    }
    return self
  }

  /// Whether it is a directory, or something in it.
  func isAtOrBelow(_ folder: String) -> Bool {
    description.hasPrefix(folder)
      && (folder == "/" || description.utf8.count == folder.utf8.count
        || description.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/"))
  }

  /// Whether it is something in a directory. `hasPrefix` of a text that ends in `/` misses a name that starts
  /// with an accent.
  func isBelow(_ folder: String) -> Bool {
    description != folder && isAtOrBelow(folder)
  }
}
