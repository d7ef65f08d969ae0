import NixAST

/// Makes a guest's disks from their descriptions.
struct DiskResolution {
  private(set) var root: Guest.RootDisk
  private(set) var others: [Guest.Disk] = []

  init(_ named: Named<GuestName, GuestDescription>, _ findings: inout Findings) {
    let resolver = Resolver(described: named.content, name: named.name)
    root = resolver.root(&findings)
    others = resolver.others(&findings)
  }

  private struct Resolver {
    let described: GuestDescription
    let name: Located<GuestName>

    var path: String { "guests.\(name.value)" }

    var rootDescription: Named<Label, DiskDescription>? {
      described.disks.first { $0.name.value.description == "root" }
    }

    // MARK: - The root disk

    func root(_ findings: inout Findings) -> Guest.RootDisk {
      let kind = installKind(&findings)
      let disk = rootDescription?.content
      if let path = disk?.path { return existing(path, kind, &findings) }
      if let short = described.diskSize, let size = disk?.size {
        findings.report(
          .conflictingKeys(
            "\(path) has both diskSize and disks.root.size", at: size.place, other: short.range,
            suggestion: "remove one of them"))
      }
      if let format = disk?.format, format.value == .raw, kind != .none {
        findings.report(
          .conflictingKeys(
            "\(path).disks.root.format: an installed disk is qcow2", at: format.place,
            other: nil, suggestion: "remove the format, or set install = \"none\""))
      }
      if let readOnly = disk?.readOnly, readOnly.value {
        findings.report(
          .conflictingKeys(
            "\(path).disks.root.readOnly: nothing can be installed on it", at: readOnly.place,
            other: nil, suggestion: "remove it"))
      }
      let size = described.diskSize ?? disk?.size
      if kind == .image, let image = described.image {
        return .image(image.value, size: size?.value)
      }
      guard let size else {
        if described.unreadable.isDisjoint(with: ["diskSize", "disks"]) {
          reportMissingSize(&findings)
        }
        return .blank(size: .smallest, format: .qcow2)
      }
      switch kind {
      case .iso:
        guard let iso = described.iso else { return .blank(size: size.value, format: .qcow2) }
        return .iso(iso.value, size: size.value)
      case .none:
        return .blank(size: size.value, format: disk?.format?.value ?? .qcow2)
      case .nixos, .image:
        return .nixos(size: size.value, modules: described.nixosModules.map(\.value))
      }
    }

    private func reportMissingSize(_ findings: inout Findings) {
      findings.report(
        .missingKey(
          "diskSize", path: path, at: name.place, suggestion: "add diskSize = \"20g\";"))
    }

    private func existing(
      _ file: Located<AbsolutePath>, _ kind: InstallKind, _ findings: inout Findings
    ) -> Guest.RootDisk {
      let disk = rootDescription?.content ?? DiskDescription()
      if let install = described.install, install.value != .none {
        findings.report(
          .conflictingKeys(
            "\(path).install would write to \(file.value), which disks.root.path says is there",
            at: install.place, other: file.range, suggestion: "write install = \"none\""))
      }
      for size in [described.diskSize, disk.size].compactMap(\.self) {
        findings.report(
          .conflictingKeys(
            "\(path): the disk \(file.value) is there and is never resized", at: size.place,
            other: file.range, suggestion: "remove the size"))
      }
      return .existing(
        file.value, format: disk.format?.value ?? .raw, readOnly: disk.readOnly?.value ?? false)
    }

    /// The kind that is given, or the one that goes with the keys that are.
    private func installKind(_ findings: inout Findings) -> InstallKind {
      let implied: InstallKind =
        described.image != nil ? .image : described.iso != nil ? .iso : .nixos
      let kind = described.install?.value ?? implied
      if let image = described.image, kind != .image {
        reportUnused("image", image, kind, &findings)
      }
      if let iso = described.iso, kind != .iso { reportUnused("iso", iso, kind, &findings) }
      if let module = described.nixosModules.first, kind != .nixos {
        reportUnused("nixos.modules", module, kind, &findings)
      }
      for (wanted, key, isGiven) in [
        (InstallKind.image, "image", described.image != nil),
        (InstallKind.iso, "iso", described.iso != nil),
      ] where kind == wanted && !isGiven && !described.unreadable.contains(key) {
        findings.report(
          .missingKey(
            key, path: path, at: described.install?.place ?? name.place,
            suggestion: "add \(key) = ./<file>;"))
      }
      return kind
    }

    private func reportUnused(
      _ key: String, _ value: Located<SourcePath>, _ kind: InstallKind, _ findings: inout Findings
    ) {
      findings.report(
        .conflictingKeys(
          "\(path).\(key) is not used with install = \"\(kind.rawValue)\"", at: value.place,
          other: described.install?.range, suggestion: "remove one of them"))
    }

    // MARK: - The other disks

    func others(_ findings: inout Findings) -> [Guest.Disk] {
      var result: [Guest.Disk] = []
      for disk in described.disks where disk.name.value.description != "root" {
        let path = "\(path).disks.\(disk.name.value)"
        let storage: Guest.Disk.Storage
        switch (disk.content.path, disk.content.size) {
        case (let file?, let size?):
          findings.report(
            .conflictingKeys(
              "\(path): the disk \(file.value) is there and is never resized", at: size.place,
              other: file.range, suggestion: "remove the size, or the path"))
          storage = .existing(file.value)
        case (let file?, nil): storage = .existing(file.value)
        case (nil, let size?): storage = .file(size: size.value)
        case (nil, nil):
          findings.report(
            .missingKey(
              "size", path: path, at: disk.name.place,
              suggestion: "add size = \"20g\"; or path = \"/dev/<device>\";"))
          continue
        }
        let fallback: DiskFormat = disk.content.path == nil ? .qcow2 : .raw
        result.append(
          Guest.Disk(
            name: disk.name.value, storage: storage,
            format: disk.content.format?.value ?? fallback,
            readOnly: disk.content.readOnly?.value ?? false))
      }
      return result.sorted { $0.name < $1.name }
    }
  }
}

extension Size {
  /// Stands in for a size that is missing, which was reported.
  fileprivate static let smallest = Size(checkedBytes: 1)
}
