import NixAST

/// An installer is booted, and a person installs at the guest's screen.
enum ISOInstallation: Installation {
  static let kind = InstallKind.iso
  static var source: Key<SourcePath>? { RootDiskKeys.iso }
  static let inputs: [InstallInput] = [.iso]
  static let userDataAdvice = "give the installer its answers itself, or use image"
  static let isByPerson = true

  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium? {
    disk.source.map { .installer($0) }
  }

  // MARK: - The module

  static let attributes = [ParagraphAttribute("iso", effect: .runsOn)]

  static var script: Str {
    let variant: Expr = .op(Nix.guest, .update, .set { "rootFile" => "root.qcow2.new" })
    let qemu = Nix.guestCommand(
      Nix.concat([
        Expr.variable("guestArgs")(Nix.name, variant),
        ["-cdrom", "\(Nix.guest["iso"])", "-boot", "d", "-no-reboot"],
      ]))
    return makingRoot(
      """
      \(Nix.getExe("bootInstaller")) \(diskSize) \\
        \(qemu)
      """)
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(bootInstaller, at: .installation)
    code.services.append(
      ("installerService" => Nix.perGuest(service(use, host)))
        .commented("The guest itself, with an installer in its CD drive.").spaced())
  }

  private static func service(_ use: ModuleUse, _ host: Host) -> Expr {
    let service = Expr.variable("service")
    let credentials: [Expr] = use.has("secrets") ? ["LoadCredential", "SetCredential"] : []
    return .letIn {
      "service" => Nix.ofGuest("guestService")
    } body: {
      .op(
        .variable("removeAttrs")(service, ["restartTriggers", "wantedBy"]), .update,
        .set {
          "description" => "Installation of guest \(Nix.name)"
          "wants" => Nix.lib["remove"]("\(Nix.installUnit).service", service["wants"])
          RootDiskKeys.unit(host, use)
          "serviceConfig"
            => .op(
              .variable("removeAttrs")(service["serviceConfig"], .list(["ExecStop"] + credentials)),
              .update,
              .set {
                RootDiskKeys.commands(host, devices: use)
                "Restart" => "no"
                ("KillMode" => "control-group").commented(
                  "An interrupted installation starts again from the beginning.")
              })
        })
    }
  }

  private static var bootInstaller: SharedCode.Program {
    SharedCode.Program(
      variable: "bootInstaller", name: "boot-installer", inputs: [Nix.pkgs["qemu_kvm"]],
      script: """
        qemu-img create -q -f qcow2 root.qcow2.new "$1"
        shift
        echo "Waiting for the installer to power off or reboot."
        exec "$@"

        """,
      comment:
        "boot-installer SIZE COMMAND...: runs QEMU with root.qcow2.new until it powers off."
    )
  }
}
