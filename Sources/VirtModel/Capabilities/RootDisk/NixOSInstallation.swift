import NixAST

/// NixOS is installed by a medium that needs no person: it boots in a QEMU of its own.
enum NixOSInstallation: InstallMethod {
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
        needs: GuestNeeds(of: host) { $0.install == .nixos }
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
  static func systemFiles(_ use: ModuleUse, _ host: Host) -> Expr? {
    guard host.hasInstaller else { return nil }
    let guests: Expr
    switch RootDiskUse(use).guests(of: .nixos) {
    case .never: return nil
    case .always: guests = Nix.guests
    case .when(let condition):
      guests = Nix.lib["filterAttrs"](
        .lambda("_", body: .lambda("guest", body: condition)), Nix.guests)
    }
    return Nix.lib["mapAttrs'"](
      .lambda(
        "name",
        body: .lambda(
          "_",
          body: Nix.lib["nameValuePair"](
            "nixvirt/systems/\(Nix.name)", .set { "source" => system }))), guests)
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
      ] + HandoverDrive.arguments
    let firmware = FirmwareKey.uefi(use).optionals(.variable("firmwareArgs"))
    return Nix.concat([.list(own)] + (firmware.map { [$0] } ?? []))
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
