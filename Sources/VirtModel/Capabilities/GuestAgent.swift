import NixAST

/// The guest agent of QEMU: a program in the guest that the host asks for addresses, and that freezes
/// file systems for a backup.
public enum GuestAgent: GuestCapability {
  /// Whether the guest has a channel for it.
  public static let key = DefaultedKey(
    "guestAgent", .bool, default: false,
    "Whether the guest has a channel for the QEMU guest agent. NixOS guests run the agent; in other"
      + " guests, install `qemu-guest-agent`. Addresses in `nixvirt-guest list` and `ip`, backups and"
      + " power-off use it.")

  static var keys: [any KeyDefinition] { [key] }

  /// QEMU's identifier of the channel's controller.
  static let controller = "agent"
}

extension Guest {
  /// Whether it has a channel for the guest agent.
  public var hasAgent: Bool { values[GuestAgent.key] }
}

// MARK: - In the module

extension GuestAgent {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if guest.hasAgent { paragraph.set(key.name, true) }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(
      [
        "-device",
        .str(
          "virtio-serial-pci,id=\(controller),max_ports=2,\(HardwarePlan.address(.agent).properties)"
        ),
        "-chardev", "socket,id=agent,path=\(Nix.runtimeDirectory)/agent.sock,server=on,wait=off",
        "-device",
        .str("virtserialport,bus=\(controller).0,chardev=agent,name=org.qemu.guest_agent.0"),
      ], use.presence(key.name), at: .devices)
  }

  /// A word of guest-monitor, for the guests that have it.
  static func word(_ use: ModuleUse) -> Str {
    use.presence(key.name).optionalString(" agent").map { "\($0)" } ?? ""
  }
}
