import NixAST

/// A cloud image is copied. cloud-init sets it up.
enum ImageInstallation: InstallMethod {
  static var script: Str {
    // Without a size the copy has that of the image.
    let words = Nix.concat([
      ["\(Nix.guest["image"])"],
      Nix.lib["optional"](Nix.guestHas("diskSize"), Nix.guest["diskSize"]),
    ])
    return makingRoot(
      "\(Nix.getExe("copyImage")) \(Nix.lib["escapeShellArgs"](words))")
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(copyImage, at: .installation)
    code.argumentFunctions.append(
      ("seed" => Nix.perGuest(seed(use)))
        .commented("cloud-init reads its settings from a FAT drive with this label.").spaced())
    code.add(
      [
        "-blockdev",
        "driver=vvfat,node-name=cloud.init,label=CIDATA,read-only=on,dir=\(Nix.ofGuest("seed"))",
        "-device",
        .str("virtio-blk-pci,drive=cloud.init,\(HardwarePlan.address(.seed).properties)"),
      ], use.presence("image"), at: .media)
  }

  private static var copyImage: SharedCode.Program {
    SharedCode.Program(
      variable: "copyImage", name: "copy-image",
      inputs: [Nix.pkgs["python3"], Nix.pkgs["qemu_kvm"]],
      script: """
        format=$(python3 -I \(Nix.pkgs["writeText"]("check-image.py", .string(EmittedProgram.checkImage))) "$@")
        case $format in
          raw | vpc) ;;
          *)
            status=0
            qemu-img check -q -f "$format" "$1" || status=$?
            if [ "$status" != 0 ] && [ "$status" != 3 ]; then # 3: takes more room than it needs
              echo "$1 is damaged, or incomplete: download it again" >&2
              exit 1
            fi
            ;;
        esac
        qemu-img convert -f "$format" -O qcow2 "$1" root.qcow2.new

        """,
      comment: "copy-image FILE [SIZE]: copies an image to root.qcow2.new.")
  }

  private static func seed(_ use: ModuleUse) -> Expr {
    let toJSON = Expr.variable("builtins")["toJSON"]
    // Runs at each start, other than what makes users.
    let update: Expr = ["sh", "-c", .string(EmittedProgram.updateKeys), "nixvirt"]
    let network = use.presence(Interfaces.cloudInitAttribute)
    let settings: Expr = .set {
      "bootcmd" => [.op(update, .concat, Nix.guest["sshKeys"])]
      "disable_root" => false
      "hostname" => Nix.name
      ("updates.network.when" => ["boot-new-instance", "boot"])
        .commented("A changed network configuration is applied at the next start.")
    }
    // cloud-init's schema refuses empty lists.
    let keys = Nix.lib["optionalAttrs"](
      .op(Nix.guest["sshKeys"], .notEqual, []),
      .set {
        "ssh_authorized_keys" => Nix.guest["sshKeys"]
        "users" => [
          "default",
          .set {
            "name" => "root"
            "ssh_authorized_keys" => Nix.guest["sshKeys"]
          },
        ]
      })
    let instance: Expr = .set {
      "instance-id" => Nix.name
      "local-hostname" => Nix.name
    }
    let configuration = Nix.pkgs["writeText"](
      "network-config", toJSON(Nix.guest[Attrpath(AttrName(Interfaces.cloudInitAttribute))]))
    let networkFile = network.optionalAttrs(.set { "network-config" => configuration })
    let files: Expr = .set {
      "meta-data" => Nix.pkgs["writeText"]("meta-data", toJSON(instance))
      "user-data"
        => Nix.pkgs["writeText"](
          "user-data", "#cloud-config\n\(toJSON(.op(settings, .update, keys)))\n")
    }
    return Nix.pkgs["linkFarm"](
      "\(Nix.name)-seed", networkFile.map { .op(files, .update, $0) } ?? files)
  }
}
