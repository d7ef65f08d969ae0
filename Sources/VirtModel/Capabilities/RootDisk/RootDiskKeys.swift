import NixAST

/// The disk that a guest starts from: how it comes to be, and its size.
public enum RootDiskKeys: GuestCapability {
  /// How the root disk comes to be.
  public static let install = Key<InstallKind>(
    "install", .choice,
    derived: "`\"image\"` or `\"iso\"` if that key is set, otherwise `\"nixos\"`",
    "How the root disk is created on the first start. With `store`, NixOS boots from the host's store"
      + " and is updated with the host; the root disk keeps only its state.")
  /// The guest's NixOS system.
  public static let nixos = Key<DescribedSet<NixOSKeys>>(
    "nixos", .described(), "The guest's NixOS system.")
  /// A cloud image.
  public static let image = Key(
    "image", .sourceFile("a cloud image"),
    "The cloud image to copy: a path, or a set with the URL and the hash of an image that Nix fetches."
  )
  /// An installer.
  public static let iso = Key(
    "iso", .sourceFile("an installer"), "The installer to boot once, given like `image`.")
  /// The size of the root disk.
  public static let diskSize = Key(
    "diskSize", .size,
    "The size of the root disk, a qcow2 file; short for `disks.root.size`. Required unless"
      + " `image` or `disks.root` is set.")

  static var keys: [any KeyDefinition] { [diskSize, install, nixos, image, iso] }
  static var attributes: [ParagraphAttribute] {
    [
      ParagraphAttribute("install"),
      ParagraphAttribute("diskSize", isFirst: true, isSize: true),
    ] + InstallKind.allCases.flatMap { $0.method.attributes }
  }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    for (key, source) in [("image", guest.given[image]), ("iso", guest.given[iso])] {
      guard let source else { continue }
      let name = "\(guest.path).\(key)"
      PackedImage.check(source, name, &diagnostics)
      if case .host(let path) = source.value {
        diagnostics.checkPath(path, name, .source, at: source.range)
      }
    }
    for module in guest.given[nixos]?.value.modules ?? [] {
      guard case .host(let path) = module.value else { continue }
      diagnostics.report(
        .malformed(
          .invalidPath, path.description, "a NixOS module of a guest",
          rule: "it must be a Nix path, because it becomes part of the guest's system",
          path: DataPath.root.appending("guests").appending(guest.name.value.description)
            .appending("nixos"),
          at: module.range,
          suggestion: StorePath(path) == nil
            ? "write it without quotes, as in ./web.nix"
            : "write \"./web.nix\" in quotes if Nix evaluates the description: it then stays"
              + " relative to the description"))
    }
  }

  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    files(of: guest.given).compactMap { key, file in
      guard case .host(let path) = file.value else { return nil }
      return HostFile(of: guest, key, path: path, range: file.range)
    }
  }

  /// The files that a guest is installed from, each with its key.
  static func files(of guest: GuestDescription) -> [(key: String, file: Located<SourcePath>)] {
    let single = [image, iso].compactMap { key in guest[key].map { (key.name, $0) } }
    let userData = guest[UserData.key].map { [(UserData.key.name, $0)] } ?? []
    return single + userData + (guest[nixos]?.value.modules ?? []).map { ("nixos.modules", $0) }
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    let disk = guest.guest.rootDisk
    guard let size = disk.size, let least = disk.method.leastSize, size < least else { return }
    let place = guest.given[diskSize]?.range ?? guest.name.range
    diagnostics.report(
      Diagnostic(
        .smallDisk, "\(guest.path).diskSize is \(size.readable): NixOS needs more",
        at: place, suggestion: "write \"8g\" or more"))
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    let kind = InstallKind.allCases.first { kind in
      kind.method.attributes.contains { $0.name == attribute.name }
    }
    return kind?.method.imported(attribute, &importer)
  }
}

/// The keys of a guest's NixOS.
public struct NixOSKeys: KeySet {
  /// The definitions.
  public static let keys = NixOSKeys()

  /// NixOS modules of the guest.
  public let modules = DefaultedKey(
    "modules", .list(.sourcePath("a NixOS module")), default: [],
    "NixOS modules of the guest: files, or directories with a `default.nix`. With"
      + " `install = \"nixos\"` they are also copied to `/etc/nixos` in the guest.")
  /// Whether the guest can add to its store.
  public let writableStore = DefaultedKey(
    "writableStore", .bool, default: false,
    "With `install = \"store\"`: whether the guest has Nix, and can build and install packages. They"
      + " are on its root disk.")

  /// Whether an installed guest has nixpkgs.
  public let nixpkgs = DefaultedKey(
    "nixpkgs", .bool, default: true,
    "With `install = \"nixos\"`: whether the guest gets the host's nixpkgs, so that `nixos-rebuild` in the"
      + " guest evaluates its configuration without a network or a channel. It takes some 400 MB of the"
      + " guest's disk.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.nixos`", noun: "nixos", [keys.modules, keys.nixpkgs, keys.writableStore])
}
