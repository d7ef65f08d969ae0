import NixAST

/// A guest boots its NixOS from the host's store: QEMU gets kernel, initrd and command line, and an image
/// with the system's closure is the guest's /nix/store. Its root disk keeps the rest.
enum StoreBoot: InstallMethod {
  static let kind = InstallKind.store
  static let inputs: [InstallInput] = [.modules, .writableStore]
  /// A rebuild updates the guest.
  static let usualRestart = RestartReason.host
  static let configurator: Guest.Configurator? = .nixOS
  static let userDataAdvice = NixOSInstallation.userDataAdvice

  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium? { .system(disk.modules) }

  /// The attribute of a guest's paragraph.
  static let attribute = "store"
  static let mark: String? = attribute
  static let attributes = [ParagraphAttribute(attribute)]
  /// The serial number of the disk with the store. No disk of a description can have it.
  static let serial = "nix.store"
  static let storeSerial: String? = serial
  /// The name of the root disk's file, without the ending. An installed root disk has another one,
  /// because this one is formatted if it has no file system.
  static let fileStem: String? = "root.store"
  /// The console line by which the guest's monitor knows that the system is up.
  static let bootedMark = "nixvirt: the system is up"

  static func describe(_ guest: Guest, in paragraph: inout GuestParagraph) {
    let modules = guest.rootDisk.modules
    paragraph.set(
      attribute,
      .set {
        if guest.rootDisk.hasWritableStore { "writable" => true }
        if !modules.isEmpty { "modules" => .list(modules.map { $0.expr(from: paragraph.folder) }) }
      })
  }

  /// Counts guests with a system of their own, and those with the one that they share.
  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute(attribute) { value in
        guard case .attrSet(let set) = value else { return [] }
        let names = ModuleScope.entries(set.bindings).map(\.name)
        return names.isEmpty ? ["shared"] : ["own"] + names
      }
    ]
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    // The root disk shows the kind.
    guard importer.isGenerated, case .attrSet(let set)? = attribute.data else { return nil }
    return ModuleScope.entries(set.bindings).compactMap { entry in
      switch entry.name {
      case "modules":
        ImportedKey(Attrpath("nixos", "modules"), entry.value, isComplete: true)
      case "writable":
        ImportedKey(Attrpath("nixos", "writableStore"), entry.value, isComplete: true)
      default: nil
      }
    }
  }
}

// MARK: - In the module

extension StoreBoot {
  static func makesSystem(on host: Host) -> Bool { true }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let guests = guests(use)
    let needs = GuestNeeds(of: host, kind)
    code.systems +=
      StoreSystem(use: use, serialPort: Platform(host).serialPort, needs: needs).bindings
    code.add(makeStore, at: .installation)
    code.argumentFunctions += [
      ("storeClosure"
        => Nix.perGuest(Nix.pkgs["closureInfo"](.set { "rootPaths" => [system] })))
        .spaced(),
      ("storeImage" => Nix.perGuest("store-\(hash).erofs"))
        .commented("The image of a guest's store, in the guest's directory.").spaced(),
    ]
    code.add(arguments(host), guests, at: .media)
    let make: [Expr] = [
      Nix.getExe("inTurn"), "install", "0", Nix.getExe("makeStore"), Nix.ofGuest("storeImage"),
      "\(Nix.ofGuest("storeClosure"))",
    ]
    code.steps.add(.command(make, guests), at: .installation)
    addCommandLine(to: &code, use, guests)
    if let files = guests.optionalAttrs(.set { "system" => system }) { code.files.append(files) }
    if let settings = guests.optionalAttrs(.set { "TimeoutStartSec" => "15min" }) {
      code.unit.settingSets.append(settings)
    }
  }

  private static var system: Expr {
    Expr.variable("storeSystems")[Attrpath(AttrName(dynamic: Nix.name))]
  }

  /// The hash in the closure's name.
  private static var hash: Expr {
    Expr.variable("builtins")["substring"](
      0, 32, Expr.variable("baseNameOf")("\(Nix.ofGuest("storeClosure"))"))
  }

  private static func arguments(_ host: Host) -> [Expr] {
    [
      "-kernel", "\(system)/kernel",
      "-initrd", "\(system)/initrd",
    ] + disk("\(Nix.ofGuest("storeImage"))", host)
  }

  /// The words for a disk with an image of a store.
  static func disk(_ file: Str, _ host: Host) -> [Expr] {
    let thread = Platform(host).hasDiskThread ? ",iothread=disks" : ""
    let place = HardwarePlan.address(.store).properties
    return [
      "-blockdev",
      "driver=file,node-name=\(serial).file,filename=\(file),read-only=on",
      "-blockdev", .str("driver=raw,node-name=\(serial),file=\(serial).file,read-only=on"),
      "-device", .str("virtio-blk-pci,drive=\(serial),serial=\(serial)\(thread),\(place)"),
    ]
  }

  /// The kernel's command line is read from the system when the guest starts: evaluation does not wait for
  /// a build.
  private static func addCommandLine(
    to code: inout SharedCode, _ use: ModuleUse, _ guests: Presence
  ) {
    let name: Str =
      use.has(attribute, "own")
      ? "\(Nix.lib["optionalString"](.op(Nix.guest["store"], .equal, [:]), " systemd.hostname=\(Nix.name)"))"
      : " systemd.hostname=\(Nix.name)"
    let words: Str =
      "append=\"$(<\(system)/kernel-params) init=\(system)/init\(name)\"\n"
    if let script = guests.optionalString(.string(Str(words.parts, form: .indented))) {
      code.unit.beforeStart.append(script)
    }
    code.unit.foundArguments.append("${append:+-append \"$append\"}")
  }

  static var makeStore: SharedCode.Program {
    SharedCode.Program(
      variable: "makeStore", name: "make-store",
      inputs: ["coreutils", "erofs-utils", "gnutar"].map { Nix.pkgs[$0] },
      script: EmittedProgram.makeStore,
      comment: """
        make-store IMAGE CLOSURE: makes the image of a guest's /nix/store, with the paths that CLOSURE lists,
        if it is not there.
        """)
  }
}
