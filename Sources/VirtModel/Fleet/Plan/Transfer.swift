import NixAST

/// A guest that was there before, perhaps under another name, on another host or in another directory:
/// what must be done to its files.
struct Transfer {
  let old: Guest
  let new: Guest
  let from: Host
  let to: Host
  let source: HostName
  let target: HostName

  /// Whether it goes to another host.
  var isMove: Bool { source != target }
  /// Whether it gets another name.
  var isRenamed: Bool { old.name != new.name }
  /// Whether its system cannot run there.
  var isForeign: Bool { from.system != to.system }

  var oldDirectory: AbsolutePath { AbsolutePath(checked: "\(from.stateDirectory)/\(old.name)") }
  var newDirectory: AbsolutePath { AbsolutePath(checked: "\(to.stateDirectory)/\(new.name)") }

  /// Whether its directory is another one.
  var isElsewhere: Bool { isMove || oldDirectory != newDirectory }

  /// Whether there is anything to do, besides switching its host.
  var isNeeded: Bool {
    isHeld || !shrinking.isEmpty
  }

  /// Whether it must be off for it.
  var isHeld: Bool { isElsewhere || isForeign || !files.isEmpty || !transfers.isEmpty }

  /// Why it is held on its old host.
  var reason: FleetPlan.HoldReason {
    if isMove { return .moves(to: target) }
    return isRenamed ? .renamed(to: new.name) : .files
  }

  // MARK: - Disks

  /// Disks that were there before, each with what it was: the same name, or the one that it had.
  private var pairs: [(name: String, old: PlanDisk, new: PlanDisk)] {
    let before = Dictionary(
      PlanDisk.all(of: old).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let after = PlanDisk.all(of: new)
    let names = Set(after.map(\.name))
    return after.compactMap { disk in
      if let same = before[disk.name] { return (disk.name, same, disk) }
      guard let former = disk.former, !names.contains(former), let old = before[former] else {
        return nil
      }
      return (disk.name, old, disk)
    }
  }

  /// Disks that get another file in the guest's directory.
  var files: [FleetPlan.FileChange] {
    if isForeign { return [] }
    return pairs.compactMap { name, old, new in
      guard case .file = old.storage, case .file = new.storage, old.file != new.file else {
        return nil
      }
      // It takes a file of its former name over itself.
      if old.name != new.name, old.format == new.format { return nil }
      // A root disk that keeps state only is none with a system, and the other way round.
      guard InstallKind.owning(file: old.file) == InstallKind.owning(file: new.file) else {
        return nil
      }
      return FleetPlan.FileChange(
        disk: name, directory: newDirectory, from: old.file, to: new.file,
        format: old.format, newFormat: new.format)
    }
  }

  /// Disks that become smaller, where they are.
  var shrinking: [FleetPlan.Work] {
    if isForeign { return [] }
    return pairs.compactMap { name, old, new in
      guard case .file(let before?) = old.storage, case .file(let after?) = new.storage,
        before > after
      else { return nil }
      return .shrink(
        disk: name, file: place(old.file, oldDirectory), old.format, from: before, to: after)
    }
  }

  /// Disks that go from a file to a device, or the other way round, or to another path.
  var transfers: [FleetPlan.Work] {
    if isForeign { return [] }
    let former = isMove ? source : nil
    return pairs.compactMap { name, old, new in
      switch (old.storage, new.storage) {
      case (.existing(let path), .file):
        return .transfer(disk: name, from: path, of: former, to: place(new.file, newDirectory))
      case (.file, .existing(let path)):
        // It was copied with the guest's directory.
        return .transfer(disk: name, from: place(old.file, newDirectory), of: nil, to: path)
      case (.existing(let path), .existing(let other)):
        // On another host, the same path may be the same disk, or another one.
        return path != other ? .transfer(disk: name, from: path, of: former, to: other) : nil
      case (.file, .file): return nil
      }
    }
  }

  private func place(_ file: String, _ directory: AbsolutePath) -> AbsolutePath {
    AbsolutePath(checked: "\(directory)/\(file)")
  }

  /// Paths and addresses in its description that another host must have.
  var needs: [String] {
    let paths =
      new.existingDisks + new.shares.map(\.source) + new.secrets.map(\.content.value)
    return paths.map(\.description) + new.pci.map { "\($0.address)" }
  }
}

/// A disk with its file, for comparing it with the one that it was.
struct PlanDisk {
  enum Storage {
    /// A file of the guest's directory; without a size, it has that of an image.
    case file(Size?)
    case existing(AbsolutePath)
  }

  var name: String
  /// The name that it had.
  var former: String?
  var file: String
  var format: DiskFormat
  var storage: Storage

  static func all(of guest: Guest) -> [PlanDisk] {
    var disks: [PlanDisk] = []
    if guest.rootDisk.isInstalled {
      disks.append(
        PlanDisk(
          name: "root", file: "root.qcow2", format: .qcow2,
          storage: .file(guest.rootDisk.size)))
    }
    let former = Dictionary(
      guest.disks.map { ($0.name.description, $0.former?.description) },
      uniquingKeysWith: { first, _ in first })
    for disk in guest.listedDisks {
      let storage: Storage =
        switch disk.storage {
        case .file(let size): .file(size)
        case .existing(let path): .existing(path)
        }
      disks.append(
        PlanDisk(
          name: disk.serial, former: former[disk.serial] ?? nil, file: disk.file,
          format: disk.format, storage: storage))
    }
    return disks
  }
}
