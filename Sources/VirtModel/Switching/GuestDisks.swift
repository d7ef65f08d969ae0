/// The disks of a guest that nixvirt makes, and the files that are there.
struct GuestDisks {
  private struct Wanted {
    var name: String
    var file: String
    /// Nil: that of the image.
    var size: Size?
    var install: InstallKind?
    /// The file that it takes over if it has none.
    var former: String?
  }

  private let wanted: [Wanted]
  private let files: [String: HostState.File]

  init(_ guest: Guest, _ files: [HostState.File]) {
    var wanted: [Wanted] = []
    let root = guest.rootDisk
    if root.isInstalled {
      wanted.append(
        Wanted(name: "root", file: "root.qcow2", size: root.size, install: root.kind))
    }
    for disk in guest.listedDisks {
      guard case .file(let size) = disk.storage else { continue }
      wanted.append(
        Wanted(name: disk.serial, file: disk.file, size: size, former: disk.formerFile))
    }
    self.wanted = wanted
    var present = Dictionary(
      files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // As it will be when the guest starts.
    for disk in wanted where present[disk.file] == nil {
      guard let former = disk.former, let file = present.removeValue(forKey: former) else {
        continue
      }
      present[disk.file] = file
    }
    self.files = present
  }

  /// Whether there is nothing to install.
  var isInstalled: Bool { wanted.allSatisfy { $0.install == nil || files[$0.file] != nil } }

  /// The changes of disks when the guest starts.
  var changes: [SwitchPlan.DiskChange] {
    wanted.compactMap { disk in
      guard let file = files[disk.file] else {
        if isGone(disk) { return nil }
        if let install = disk.install { return .installed(install) }
        return disk.size.map { .made(disk: disk.name, file: disk.file, size: $0) }
      }
      guard let old = file.size, let new = disk.size, old < new else { return nil }
      return .grows(disk: disk.name, from: old, to: new)
    }
  }

  /// Why the guest will not start.
  func obstacles(hasInstaller: Bool) -> [SwitchPlan.Obstacle] {
    wanted.compactMap { disk in
      guard let file = files[disk.file] else {
        if isGone(disk) { return .diskGone(file: disk.file) }
        let installation = disk.install?.method.installation
        return (installation?.needsInstaller ?? false) && !hasInstaller ? .noInstaller : nil
      }
      guard let old = file.size else { return .unreadable(file: disk.file) }
      guard let new = disk.size, new < old else { return nil }
      return .smallerDisk(disk: disk.name, from: old, to: new)
    }
  }

  /// A mark says that the disk was there.
  private func isGone(_ disk: Wanted) -> Bool { files[".\(disk.file).known"] != nil }

  /// Disks that the guest no longer uses. A new one of the same size may be meant to be the same.
  var leftBehind: [ModuleChanges.Consequence] {
    var made = wanted.filter { $0.install == nil && files[$0.file] == nil && !isGone($0) }
    let unused = files.keys.filter { name in
      (name.hasSuffix(".qcow2") || name.hasSuffix(".raw")) && !wanted.contains { $0.file == name }
    }
    return unused.sorted().map { name in
      let place = made.firstIndex {
        InstallKind.owning(file: $0.file) == InstallKind.owning(file: name)
          && $0.size != nil && $0.size == files[name]?.size
      }
      return .leavesBehind(file: name, replacement: place.map { made.remove(at: $0).file })
    }
  }

  /// By how many bytes they may grow.
  var growth: Int64 {
    wanted.reduce(0) { sum, disk in
      let file = files[disk.file]
      guard let size = disk.size ?? file?.size else { return sum }
      // Blocks that snapshots hold stay when the guest writes all of its disk again.
      let held = file.map { $0.snapshots.isEmpty ? $0.allocated : 0 } ?? 0
      return sum.addingClamped(max(0, size.bytes.subtractingClamped(held)))
    }
  }
}
