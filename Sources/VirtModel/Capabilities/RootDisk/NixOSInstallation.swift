import NixAST

/// NixOS is installed by a medium that needs no person: it boots in a QEMU of its own.
enum NixOSInstallation: InstallMethod {
  static var script: Str {
    makingRoot(
      """
      \(Nix.getExe("installNixOS")) \(diskSize) \\
        \(Expr.variable("installerCommand")) \(Nix.lib["escapeShellArgs"](Nix.ofGuest("installerArgs")))
      """)
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let hasModules = use.has("modules")
    code.systems +=
      NixOSMedium(
        firmware: FirmwareKey.uefi(use), hasModules: hasModules,
        serialPort: Platform(host).serialPort
      ).bindings
    code.add(installNixOS, at: .installation)
    code.argumentFunctions += [
      ("installerCommand" => commonArguments(use, hasModules, host))
        .commented("The common part of the installers' command lines.").spaced(),
      ("installerArgs" => Nix.perGuest(arguments(use, hasModules))).spaced(),
    ]
  }

  // MARK: - Arguments

  private static func commonArguments(
    _ use: ModuleUse, _ hasModules: Bool, _ host: Host
  ) -> Expr {
    let constant: [Expr] = [
      "-m", "2g",
      "-no-reboot",
      // Where the host has no room, the installer is to hear of it: a guest is paused.
      "-global", "virtio-blk-device.werror=report",
      "-device", .str(Platform(host).graphicsCard),
      "-chardev", "stdio,id=console,signal=off",
      "-serial", "chardev:console",
    ]
    let arguments = Nix.lib["escapeShellArgs"](
      Nix.concat([
        .variable("qemuArgs"), Disks.rootArguments("root.qcow2.new", use),
        .list(constant + (hasModules ? [] : boot)),
      ]))
    return hasModules ? arguments : withImage(.variable("installer"), arguments)
  }

  private static func arguments(_ use: ModuleUse, _ hasModules: Bool) -> Expr {
    let own: [Expr] =
      [
        "-name", "\(Nix.name)-install",
        "-smp", Expr.variable("toString")(Nix.guest["cpus"]),
      ] + HandoverDrive.arguments
    let firmware = FirmwareKey.uefi(use).optionals(.variable("firmwareArgs"))
    let arguments = Nix.concat(
      [.list((hasModules ? boot : []) + own)] + (firmware.map { [$0] } ?? []))
    return hasModules ? withImage(Expr.variable("installer")(Nix.guest), arguments) : arguments
  }

  private static var boot: [Expr] {
    let image = Expr.variable("image")
    return ["-cdrom", "\(image)/iso/\(image["name"])", "-boot", "d"]
  }

  private static func withImage(_ installer: Expr, _ arguments: Expr) -> Expr {
    .letIn {
      "image" => installer["config.system.build.isoImage"]
    } body: {
      arguments
    }
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
        shift

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
        install-nixos SIZE COMMAND...: COMMAND is a QEMU that boots the installer with root.qcow2.new
        and logs to install.log.
        """)
  }
}
