import NixAST

/// The NixOS configuration that all guests share.
enum GuestBase {
  /// Where the drive with keys is mounted.
  static let keysDirectory = "/run/nixvirt"
  static let keysComment = "SSH keys from the host's drive, read at each start."

  /// A guest's own system. Errors of its modules name the guest.
  static func named(_ system: Expr) -> Expr {
    Expr.variable("builtins")["addErrorContext"](
      "while evaluating the NixOS of guest \(Nix.name)", system)
  }

  /// A module can set every value otherwise, without `lib.mkForce`; lists are added to.
  static func overridable(_ configuration: Expr) -> Expr {
    Expr.variable("overridable")(configuration)
  }

  /// The values of a configuration as defaults.
  static var overridableFunction: Binding {
    ("overridable"
      => Nix.lib["mapAttrsRecursive"](
        .lambda(
          "_",
          body: .lambda(
            "value",
            body: .ifElse(
              Expr.variable("builtins")["isList"](.variable("value")), then: .variable("value"),
              else: Nix.lib["mkDefault"](.variable("value")))))))
      .commented("A guest's modules can set every value otherwise, and add to every list.").spaced()
  }

  static var keysFileSystem: Expr {
    .set {
      "device" => .str("/dev/disk/by-label/\(HandoverDrive.label)")
      "fsType" => "vfat"
      "noCheck" => true
      "options" => ["ro", "nofail", "umask=0022"]
    }
  }

  /// Without it, each guest with modules of its own would build a manual of its options.
  static var documentation: Binding {
    ("documentation.nixos.enable" => false).commented("The manual of NixOS is on the host.")
  }

  static var openssh: Expr {
    .set {
      "authorizedKeysFiles" => [.str("\(keysDirectory)/%u")]
      "enable" => true
      "settings.PasswordAuthentication" => false
    }
  }
}

/// Requirements of some of the guests that share a NixOS configuration.
struct GuestNeeds {
  private let hasFixedAddresses: Bool
  private let hasAgents: Bool
  private let hasSecrets: Bool
  private let hasHostKeys: Bool
  private let hasSockets: Bool

  /// - Parameter kind: that of the guests' root disks.
  init(of host: Host, _ kind: InstallKind) {
    let guests = host.guests.filter { $0.rootDisk.kind == kind }
    hasAgents = guests.contains(where: \.hasAgent)
    hasSecrets = guests.contains { !$0.secrets.isEmpty }
    hasSockets = guests.contains { $0.contextID != nil }
    hasHostKeys = guests.contains(where: \.hasHostKey)
    hasFixedAddresses = guests.contains { guest in
      guest.interfaces.contains { card in
        host.networks.first { $0.name == card.network }.flatMap { CardSettings(card, on: $0) }
          != nil
      }
    }
  }

  /// Kernel modules of the initrd. systemd reads credentials before udev loads modules.
  func kernelModules(_ others: String...) -> Expr {
    let credentials = hasSecrets ? ["qemu_fw_cfg"] : []
    // systemd's generator for SSH over vsock runs before udev loads modules, too.
    let sockets = hasSockets ? ["vmw_vsock_virtio_transport"] : []
    return .list((others + credentials + ["virtio_blk", "virtio_pci"] + sockets).map { .str($0) })
  }

  /// The unit that takes the SSH host key.
  @BindingBuilder var hostKey: [Binding] {
    if hasHostKeys { GuestSecrets.hostKeyService }
  }

  @BindingBuilder var networking: [Binding] {
    if hasFixedAddresses {
      ("networking.useNetworkd" => true)
        .commented("networkd also reads fixed addresses, which the host hands over.")
    }
  }

  @BindingBuilder var agent: [Binding] {
    if hasAgents {
      ("services.qemuGuest.enable" => true)
        .commented("It starts only if QEMU has a channel for it.")
    }
  }
}
