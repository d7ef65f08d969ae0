extension Guest {
  /// A disk with its file, as a guest's paragraph lists it.
  struct ListedDisk {
    /// Its serial number in the guest.
    var serial: String
    /// Where its bytes are.
    var storage: Disk.Storage
    var format: DiskFormat
    var readOnly: Bool
    /// Its place behind bridges of the PCI bus; nil for the root disk.
    var slot: Int?
    /// The name of its file without the ending, if that is not the serial number.
    var stem: String?
    /// The file that it had under its former name; nil if it had none.
    var formerFile: String?

    /// The file, from the guest's directory.
    var file: String {
      switch storage {
      case .file: "\(stem ?? serial).\(format.rawValue)"
      case .existing(let path): path.description
      }
    }
  }

  /// The disks besides a root disk that was installed.
  var listedDisks: [ListedDisk] {
    let others = disks.map { disk in
      ListedDisk(
        serial: disk.name.description, storage: disk.storage, format: disk.format,
        readOnly: disk.readOnly, slot: disk.slot,
        formerFile: disk.former.map { "\($0).\(disk.format.rawValue)" })
    }
    return rootDisk.listed.map { [$0] + others } ?? others
  }
}

extension Guest.RootDisk {
  /// The disk as it stands among the others, if it is not installed.
  fileprivate var listed: Guest.ListedDisk? {
    if isInstalled { return nil }
    guard let storage = path.map(Guest.Disk.Storage.existing) ?? size.map({ .file(size: $0) })
    else { return nil }
    return Guest.ListedDisk(
      serial: "root", storage: storage, format: format, readOnly: readOnly, stem: method.fileStem)
  }
}
