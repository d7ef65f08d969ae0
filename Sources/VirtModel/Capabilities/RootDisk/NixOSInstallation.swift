import NixAST

/// NixOS is installed by a medium that needs no person: it boots in a QEMU of its own.
enum NixOSInstallation: Installation {
  static let kind = InstallKind.nixos
  static let inputs: [InstallInput] = [.modules, .nixpkgs]
  static let usualMemory = Size(checkedBytes: 1 << 30)
  /// Evaluating a NixOS without modules took 521 MB with Nix 2.26 and nixpkgs 26.11, besides what the
  /// system itself takes.
  static let leastMemory: (size: Size, reason: String, suggestion: String)? = (
    Size(checkedBytes: 768 << 20), "nixos-rebuild in the guest needs 768 MiB or more",
    "write \"1g\", or install = \"store\" for a guest that is updated with its host"
  )
  /// An installed NixOS without a desktop, with room for an update, about.
  static let leastSize: Size? = Size(checkedBytes: 4 << 30)
  static let configurator: Guest.Configurator? = .nixOS
  static let userDataAdvice = "write nixos.modules = [ ./guest.nix ];"
  static let needsInstaller = true

  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium? { .system(disk.modules) }

  // MARK: - The module

  static let attributes = [
    ParagraphAttribute("modules", effect: .runsOn),
    ParagraphAttribute(HostNixpkgs.attribute, effect: .runsOn),
  ]

  static func describe(_ guest: Guest, in paragraph: inout GuestParagraph) {
    let modules = guest.rootDisk.modules
    if !modules.isEmpty {
      paragraph.set("modules", .list(modules.map { $0.expr(from: paragraph.folder) }))
    }
    let hasNixpkgs = guest.values[RootDiskKeys.nixos]?.value.nixpkgs ?? true
    if !hasNixpkgs { paragraph.set(HostNixpkgs.attribute, false) }
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard importer.isGenerated else { return nil }
    if attribute.name == HostNixpkgs.attribute {
      return [ImportedKey(Attrpath("nixos", "nixpkgs"), false, isComplete: true)]
    }
    guard let value = attribute.data else {
      importer.report(.notImported(attribute.path, "it is computed", at: attribute.range))
      return []
    }
    return [ImportedKey(Attrpath("nixos", "modules"), value, isComplete: true)]
  }

  static func makesSystem(on host: Host) -> Bool { host.hasInstaller }

  static var script: Str {
    makingRoot(
      """
      \(Nix.getExe("installNixOS")) \(diskSize) \(Nix.ofGuest("installClosure")) \\
        \(Expr.variable("installerCommand")) \(Nix.lib["escapeShellArgs"](Nix.ofGuest("installerArgs")))
      """)
  }

  static func script(on host: Host) -> Str {
    if host.hasInstaller { return script }
    return makingRoot("\(Nix.getExe("noInstaller"))")
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let hasModules = use.has("modules")
    let withNixpkgs = HostNixpkgs.guests(use)
    let etcNixos = EtcNixos(hasModules: hasModules, withNixpkgs: withNixpkgs)
    code.systems +=
      NixOSMedium(
        firmware: FirmwareKey.uefi(use), hasModules: hasModules, withNixpkgs: withNixpkgs,
        serialPort: Platform(host).serialPort, hasInstaller: host.hasInstaller,
        needs: GuestNeeds(of: host, kind)
      ).bindings
    guard host.hasInstaller else { return code.add(noInstaller, at: .installation) }
    code.add(StoreBoot.makeStore, at: .installation)
    code.add(installNixOS, at: .installation)
    code.argumentFunctions += [
      ("installerCommand" => commonArguments(use, host))
        .commented("The common part of the installers' command lines.").spaced(),
      ("installerArgs" => Nix.perGuest(arguments(use))).spaced(),
      ("guestEtcNixos"
        => Nix.perGuest(etcNixos.ofGuest)).spaced(),
      ("installClosure"
        => Nix.perGuest(
          Nix.pkgs["closureInfo"](.set { "rootPaths" => [system, Nix.ofGuest("guestEtcNixos")] }))),
    ]
  }

  /// The systems of installed guests as files of the host, for `nixvirt-guest switch`; nil if it has none. They
  /// are not in the guests' directories of files: a newer one makes no restart.
  static func hostFiles(_ use: ModuleUse, on host: Host) -> Expr? {
    guard host.hasInstaller else { return nil }
    let members: Expr
    switch guests(use) {
    case .never: return nil
    case .always: members = Nix.guests
    case .when(let condition):
      members = Nix.lib["filterAttrs"](
        .lambda("_", body: .lambda("guest", body: condition)), Nix.guests)
    }
    return Nix.lib["mapAttrs'"](
      .lambda(
        "name",
        body: .lambda(
          "_",
          body: Nix.lib["nameValuePair"](
            "nixvirt/systems/\(Nix.name)", .set { "source" => system }))), members)
  }

  private static var system: Expr {
    Expr.variable("guestSystems")[Attrpath(AttrName(dynamic: Nix.name))]
  }

  // MARK: - Arguments

  private static func commonArguments(_ use: ModuleUse, _ host: Host) -> Expr {
    let image = Expr.variable("image")
    let constant: [Expr] = [
      "-m", "2g",
      "-no-reboot",
      // Where the host has no room, the installer is to hear of it: a guest is paused.
      "-global", "virtio-blk-device.werror=report",
      "-device", .str(Platform(host).graphicsCard),
      "-chardev", "stdio,id=console,signal=off",
      "-serial", "chardev:console",
      "-cdrom", "\(image)/iso/\(image["name"])", "-boot", "d",
    ]
    return .letIn {
      "image" => Expr.variable("installer")["config.system.build.isoImage"]
    } body: {
      Nix.lib["escapeShellArgs"](
        Nix.concat([
          .variable("qemuArgs"), Disks.rootArguments("root.qcow2.new", use),
          .list(constant + StoreBoot.disk("install.erofs", host)),
        ]))
    }
  }

  private static func arguments(_ use: ModuleUse) -> Expr {
    let own: [Expr] =
      [
        "-name", "\(Nix.name)-install",
        "-smp", Expr.variable("toString")(Nix.guest["cpus"]),
        "-fw_cfg", "name=opt/nixvirt/system,string=\(system)",
        "-fw_cfg",
        "name=opt/nixvirt/nixos,string=\(Expr.variable("baseNameOf")("\(Nix.ofGuest("guestEtcNixos"))"))",
      ]
    let firmware = FirmwareKey.uefi(use).optionals(.variable("firmwareArgs"))
    return Nix.concat([.list(own), HandoverDrive.arguments] + (firmware.map { [$0] } ?? []))
  }

  private static var noInstaller: SharedCode.Program {
    SharedCode.Program(
      variable: "noInstaller", name: "no-installer", inputs: [],
      script: """
        echo "This host has no installer: remove host.installer = false from its description" \\
          "until the guest is installed" >&2
        exit 1

        """,
      comment: "no-installer: refuses to install a guest, because host.installer is false.")
  }

  private static var installNixOS: SharedCode.Program {
    SharedCode.Program(
      variable: "installNixOS", name: "install-nixos",
      inputs: ["coreutils", "gnugrep", "python3", "qemu_kvm", "util-linux"].map { Nix.pkgs[$0] },
      script: """
        fail() {
          echo "$1. The last lines of $PWD/install.log:"
          tail -n 20 install.log | tr -cd '\\n[:print:]'
          exit 1
        } >&2

        qemu-img create -q -f qcow2 root.qcow2.new "$1"
        rm -f install.erofs
        trap 'rm -f install.erofs' EXIT
        \(Nix.getExe("makeStore")) install.erofs "$2"
        shift 2

        echo "Installing. The console is written to $PWD/install.log."
        : >install.log
        nonce=$(uuidgen)
        status=0
        timeout --kill-after=10 1h "$@" -fw_cfg "name=opt/nixvirt/nonce,string=$nonce" |
          python3 -I \(Nix.pkgs["writeText"]("install-log.py", .string(EmittedProgram.installLog))) \\
            install.log 10485760 || status=$?
        case $status in
          0) ;;
          124) fail "The installer was not done within an hour" ;;
          *) fail "QEMU ended with status $status" ;;
        esac
        grep -q "^INSTALL_SUCCESSFUL $nonce" install.log || fail "The installer gave up"

        """,
      comment: """
        install-nixos SIZE CLOSURE COMMAND...: COMMAND is a QEMU that boots the installer with
        root.qcow2.new and the paths that CLOSURE lists, and logs to install.log.
        """)
  }
}
