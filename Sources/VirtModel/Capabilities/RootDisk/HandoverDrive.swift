import NixAST

/// A read-only FAT drive with what the host hands over to a guest's NixOS.
enum HandoverDrive {
  /// The label of its file system.
  static let label = "HANDOVER"
  /// Its serial number, and its name in QEMU.
  static let serial = "handover"

  /// The guests that have it.
  static func guests(_ use: ModuleUse) -> Presence {
    InstallKind.allCases.reversed().filter { $0.method.configurator == .nixOS }.reduce(.never) {
      $0.or($1.method.guests(use))
    }
  }

  static func contribute(to code: inout SharedCode, for guests: Presence) {
    guard guests.isPossible else { return }
    code.argumentFunctions.append(
      ("handover" => Nix.perGuest(files))
        .commented("The installer and the guest see this as a read-only FAT drive.").spaced())
    code.argumentFunctions.append(("handoverArgs" => Nix.perGuest(.list(words))).spaced())
    code.add(arguments, guests, at: .media)
  }

  /// The words for QEMU, a list.
  static var arguments: Expr { Nix.ofGuest("handoverArgs") }

  private static var words: [Expr] {
    [
      "-blockdev",
      "driver=vvfat,node-name=\(serial),label=\(label),read-only=on,dir=\(Nix.ofGuest("handover"))",
      "-device",
      .str(
        "virtio-blk-pci,drive=\(serial),serial=\(serial),\(HardwarePlan.address(.seed).properties)"),
    ]
  }

  private static var files: Expr {
    Nix.pkgs["linkFarm"](
      "\(Nix.name)-handover",
      .set {
        // sshd(8) reads the file with the user's name.
        "root"
          => Nix.pkgs["writeText"](
            "authorized_keys", Nix.lib["concatLines"](Nix.guest["sshKeys"]))
        "hostname" => Nix.pkgs["writeText"]("hostname", "\(Nix.name)\n")
      })
  }
}
