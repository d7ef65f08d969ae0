import NixAST

extension RootDiskKeys {
  /// Makes the root disk of a guest from its keys.
  static func resolve(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) -> Guest.RootDisk {
    RootDiskResolution(guest: guest).resolve(&diagnostics)
  }

  /// The kind that is given, or the one that goes with the keys that are, however wrong their values.
  static func kind(of guest: GuestDescription) -> InstallKind {
    if let install = guest[install] { return install.value }
    return sources.first { guest.values.isGiven($0.key) }?.kind ?? .nixos
  }

  private static let sources = InstallKind.allCases.compactMap { kind in
    kind.method.source.map { (kind: kind, key: $0.name) }
  }
}

private struct RootDiskResolution {
  let guest: DescribedGuest
  let disk: DiskDescription?

  init(guest: DescribedGuest) {
    self.guest = guest
    disk = guest.given[Disks.key].first { $0.name.value == Disks.root }?.content
  }

  private var path: String { guest.path }
  private var given: GuestDescription { guest.given }

  func resolve(_ diagnostics: inout Diagnostics) -> Guest.RootDisk {
    let kind = installKind(&diagnostics)
    if let path = disk?.path { return existing(path, &diagnostics) }
    checkForm(kind, &diagnostics)
    let size = given[RootDiskKeys.diskSize] ?? disk?.size
    let method = kind.method
    if size == nil, method.needsSize, !saysSize {
      diagnostics.report(
        .missingKey(
          RootDiskKeys.diskSize.name, path: path, at: guest.name.range,
          suggestion: "add diskSize = \"20g\";"))
    }
    let source = method.source.flatMap { given[$0]?.value }
    guard size != nil || !method.needsSize, source != nil || method.source == nil else {
      return Guest.RootDisk(.none, size: size?.value ?? .smallest)
    }
    let nixos = method.inputs.contains(.modules) ? given[RootDiskKeys.nixos]?.value : nil
    return Guest.RootDisk(
      kind, size: size?.value, format: method.mayBeRaw ? disk?.format?.value ?? .qcow2 : .qcow2,
      source: source, modules: nixos?.modules.map(\.value) ?? [],
      hasWritableStore: method.inputs.contains(.writableStore) && nixos?.writableStore ?? false)
  }

  /// Whether something is said about the size, however wrong.
  private var saysSize: Bool {
    if given.values.isGiven(RootDiskKeys.diskSize.name) { return true }
    if let disk { return ["size", "path"].contains(where: disk.values.isGiven) }
    return given.values.isGiven(Disks.key.name) && given[Disks.key].isEmpty
  }

  private func checkForm(_ kind: InstallKind, _ diagnostics: inout Diagnostics) {
    if let short = given[RootDiskKeys.diskSize], let size = disk?.size {
      diagnostics.report(
        .conflictingKeys(
          "\(path) has both diskSize and disks.root.size", at: size.range, other: short.range,
          suggestion: "remove one of them"))
    }
    if let format = disk?.format, format.value == .raw, !kind.method.mayBeRaw {
      diagnostics.report(
        .conflictingKeys(
          "\(path).disks.root.format: nixvirt installs only to qcow2"
            + " disks", at: format.range, other: nil,
          suggestion: "remove the format, or set install = \"none\""))
    }
    if let disk, disk.readOnly {
      diagnostics.report(
        .conflictingKeys(
          "\(path).disks.root.readOnly: a read-only disk cannot be installed",
          at: disk.place(of: \.readOnly) ?? guest.name.range, other: nil, suggestion: "remove it"))
    }
  }

  private func existing(
    _ file: Located<AbsolutePath>, _ diagnostics: inout Diagnostics
  ) -> Guest.RootDisk {
    if let install = given[RootDiskKeys.install], install.value != .none {
      diagnostics.report(
        .conflictingKeys(
          "\(path).install would write to \(file.value), but disks.root.path means that the"
            + " disk exists already",
          at: install.range, other: file.range, suggestion: "write install = \"none\""))
    }
    if given[RootDiskKeys.install] == nil { checkUnused(file, &diagnostics) }
    for size in [given[RootDiskKeys.diskSize], disk?.size].compactMap(\.self) {
      diagnostics.report(
        .conflictingKeys(
          "\(path): nixvirt never resizes the existing disk \(file.value)", at: size.range,
          other: file.range, suggestion: "remove the size"))
    }
    return Guest.RootDisk(
      existing: file.value, format: disk?.format?.value ?? .raw, readOnly: disk?.readOnly ?? false)
  }

  /// Reports what would be installed, were there not a disk already.
  private func checkUnused(
    _ file: Located<AbsolutePath>, _ diagnostics: inout Diagnostics
  ) {
    let modules = given[RootDiskKeys.nixos]?.value.modules ?? []
    for (key, value, way) in [
      (
        "image", given[RootDiskKeys.image],
        "write it to the disk yourself, once: qemu-img convert -n -O raw <image> <disk>"
      ),
      (
        "iso", given[RootDiskKeys.iso],
        "install the system on the disk yourself, before you"
          + " describe it"
      ),
      ("nixos.modules", modules.first, "change the system in the guest"),
    ] {
      guard let value else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(path).\(key) has no effect: nothing is installed on the existing disk of"
            + " disks.root.path", at: value.range, other: file.range,
          suggestion: "remove \(key), and \(way)"))
    }
  }

  /// The kind that is given, or the one that goes with the keys that are.
  private func installKind(_ diagnostics: inout Diagnostics) -> InstallKind {
    let install = given[RootDiskKeys.install]
    let kind = RootDiskKeys.kind(of: given)
    let method = kind.method
    let read = method.inputs
    for input in InstallInput.allCases where !read.contains(input) {
      guard let place = place(of: input) else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(path).\(input.rawValue) has no effect with install = \"\(kind.rawValue)\"", at: place,
          other: install?.range, suggestion: "remove one of them"))
    }
    if let key = method.source, !given.values.isGiven(key.name) {
      diagnostics.report(
        .missingKey(
          key.name, path: path, at: install?.range ?? guest.name.range,
          suggestion: "add \(key.name) = ./<file>;"))
    }
    return kind
  }

  /// Where a key is given.
  private func place(of input: InstallInput) -> SourceRange? {
    let nixos = given[RootDiskKeys.nixos]?.value
    return switch input {
    case .image: given[RootDiskKeys.image]?.range
    case .iso: given[RootDiskKeys.iso]?.range
    case .modules: nixos?.modules.first?.range
    case .writableStore: nixos?.place(of: \.writableStore)
    case .nixpkgs: nixos?.place(of: \.nixpkgs)
    }
  }
}

extension Size {
  /// Stands in for a size that is missing, which was reported.
  fileprivate static let smallest = Size(checkedBytes: 1)
}
