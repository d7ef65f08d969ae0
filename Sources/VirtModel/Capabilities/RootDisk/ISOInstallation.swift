import NixAST

/// An installer is booted, and a person installs at the guest's screen.
enum ISOInstallation: InstallMethod {
  static let isByPerson = true
  static var script: Str? { nil }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(bootInstaller, at: .installation)
    // A guest that a person installs is started once that is done.
    let condition: Expr = .string(rootFile(host))
    switch RootDiskUse(use).byPerson {
    case .never: break
    case .always: code.unit.options.append("unitConfig.ConditionPathExists" => condition)
    case .when(let test):
      code.unit.options.append(
        "unitConfig"
          => Nix.lib["optionalAttrs"](test, .set { "ConditionPathExists" => condition }))
    }
    code.services.append(
      ("installerService" => Nix.perGuest(service(host)))
        .commented(
          "The guest itself, with an installer in its drive. It is started when that is done."
        ).spaced())
  }

  private static func rootFile(_ host: Host) -> Str { Nix.directory(on: host, "/root.qcow2") }

  private static func service(_ host: Host) -> Expr {
    let service = Expr.variable("service")
    let variant: Expr = .op(
      .variable("removeAttrs")(Nix.guest, ["diskSize"]), .update,
      .set { "rootFile" => "root.qcow2.new" })
    let qemu = Nix.guestCommand(
      Nix.concat([
        Expr.variable("guestArgs")(Nix.name, .variable("withNewDisk")),
        ["-cdrom", "\(Nix.guest["iso"])", "-boot", "d", "-no-reboot"],
      ]))
    let script = makingRoot(
      """
      \(Nix.getExe("bootInstaller")) \(diskSize) \\
        \(qemu)
      """)
    return .letIn {
      "withNewDisk" => variant
      "service" => Expr.variable("guestService")(Nix.name, .variable("withNewDisk"))
    } body: {
      .op(
        .variable("removeAttrs")(service, ["preStop"]), .update,
        .set {
          "description" => "Installation of guest \(Nix.name)"
          "unitConfig.ConditionPathExists" => .string(Str([.text("!")] + rootFile(host).parts))
          "wants" => Nix.lib["remove"]("\(Nix.installUnit).service", service["wants"])
          "onSuccess" => ["\(Nix.unit).service"]
          ("restartIfChanged" => false).commented("A rebuild does not interrupt it.")
          "serviceConfig"
            => .op(
              service["serviceConfig"], .update,
              .set {
                "Type" => "exec"
                "Restart" => "no"
                ("KillMode" => "control-group").commented(
                  "What is stopped is not finished: it starts again from nothing.")
              })
          "script" => .string(script)
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
        "boot-installer SIZE COMMAND...: COMMAND is a QEMU with root.qcow2.new, until it powers off."
    )
  }
}
