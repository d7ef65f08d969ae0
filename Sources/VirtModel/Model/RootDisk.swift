extension Guest {
  /// The disk that it starts from. How it comes to be decides what else a guest has: the methods of its
  /// ``kind`` answer that.
  public struct RootDisk: Hashable, Sendable {
    /// The value of the key `install`.
    public let kind: InstallKind
    /// The size of the file that is made for it. Nil: that of the image, or of a disk that is there.
    public let size: Size?
    /// The file or device that is there; nil for a disk that is made.
    public let path: AbsolutePath?
    /// The format of its bytes.
    public let format: DiskFormat
    /// Whether the guest can only read it.
    public let readOnly: Bool
    /// The image that is copied to it, or the installer that is booted.
    public let source: SourcePath?
    /// The NixOS modules of the guest's system.
    public let modules: [SourcePath]
    /// Whether the guest can add to the store that it boots from.
    let hasWritableStore: Bool

    /// A disk that is made.
    init(
      _ kind: InstallKind, size: Size?, format: DiskFormat = .qcow2, source: SourcePath? = nil,
      modules: [SourcePath] = [], hasWritableStore: Bool = false
    ) {
      self.kind = kind
      self.size = size
      path = nil
      self.format = format
      readOnly = false
      self.source = source
      self.modules = modules
      self.hasWritableStore = hasWritableStore
    }

    /// A disk that is there.
    init(existing path: AbsolutePath, format: DiskFormat, readOnly: Bool) {
      kind = .none
      size = nil
      self.path = path
      self.format = format
      self.readOnly = readOnly
      source = nil
      modules = []
      hasWritableStore = false
    }
  }
}
