extension Guest {
  /// The disk that it starts from. All that depends on how that disk comes to be is asked of it.
  public enum RootDisk: Hashable, Sendable {
    /// NixOS is installed on a new disk.
    case nixos(size: Size, modules: [SourcePath])
    /// A new disk keeps the state of a NixOS that boots from the host's store.
    case store(size: Size, modules: [SourcePath], isWritable: Bool)
    /// A cloud image is copied, and grown if a size is given.
    case image(SourcePath, size: Size?)
    /// An installer is booted on a new disk.
    case iso(SourcePath, size: Size)
    /// A new disk stays blank.
    case blank(size: Size, format: DiskFormat)
    /// A file or device that is there.
    case existing(AbsolutePath, format: DiskFormat, readOnly: Bool)

    /// The name of the file of a root disk that keeps state only, without the ending. An installed root
    /// disk has another one, because this one is formatted if it has no file system.
    static let storeStem = "root.store"

    /// How it is installed; nil if it is not: it is made blank, or is there.
    var install: InstallKind? {
      switch self {
      case .nixos: .nixos
      case .image: .image
      case .iso: .iso
      case .store, .blank, .existing: nil
      }
    }

    /// The value of the key `install`.
    public var kind: InstallKind {
      switch self {
      case .store: .store
      case .nixos, .image, .iso, .blank, .existing: install ?? .none
      }
    }

    /// The size that it is grown to once it is installed.
    var installedSize: Size? {
      switch self {
      case .nixos(let size, _), .iso(_, let size): size
      case .image(_, let size): size
      case .store, .blank, .existing: nil
      }
    }

    /// The disk as it stands among the others, if it is not installed.
    var listed: ListedDisk? {
      switch self {
      case .nixos, .image, .iso: nil
      case .store(let size, _, _):
        ListedDisk(
          serial: "root", storage: .file(size: size), format: .qcow2, readOnly: false,
          stem: Self.storeStem)
      case .blank(let size, let format):
        ListedDisk(serial: "root", storage: .file(size: size), format: format, readOnly: false)
      case .existing(let path, let format, let readOnly):
        ListedDisk(serial: "root", storage: .existing(path), format: format, readOnly: readOnly)
      }
    }
  }

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
