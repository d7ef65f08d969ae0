import NixAST

/// The firmware, which starts a guest's operating system.
public enum FirmwareKey: GuestCapability {
  /// The firmware.
  public static let key = Key<Firmware>(
    "firmware", .choice, derived: "`\"bios\"`, `\"uefi\"` on aarch64",
    "The firmware.")

  static var keys: [any KeyDefinition] { [key] }

  static func complete(_ guest: inout DescribedGuest) {
    if guest.given[key] == nil, guest.host.description.system == .arm {
      guest.given[key] = Located(.uefi)
    }
  }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    let host = guest.host.description
    guard let firmware = guest.given[key], firmware.value == .bios, host.system == .arm else {
      return
    }
    diagnostics.report(
      .conflictingKeys(
        "\(guest.path).firmware: \(host.system.rawValue) has no BIOS", at: firmware.range,
        other: host.place(of: \.system), suggestion: "write \"uefi\", or remove firmware"))
  }
}

extension Guest {
  /// The firmware.
  public var firmware: Firmware { values[FirmwareKey.key]?.value ?? .bios }
}

// MARK: - In the module

extension FirmwareKey {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if guest.firmware == .uefi { paragraph.set("firmware", .str(guest.firmware.rawValue)) }
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute(
        shared: "firmware", .code { $0["firmwareArgs"] == nil ? nil : .str(Firmware.uefi.rawValue) }
      )
    ]
  }

  /// Which guests have UEFI.
  static func uefi(_ use: ModuleUse) -> Presence { use.presence("firmware") }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let uefi = uefi(use)
    guard uefi.isPossible else { return }
    let file = Platform(host).firmwareCode
    code.argumentLists.append(
      ("firmwareArgs" => [
        "-drive",
        "if=pflash,unit=0,format=raw,read-only=on,file=\(Nix.pkgs["qemu_kvm"])/share/qemu/\(file)",
        "-drive", "if=pflash,unit=1,format=raw,file=efivars.fd",
      ]).spaced())
    code.add(.variable("firmwareArgs"), uefi, at: .firmware)
    code.add(makeVariables, at: .firmware)
    code.steps.add(step(use, on: host), at: .firmware)
  }

  /// Makes the memory of a guest's firmware.
  static func step(_ use: ModuleUse, on host: Host) -> Steps.Step {
    let template: Expr = "\(Nix.pkgs["qemu_kvm"])/share/qemu/\(Platform(host).firmwareVariables)"
    return .command([Nix.getExe("makeVariables"), template], uefi(use))
  }

  private static var makeVariables: SharedCode.Program {
    SharedCode.Program(
      variable: "makeVariables", name: "make-variables", inputs: [Nix.pkgs["coreutils"]],
      script: """
        if [ ! -e efivars.fd ]; then
          cp --no-preserve=mode "$1" efivars.fd.new
          mv efivars.fd.new efivars.fd
        fi

        """,
      comment: "make-variables TEMPLATE: creates the firmware's variables if there are none.")
  }
}
