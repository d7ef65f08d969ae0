import NixAST

/// Finds disks that two guests, or two disks of one guest, would write to, and images that a guest would write
/// to while others are made from them.
struct DiskOverlaps {
  /// A disk by its path.
  private struct Use {
    var path: AbsolutePath
    var identity: DiskIdentity
    var isReadOnly: Bool
    /// Whether a root disk is made from it.
    var isSource = false
    var guest: GuestName
    var place: SourceRange?
  }

  private let directory: AbsolutePath
  /// By the whole disk.
  private var uses: [String: [Use]] = [:]

  /// - Parameter directory: the one with a directory for each guest.
  init(in directory: AbsolutePath) {
    self.directory = directory
  }

  mutating func check(_ guests: ResolvedGuests, _ diagnostics: inout Diagnostics) {
    for guest in guests {
      for disk in guest.given[Disks.key] { add(disk, of: guest, &diagnostics) }
      for file in RootDiskKeys.hostFiles(of: guest) {
        let use = Use(
          path: file.path, identity: DiskIdentity(file.path), isReadOnly: true, isSource: true,
          guest: file.guest, place: file.range)
        add(use, &diagnostics)
      }
    }
  }

  private mutating func add(
    _ disk: Named<Label, DiskDescription>, of guest: ResolvedGuest,
    _ diagnostics: inout Diagnostics
  ) {
    guard let path = disk.content.path else { return }
    let use = Use(
      path: path.value, identity: DiskIdentity(path.value), isReadOnly: disk.content.readOnly,
      guest: guest.name.value, place: path.range)
    add(use, &diagnostics)
    for made in guest.madeFiles(in: directory) where made == use.path.withoutKnownLinks.description
    {
      diagnostics.report(
        .usedTwice(
          .duplicateDiskPath, "the file \(use.path)",
          by: "disks.\(disk.name.value)", and: "a disk that nixvirt creates for \(use.guest)",
          at: use.place, first: nil, suggestion: "remove the path, or rename the file"))
    }
  }

  private mutating func add(_ use: Use, _ diagnostics: inout Diagnostics) {
    let earlier = uses[use.identity.whole, default: []].first {
      $0.identity.overlaps(use.identity) && !($0.isReadOnly && use.isReadOnly)
    }
    if let earlier { report(use, earlier, &diagnostics) }
    uses[use.identity.whole, default: []].append(use)
  }

  private func report(_ use: Use, _ earlier: Use, _ diagnostics: inout Diagnostics) {
    let what =
      use.path == earlier.path
      ? "the disk \(use.path)"
      : use.identity == earlier.identity
        ? "the disk \(use.path), which is \(earlier.path),"
        : "the disk \(use.path), which overlaps with \(earlier.path),"
    let suggestion =
      if use.isSource || earlier.isSource {
        "use a copy of the image for the disk, which is written to"
      } else if use.isReadOnly || earlier.isReadOnly {
        "make both readOnly: writes by one would corrupt the other"
      } else {
        "use different ones"
      }
    diagnostics.report(
      .usedTwice(
        .duplicateDiskPath, what, by: "the guest \(use.guest)", and: "the guest \(earlier.guest)",
        at: use.place, first: earlier.place, suggestion: suggestion))
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
