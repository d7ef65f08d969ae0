import NixAST

extension RootDiskKeys {
  /// Makes the root disk of a guest from its keys.
  static func resolve(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) -> Guest.RootDisk {
    RootDiskResolution(guest: guest).resolve(&diagnostics)
  }

  /// The kind that is given, or the one that goes with the keys that are, however wrong their values.
  static func kind(of guest: GuestDescription) -> InstallKind {
    if let install = guest[install] { return install.value }
    if guest.values.isGiven(image.name) { return .image }
    return guest.values.isGiven(iso.name) ? .iso : .nixos
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
    if kind == .image {
      guard let image = given[RootDiskKeys.image] else {
        return .blank(size: size?.value ?? .smallest, format: .qcow2)
      }
      return .image(image.value, size: size?.value)
    }
    guard let size else {
      if !saysSize {
        diagnostics.report(
          .missingKey(
            RootDiskKeys.diskSize.name, path: path, at: guest.name.range,
            suggestion: "add diskSize = \"20g\";"))
      }
      return .blank(size: .smallest, format: .qcow2)
    }
    switch kind {
    case .iso:
      guard let iso = given[RootDiskKeys.iso] else {
        return .blank(size: size.value, format: .qcow2)
      }
      return .iso(iso.value, size: size.value)
    case .none:
      return .blank(size: size.value, format: disk?.format?.value ?? .qcow2)
    case .store:
      let nixos = given[RootDiskKeys.nixos]?.value
      return .store(
        size: size.value, modules: nixos?.modules.map(\.value) ?? [],
        isWritable: nixos?.writableStore ?? false)
    case .nixos, .image:
      let modules = given[RootDiskKeys.nixos]?.value.modules ?? []
      return .nixos(size: size.value, modules: modules.map(\.value))
    }
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
    if let format = disk?.format, format.value == .raw, kind != .none {
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
    return .existing(
      file.value, format: disk?.format?.value ?? .raw, readOnly: disk?.readOnly ?? false)
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
    let image = given[RootDiskKeys.image]
    let iso = given[RootDiskKeys.iso]
    let install = given[RootDiskKeys.install]
    let kind = RootDiskKeys.kind(of: given)
    let modules = given[RootDiskKeys.nixos]?.value.modules ?? []
    let writableStore = given[RootDiskKeys.nixos]?.value.place(of: \.writableStore)
    let nixpkgs = given[RootDiskKeys.nixos]?.value.place(of: \.nixpkgs)
    for (key, place, users) in [
      ("image", image?.range, [InstallKind.image]), ("iso", iso?.range, [.iso]),
      ("nixos.modules", modules.first?.range, [.nixos, .store]),
      ("nixos.writableStore", writableStore, [.store]), ("nixos.nixpkgs", nixpkgs, [.nixos]),
    ] {
      guard let place, !users.contains(kind) else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(path).\(key) has no effect with install = \"\(kind.rawValue)\"", at: place,
          other: install?.range, suggestion: "remove one of them"))
    }
    for (wanted, key) in [
      (InstallKind.image, RootDiskKeys.image), (.iso, RootDiskKeys.iso),
    ] where kind == wanted && !given.values.isGiven(key.name) {
      diagnostics.report(
        .missingKey(
          key.name, path: path, at: install?.range ?? guest.name.range,
          suggestion: "add \(key.name) = ./<file>;"))
    }
    return kind
  }
}

extension Size {
  /// Stands in for a size that is missing, which was reported.
  fileprivate static let smallest = Size(checkedBytes: 1)
}
