import NixAST

/// The virtual machine that a guest sees: its number, and the PCI bus that its devices sit on.
public enum Hardware: GuestCapability {
  /// The version of the virtual hardware.
  public static let version = DefaultedKey(
    "hardwareVersion", .integer(1...1), default: 1,
    "The virtual hardware that the guest sees: QEMU's machine type, and the address of each"
      + " device. Like `system.stateVersion` in NixOS, it never changes by itself. Version 1 is"
      + " the machine type of QEMU 7.2."
  )

  static var keys: [any KeyDefinition] { [version] }

  private static let derived = ["bridges", "definition", "installMounts", "mounts", "uuid"]

  static var attributes: [ParagraphAttribute] {
    [
      ParagraphAttribute("bridges"), ParagraphAttribute("definition", effect: .runsOn),
      ParagraphAttribute("mounts"), ParagraphAttribute("installMounts", effect: .runsOn),
      ParagraphAttribute("uuid"),
    ]
  }

  /// They follow from names and other keys.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    derived.contains(attribute.name) ? [] : nil
  }
}

// MARK: - In the module

extension Hardware {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("uuid", .str(guest.uuid))
    if case .host(let path) = guest.rootDisk.source { paragraph.installMounts.append(path) }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(["-uuid", Nix.guest["uuid"]], at: .machine)
    code.unit.section.append(
      "RequiresMountsFor"
        => Nix.concat([[.string(Nix.directory(on: host))]] + mounts(use)))
    guard use.has("bridges") else { return }
    code.argumentLists.append(
      ("bridgeArgs" => .list(bridges))
        .commented("More PCI slots. Always all of them, because the guest numbers them.")
        .spaced())
    code.add(.variable("bridgeArgs"), use.presence("bridges"), at: .bridges)
  }

  /// Lists of files whose mounts the guest's units wait for, besides its directory.
  static func mounts(_ use: ModuleUse) -> [Expr] {
    use.has("mounts") ? [Nix.guest("mounts", or: [])] : []
  }

  private static var bridges: [Expr] {
    (0..<HardwarePlan.bridgeCount).flatMap { number -> [Expr] in
      let slot = String(HardwarePlan.bridgeSlot, radix: 16)
      let first = number == 0 ? ",multifunction=on" : ""
      return [
        "-device",
        .str(
          "pci-bridge,id=bridge\(number),chassis_nr=\(number + 1),shpc=off,bus=pcie.0,addr=0x\(slot).\(number)\(first)"
        ),
      ]
    }
  }
}
