import NixAST

/// A cloud image is copied. cloud-init sets it up.
enum ImageInstallation: Installation {
  static let kind = InstallKind.image
  static var source: Key<SourcePath>? { RootDiskKeys.image }
  static let inputs: [InstallInput] = [.image]
  static let needsSize = false
  static let configurator: Guest.Configurator? = .cloudInit

  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium? { disk.source.map { .image($0) } }

  // MARK: - The module

  static let attributes = [ParagraphAttribute("image", effect: .runsOn)]

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

  /// cloud-init applies user data once for each instance. It reads keys and the network configuration at
  /// each start.
  private static func instanceID(_ userData: Presence) -> Expr {
    let nix = Expr.variable("builtins")
    let file = Nix.guest[Attrpath(AttrName(UserData.key.name))]
    let hash = nix["substring"](0, 16, nix["hashFile"]("sha256", file))
    let own: Expr = "\(Nix.name)-\(hash)"
    return userData.choice(own, else: Nix.name)
  }

  private static func userData(_ presence: Presence, _ settings: Expr) -> Expr {
    func file(_ name: Expr, _ settings: Expr) -> Expr {
      let text = Expr.variable("builtins")["toJSON"](settings)
      return Nix.pkgs["writeText"](name, "#cloud-config\n\(text)\n")
    }
    guard presence.isPossible else { return file("user-data", settings) }
    let shared = Expr.variable("settings")
    // cloud-init gives keys to root and to the image's user without a list of users, to which the file
    // may have its own.
    let added: Expr = .op(
      Expr.variable("builtins")["removeAttrs"](shared, ["users"]), .update,
      .set {
        ("merge_how" => .str(UserData.mergeHow))
          .commented("Adds to the lists of the guest's user data, and changes nothing else of it.")
        ("ssh_deletekeys" => false)
          .commented("Changed user data makes a new instance, which keeps its host keys.")
      })
    let merged = UserData.merged(file("nixvirt-data", added))
    return .letIn {
      "settings" => settings
    } body: {
      presence.choice(merged, else: file("user-data", shared))
    }
  }

  private static func seed(_ use: ModuleUse) -> Expr {
    let toJSON = Expr.variable("builtins")["toJSON"]
    // Runs at each start, other than what makes users.
    let update: Expr = ["sh", "-c", .string(EmittedProgram.updateKeys), "nixvirt"]
    let userData = use.presence(UserData.key.name)
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
      "instance-id" => instanceID(userData)
      "local-hostname" => Nix.name
    }
    let configuration = Nix.pkgs["writeText"](
      "network-config", toJSON(Nix.guest[Attrpath(AttrName(Interfaces.cloudInitAttribute))]))
    let networkFile = network.optionalAttrs(.set { "network-config" => configuration })
    let files: Expr = .set {
      "meta-data" => Nix.pkgs["writeText"]("meta-data", toJSON(instance))
      "user-data" => self.userData(userData, .op(settings, .update, keys))
    }
    return Nix.pkgs["linkFarm"](
      "\(Nix.name)-seed", networkFile.map { .op(files, .update, $0) } ?? files)
  }
}
