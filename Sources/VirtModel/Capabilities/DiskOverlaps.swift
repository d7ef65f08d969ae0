import NixAST

/// Finds disks that two guests, or two disks of one guest, would write to.
struct DiskOverlaps {
  /// A disk by its path.
  private struct Use {
    var path: AbsolutePath
    var identity: DiskIdentity
    var isReadOnly: Bool
    var guest: GuestName
    var place: SourceRange?
  }

  private let directory: AbsolutePath
  /// By the whole disk.
  private var uses: [String: [Use]] = [:]
  private var order: [Use] = []

  /// - Parameter directory: the one with a directory for each guest.
  init(in directory: AbsolutePath) {
    self.directory = directory
  }

  mutating func check(
    _ guests: ResolvedGuests, _ diagnostics: inout Diagnostics
  ) {
    var names: Set<GuestName> = []
    for guest in guests {
      names.insert(guest.name.value)
      for disk in guest.given[Disks.key] { add(disk, of: guest, &diagnostics) }
    }
    for use in order { checkDirectory(use, names, &diagnostics) }
  }

  private mutating func add(
    _ disk: Named<Label, DiskDescription>, of guest: ResolvedGuest,
    _ diagnostics: inout Diagnostics
  ) {
    guard let path = disk.content.path else { return }
    let use = Use(
      path: path.value, identity: DiskIdentity(path.value), isReadOnly: disk.content.readOnly,
      guest: guest.name.value, place: path.range)
    let earlier = uses[use.identity.whole, default: []].first {
      $0.identity.overlaps(use.identity) && !($0.isReadOnly && use.isReadOnly)
    }
    if let earlier { report(use, earlier, &diagnostics) }
    uses[use.identity.whole, default: []].append(use)
    order.append(use)
    for made in guest.madeFiles(in: directory) where made == use.path.withoutKnownLinks.description
    {
      diagnostics.report(
        .usedTwice(
          .duplicateDiskPath, "the file \(use.path)",
          by: "disks.\(disk.name.value)", and: "a disk that nixvirt creates for \(use.guest)",
          at: use.place, first: nil, suggestion: "remove the path, or rename the file"))
    }
  }

  private func report(_ use: Use, _ earlier: Use, _ diagnostics: inout Diagnostics) {
    let what =
      use.path == earlier.path
      ? "the disk \(use.path)"
      : use.identity == earlier.identity
        ? "the disk \(use.path), which is \(earlier.path),"
        : "the disk \(use.path), which overlaps with \(earlier.path),"
    let isMixed = use.isReadOnly || earlier.isReadOnly
    diagnostics.report(
      .usedTwice(
        .duplicateDiskPath, what, by: "the guest \(use.guest)", and: "the guest \(earlier.guest)",
        at: use.place, first: earlier.place,
        suggestion: isMixed
          ? "make both readOnly: writes by one would corrupt the other" : "use different ones"))
  }

  /// Only its guest may enter a guest's directory.
  private func checkDirectory(
    _ use: Use, _ names: Set<GuestName>, _ diagnostics: inout Diagnostics
  ) {
    let path = use.path.withoutKnownLinks
    guard path.isAtOrBelow(directory.description) else { return }
    let rest = path.description.dropFirst(directory.description.utf8.count).split(separator: "/")
    guard let owner = rest.first.flatMap({ GuestName(String($0)) }), owner != use.guest,
      names.contains(owner)
    else { return }
    diagnostics.report(
      Diagnostic(
        .unusablePath,
        "guests.\(use.guest).disks: \(quoted(use.path.description)) is in the directory of the guest"
          + " \(owner), which no other guest can read", at: use.place,
        suggestion: "move the file to another directory"))
  }
}

extension ResolvedGuest {
  /// The files of disks that nixvirt makes in the guest's directory.
  fileprivate func madeFiles(in directory: AbsolutePath) -> [String] {
    let folder = directory.appending(name.value.description) + "/"
    let made = guest.listedDisks.compactMap { disk -> String? in
      if case .file = disk.storage { folder + disk.file } else { nil }
    }
    return guest.rootDisk.isInstalled ? made + [folder + "root.qcow2"] : made
  }
}
