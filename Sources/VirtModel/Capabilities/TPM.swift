import NixAST

/// A guest's TPM, which swtpm emulates.
public enum TPM: GuestCapability {
  /// Whether there is a TPM.
  public static let key = DefaultedKey(
    "tpm", .bool, default: false, "Whether the guest has a TPM 2.0.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("tpm", implies: true)] }
}

extension Guest {
  /// Whether it has a TPM.
  public var tpm: Bool { values[TPM.key] }
}

// MARK: - In the module

extension TPM {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard guest.tpm else { return }
    paragraph.set("tpm", true)
    paragraph.device("-chardev", "socket,id=tpm,path=\(QEMU.helperSocket("tpm", of: guest))")
    paragraph.device("-tpmdev", "emulator,id=tpm,chardev=tpm")
    paragraph.device("-device", "\(Platform(host).tpmDevice),tpmdev=tpm")
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("tpm") else { return }
    let swtpm: Str =
      "exec \(Nix.pkgs["swtpm"])/bin/swtpm socket --tpm2 --tpmstate dir=tpm --ctrl type=unixio,fd=3"
    let program: Expr = .set {
      "script"
        => .string(
          Str(
            ("\(Nix.pkgs["coreutils"])/bin/mkdir -p tpm\n" as Str).parts + swtpm.parts + [
              .text("\n")
            ]))
      "serviceConfig" => [:]
    }
    code.helpers.append(
      Nix.lib["optionalAttrs"](Nix.guestHas("tpm"), .set { "tpm" => program }))
  }
}
