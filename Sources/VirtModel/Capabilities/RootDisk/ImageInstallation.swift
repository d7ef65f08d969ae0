import NixAST

/// A cloud image is copied. cloud-init sets it up.
enum ImageInstallation: InstallMethod {
  static var script: Str {
    let image = Nix.lib["escapeShellArg"]("\(Nix.guest["image"])")
    return makingRoot(
      """
      \(Nix.pkgs["qemu_kvm"])/bin/qemu-img \\
        convert -O qcow2 \(image) root.qcow2.new
      """)
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.argumentFunctions.append(
      ("seed" => Nix.perGuest(seed))
        .commented("cloud-init reads its settings from a FAT drive with this label.").spaced())
    code.add(
      [
        "-blockdev",
        "driver=vvfat,node-name=cloud.init,label=CIDATA,read-only=on,dir=\(Nix.ofGuest("seed"))",
        "-device",
        .str("virtio-blk-pci,drive=cloud.init,\(HardwarePlan.address(.seed).properties)"),
      ], use.presence("image"), at: .media)
  }

  private static var seed: Expr {
    let toJSON = Expr.variable("builtins")["toJSON"]
    let settings: Expr = .set {
      "disable_root" => false
      "hostname" => Nix.name
      "ssh_authorized_keys" => Nix.guest["sshKeys"]
      "users" => [
        "default",
        .set {
          "name" => "root"
          "ssh_authorized_keys" => Nix.guest["sshKeys"]
        },
      ]
    }
    let instance: Expr = .set {
      "instance-id" => Nix.name
      "local-hostname" => Nix.name
    }
    return Nix.pkgs["linkFarm"](
      "\(Nix.name)-seed",
      .set {
        "meta-data" => Nix.pkgs["writeText"]("meta-data", toJSON(instance))
        "user-data"
          => Nix.pkgs["writeText"]("user-data", "#cloud-config\n\(toJSON(settings))\n")
      })
  }
}
