import NixAST

extension Host {
  /// The functions that make the services of installations.
  @BindingBuilder func installServices(_ features: Features) -> [Binding] {
    let kinds = features.installs.subtracting([.iso])
    if kinds.count == 1, let kind = kinds.first {
      ("installService" => Nix.perGuest(service(.string(script(of: kind)), features))).spaced()
    } else if kinds.count > 1 {
      ("installScript"
        => .set {
          for kind in InstallKind.allCases where kinds.contains(kind) {
            Attrpath(kind.rawValue) => Nix.perGuest(.string(script(of: kind)))
          }
        })
        .commented("How a root disk comes to be.").spaced()
      let choice = Expr.variable("installScript")[
        Attrpath(AttrName(dynamic: Nix.guest["install"]))]
      ("installService" => Nix.perGuest(service(choice(Nix.name, Nix.guest), features))).spaced()
    }
    if features.installs.contains(.iso) {
      ("installerService" => Nix.perGuest(installerService))
        .commented(
          "The guest itself, with an installer in its drive. It is started when that is done."
        ).spaced()
    }
  }

  // MARK: - Without a person

  private func service(_ script: Expr, _ features: Features) -> Expr {
    .set {
      "description" => "Installation of guest \(Nix.name)"
      ("restartIfChanged" => false).commented("A rebuild does not interrupt it.")
      "serviceConfig"
        => .op(
          Expr.variable("commonConfig")(Nix.name, Nix.guest), .update,
          .set {
            "Type" => "oneshot"
            if accelerator == .kvm { "DeviceAllow" => ["/dev/kvm rw"] }
            "PrivateNetwork" => true
            "RestrictAddressFamilies" => "AF_UNIX"
          })
      if features.installs.contains(.nixos) { variables(features) }
      "script" => script
    }
  }

  private func variables(_ features: Features) -> [Binding] {
    switch features.firmware {
    case .none: []
    case .all: ["preStart" => Nix.lib["escapeShellArgs"](.list(variablesCommand))]
    case .some:
      [
        "preStart"
          => Nix.lib["optionalString"](
            Nix.guestHas("firmware"), Nix.lib["escapeShellArgs"](.list(variablesCommand)))
      ]
    }
  }

  /// A script that has a command make the root disk.
  private func makingRoot(_ command: Str) -> Str {
    Str(("exec \(Nix.getExe("makeRoot")) \(command)\n" as Str).parts, form: .indented)
  }

  private var diskSize: Expr { Nix.lib["escapeShellArg"](Nix.guest["diskSize"]) }

  private func script(of kind: InstallKind) -> Str {
    switch kind {
    case .nixos:
      let arguments = Expr.variable("installArgs")(Nix.name, Nix.guest)
      return makingRoot(
        """
        \(Nix.getExe("installNixOS")) \(diskSize) \\
          \(Expr.variable("installerQemu")) \(Nix.lib["escapeShellArgs"](arguments))
        """)
    case .image, .iso, .none:
      let image = Nix.lib["escapeShellArg"]("\(Nix.guest["image"])")
      return makingRoot(
        """
        \(Nix.pkgs["qemu_kvm"])/bin/qemu-img \\
          convert -O qcow2 \(image) root.qcow2.new
        """)
    }
  }

  // MARK: - With a person at the screen

  private var installerService: Expr {
    let service = Expr.variable("service")
    let variant: Expr = .op(
      .variable("removeAttrs")(Nix.guest, ["diskSize"]), .update,
      .set { "rootFile" => "root.qcow2.new" })
    let qemu = guestCommand(
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
          "unitConfig.ConditionPathExists" => .string(Str([.text("!")] + rootFile.parts))
          "wants"
            => Nix.lib["remove"]("\(Self.installUnit).service", service["wants"])
          "onSuccess" => ["\(Self.unit).service"]
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

  /// The root disk of a guest that was installed.
  var rootFile: Str { directory(of: Nix.name, "/root.qcow2") }
}
