/// The platform of a host and its guests, in Nix's words.
public enum System: String, Hashable, Sendable, CaseIterable {
  /// 64-bit Intel and AMD.
  case x86 = "x86_64-linux"
  /// 64-bit Arm.
  case arm = "aarch64-linux"
}

/// How a guest's instructions are run.
public enum Accelerator: String, Hashable, Sendable, CaseIterable {
  /// The kernel's virtual machines. A guest does not start where they cannot be used.
  case kvm
  /// QEMU's emulation, for hosts without KVM: slow.
  case tcg
}

/// How the first disk of a guest comes to be.
public enum InstallKind: String, Hashable, Sendable, CaseIterable {
  /// NixOS is installed unattended.
  case nixos
  /// Nothing is installed: NixOS boots from the host's store, and the disk keeps its state.
  case store
  /// A cloud image is copied.
  case image
  /// An installer is booted until it powers off.
  case iso
  /// The disk stays blank.
  case none
}

/// The network card that a guest sees.
public enum CardModel: String, Hashable, Sendable, CaseIterable {
  /// Made for virtual machines; fast.
  case virtio
  /// A card of Intel's, for systems without drivers for `virtio`.
  case e1000e
}

/// The firmware, which starts a guest's operating system.
public enum Firmware: String, Hashable, Sendable, CaseIterable {
  /// SeaBIOS.
  case bios
  /// OVMF, as shipped with QEMU.
  case uefi
}

/// When systemd starts a guest again that has ended, see `Restart=` in systemd.service(5).
public enum RestartPolicy: String, Hashable, Sendable, CaseIterable {
  /// Never.
  case no
  /// When QEMU failed.
  case onFailure = "on-failure"
  /// Always, a power-off from inside included.
  case always
}

/// Which changes restart a guest in a rebuild.
public enum RestartReason: String, Hashable, Sendable, CaseIterable {
  /// Changes of the guest's own definition.
  case description
  /// Also those of the host's packages.
  case host
  /// None.
  case never
}

/// How far guests that do not share a host are from each other.
public enum Spread: String, Hashable, Sendable, CaseIterable {
  /// On different hosts.
  case host
  /// On hosts in different zones.
  case zone
}

/// The format of a disk's file.
public enum DiskFormat: String, Hashable, Sendable, CaseIterable {
  /// QEMU's own, which takes only the room that is used.
  case qcow2
  /// The bytes of the disk as they are.
  case raw
}
