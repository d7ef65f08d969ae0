import NixAST

/// A guest's further disks.
public enum Disks: GuestCapability {
  /// Disks by name.
  public static let key = DefaultedKey<[Named<Label, DiskDescription>]>(
    "disks",
    .map(
      "the name of a disk", rule: Label.diskRule, pattern: labelPattern, { Label(disk: $0) },
      .described()), default: [], "More disks, by name. `root` is the root disk.")

  /// The disk that a guest starts from.
  static let root = Label(checked: "root")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("disks", implies: true)] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    checkHandover(guest, &diagnostics)
    checkFormerNames(guest, &diagnostics)
    for disk in guest.given[key] {
      guard let path = disk.content.path else { continue }
      diagnostics.checkPath(
        path.value, "\(guest.path).disks.\(disk.name.value).path",
        .disk(isWritable: !disk.content.readOnly), at: path.range)
    }
  }

  /// Names are serial numbers, and the drive that hands over keys has one.
  private static func checkHandover(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard RootDiskKeys.kind(of: guest.given).method.configurator == .nixOS else { return }
    for disk in guest.given[key] where disk.name.value.description == HandoverDrive.serial {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).disks.\(disk.name.value): a guest with NixOS has a drive of this name,"
            + " with its SSH keys", at: disk.name.range, other: nil,
          suggestion: "use another name"))
    }
  }

  /// A former name is of one disk, which is there no more.
  private static func checkFormerNames(
    _ guest: DescribedGuest, _ diagnostics: inout Diagnostics
  ) {
    var former: [Label: SourceRange?] = [:]
    for disk in guest.given[key] { former[disk.name.value] = disk.name.range }
    // A root disk that is not described has its file all the same.
    if former[root] == nil, RootDiskKeys.kind(of: guest.given).method.fileStem == nil {
      former[root] = .some(guest.given[RootDiskKeys.diskSize]?.range)
    }
    for disk in guest.given[key] {
      guard let name = disk.content.formerly else { continue }
      guard let other = former.updateValue(name.range, forKey: name.value) else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).disks.\(disk.name.value).formerly: another disk has, or had, the name"
            + " \(name.value)", at: name.range, other: other,
          suggestion: "remove it, or name the disk that this one was before"))
    }
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    var overlaps = DiskOverlaps(in: host.stateDirectory)
    overlaps.check(guests, &diagnostics)
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    for disk in guest.given[key] {
      guard let path = disk.content.path else { continue }
      let name = "\(guest.path).disks.\(disk.name.value).path"
      diagnostics.warnOfHome(path.value, name, of: guest.guest, at: path.range)
      diagnostics.warnOfStore(path.value, name, at: path.range)
    }
  }

  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    guest.given[key].compactMap { disk in
      disk.content.path.map { path in
        HostFile(
          of: guest, "disks.\(disk.name.value).path",
          path: path.value, range: path.range)
      }
    }
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for disk in guest.guest.disks {
      let described = guest.given[key].first { $0.name.value == disk.name }
      claims.add(
        "\(guest.name.value)/\(disk.slot)", .slot, of: guest, at: described?.name.range,
        key: described?.content.slot == nil ? "\(guest.path).disks.\(disk.name).slot" : nil)
    }
  }

  /// Makes the disks besides the root disk.
  static func resolve(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) -> [Guest.Disk] {
    var result: [Guest.Disk] = []
    for disk in guest.given[key] where disk.name.value != root {
      let path = "\(guest.path).disks.\(disk.name.value)"
      let storage: Guest.Disk.Storage
      switch (disk.content.path, disk.content.size) {
      case (let file?, let size):
        if let size {
          diagnostics.report(
            .conflictingKeys(
              "\(path): nixvirt never resizes the existing disk \(file.value)", at: size.range,
              other: file.range, suggestion: "remove the size, or the path"))
        }
        storage = .existing(file.value)
      case (nil, let size?): storage = .file(size: size.value)
      case (nil, nil):
        if !disk.content.values.isGiven("size"), !disk.content.values.isGiven("path") {
          diagnostics.report(
            .missingKey(
              "size", path: path, at: disk.name.range,
              suggestion: "add size = \"20g\"; or path = \"/dev/<device>\";"))
        }
        continue
      }
      let fallback: DiskFormat = disk.content.path == nil ? .qcow2 : .raw
      result.append(
        Guest.Disk(
          name: disk.name.value, storage: storage,
          format: disk.content.format?.value ?? fallback, readOnly: disk.content.readOnly,
          slot: disk.content.slot?.value
            ?? HardwarePlan.place("disk", disk.name.value.description),
          former: disk.content.path == nil ? disk.content.formerly?.value : nil))
    }
    return result.sorted { $0.name < $1.name }
  }

  /// Disks as a list with QEMU's words, as nixvirt writes them, become a set by their names. A root
  /// disk among them was not installed.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard case .list(let list)? = attribute.data else { return nil }
    var bindings: [Binding] = []
    var install: InstallKind?
    for element in list.elements {
      let place = element.expr.range ?? attribute.place
      guard let disk = disk(element.expr, &importer) else {
        importer.report(.notImported("a disk of \(attribute.path)", "it has no serial", at: place))
        continue
      }
      if disk.name == root.description {
        install = importer.isGenerated ? .uninstalled(with: importer.attributes) : InstallKind.none
      }
      bindings.append(Attrpath(AttrName(disk.name)) => .attrSet(AttrSet(disk.bindings)))
    }
    let disks = ImportedKey("disks", .attrSet(AttrSet(bindings)), isComplete: true)
    let kind = install.map { ImportedKey("install", .str($0.rawValue), isComplete: true) }
    return [kind, disks].compactMap(\.self)
  }

  private static func disk(
    _ expr: Expr, _ importer: inout GuestImporter
  ) -> (name: String, bindings: [Binding])? {
    var values: [String: Expr] = [:]
    for entry in importer.scope.entries(of: expr) ?? [] {
      values[entry.name] = importer.scope.data(entry.value)
    }
    guard let name = values["serial"]?.plainText else { return nil }
    var bindings: [Binding] = []
    if let size = values["size"] {
      bindings.append(Attrpath("size") => size)
    } else if let file = values["file"]?.plainText {
      // Commas are doubled for QEMU.
      bindings.append(Attrpath("path") => .str(file.replacingBytes(of: ",,", with: ",")))
    }
    if let format = values["format"], format != (values["size"] == nil ? "raw" : "qcow2") {
      bindings.append(Attrpath("format") => format)
    }
    if let readOnly = values["readOnly"] { bindings.append(Attrpath("readOnly") => readOnly) }
    return (name, bindings)
  }
}

/// A disk, as described.
public typealias DiskDescription = DescribedSet<DiskKeys>

/// The keys of a disk.
public struct DiskKeys: KeySet {
  /// The definitions.
  public static let keys = DiskKeys()

  /// The size; not given for a file that is there.
  public let size = Key("size", .size, "The size. Required unless there is a `path`.")
  /// The format of the file.
  public let format = Key<DiskFormat>(
    "format", .choice, derived: "`\"qcow2\"`, `\"raw\"` with a `path`", "The format of the file.")
  /// A file or block device that is there, and is never created, formatted or resized.
  public let path = Key(
    "path", .hostPath("a file or block device of the host"),
    "An existing file or block device. nixvirt never creates, formats or resizes it. The"
      + " guest's user, `guest-<name>`, must be able to read and write a file.")
  /// Whether the guest can only read it.
  public let readOnly = DefaultedKey(
    "readOnly", .bool, default: false, "Whether the guest can only read it.")

  /// Its place on the guest's PCI bus.
  public let slot = Key(
    "slot", .integer(HardwarePlan.places), derived: "derived from the name",
    HardwarePlan.slotSummary)

  /// The name that it had.
  public let formerly = Key(
    "formerly",
    .form(
      .invalidName, "the name of a disk", rule: Label.diskRule, pattern: labelPattern
    ) { Label(disk: $0) },
    "The name that the disk had before: its file is taken over at the next start.")

  /// The keys of a disk, and its form.
  static let shape = ObjectShape(
    title: "`guests.<name>.disks.<name>`", noun: "a disk",
    [keys.size, keys.format, keys.path, keys.readOnly, keys.slot, keys.formerly])
}
