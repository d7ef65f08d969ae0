import NixAST

// The access of guests' units to files of the host.

/// The purpose of a path.
enum PathUse {
  /// Read once, by an installation.
  case source
  case disk(isWritable: Bool)
  case share
  case guestDirectories
}

extension HostPlace {
  /// Why a guest's unit cannot use a path here; nil if it can.
  func objection(to use: PathUse) -> String? {
    switch (self, use) {
    case (.rootHome, _): "is in a directory that only root can enter"
    case (.temporary, _): "is temporary: the guest's unit has its own, empty /tmp and /var/tmp"
    case (.homes, .source), (.homes, .guestDirectories):
      "is in a home directory, which the guest's unit cannot see"
    case (.devices, .source): "is a device; the installation cannot open it"
    case (.memory, _), (.devices, .guestDirectories), (.run, .guestDirectories):
      "is in memory, so it is lost when the host restarts"
    case (.store, .guestDirectories), (.store, .disk(isWritable: true)):
      "is in the Nix store, which is read-only"
    case (.system, .guestDirectories), (.system, .disk(isWritable: true)):
      "is in a directory of the operating system"
    case (.homes, _), (.devices, _), (.run, _), (.store, _), (.system, _), (.data, _): nil
    }
  }
}

extension Diagnostics {
  /// Reports a path that guests' units cannot use.
  mutating func checkPath(
    _ path: AbsolutePath, _ key: String, _ use: PathUse, at place: SourceRange?
  ) {
    guard let objection = HostPlace(path).objection(to: use) else { return }
    let cure =
      switch use {
      case .source: "move it, for example to /var/lib/images, or write a Nix path without quotes"
      case .disk: "move it, for example to /var/lib/images"
      case .share: "share another directory"
      case .guestDirectories: "remove it for the default, /var/lib/guests, or use a data directory"
      }
    report(
      Diagnostic(
        .unusablePath, "\(key): \(quoted(path.description)) \(objection)", at: place,
        suggestion: cure))
  }
}
