/// A virtual machine, with a value for everything.
public struct Guest: Hashable, Sendable {
  /// Its name.
  public let name: GuestName
  /// The user of the host that it runs as.
  public let user: UserName
  /// The CPUs.
  public let cpus: CPUTopology
  /// The memory.
  public let memory: Size
  /// The root disk.
  public let rootDisk: RootDisk
  /// The other disks, by name.
  public let disks: [Disk]
  /// The network cards.
  public let interfaces: [Interface]
  /// Where the screen can be seen, if there is one.
  public let vncDisplay: VNCDisplay?
  /// What starts the operating system.
  public let firmware: Firmware
  /// The keys that may log in as root, without duplicates.
  public let sshKeys: [SSHPublicKey]
  /// Whether it starts with the host.
  public let autostart: Bool
  /// The guests that are started before it.
  public let after: [GuestName]
  /// When it is started again.
  public let restart: RestartPolicy
  /// Whether a changed definition restarts it.
  public let restartIfChanged: Bool
  /// Whether its systemd says when it is up.
  public let ready: Bool
  /// How many seconds it may take to power off.
  public let shutdownTimeout: Int
  /// Directories of the host, by tag.
  public let shares: [Share]
  /// PCI functions of the host.
  public let pci: [PCIAddress]
  /// USB devices of the host.
  public let usb: [USBDeviceID]
  /// Whether it has a TPM.
  public let tpm: Bool
  /// The CPUs of the host that it may use.
  public let cpuPinning: CPUList?
  /// The CPU time that it may use.
  public let cpuQuota: CPUQuota?
  /// The memory of the host that it may use.
  public let memoryMax: Size?
  /// Arguments for QEMU.
  public let extraArgs: [String]

  /// The disk that it starts from.
  public enum RootDisk: Hashable, Sendable {
    /// NixOS is installed on a new disk.
    case nixos(size: Size, modules: [SourcePath])
    /// A cloud image is copied, and grown if a size is given.
    case image(SourcePath, size: Size?)
    /// An installer is booted on a new disk.
    case iso(SourcePath, size: Size)
    /// A new disk stays blank.
    case blank(size: Size, format: DiskFormat)
    /// A file or device that is there.
    case existing(AbsolutePath, format: DiskFormat, readOnly: Bool)
  }

  /// A disk besides the first.
  public struct Disk: Hashable, Sendable {
    /// Where its bytes are.
    public enum Storage: Hashable, Sendable {
      /// A file of the guest's directory, made with this size.
      case file(size: Size)
      /// A file or device that is there.
      case existing(AbsolutePath)
    }

    /// Its name, also its serial number.
    public let name: Label
    /// Where its bytes are.
    public let storage: Storage
    /// The format.
    public let format: DiskFormat
    /// Whether the guest cannot write to it.
    public let readOnly: Bool
  }

  /// A network card.
  public struct Interface: Hashable, Sendable {
    /// The network it is in.
    public let network: Label
    /// Its address.
    public let mac: MACAddress
    /// Its tap interface on the host.
    public let tap: InterfaceName
  }

  /// A directory of the host.
  public struct Share: Hashable, Sendable {
    /// Its tag.
    public let tag: Label
    /// The directory of the host.
    public let source: AbsolutePath
    /// Where a NixOS guest mounts it.
    public let target: AbsolutePath?
    /// Whether the guest cannot write to it.
    public let readOnly: Bool
  }
}

extension Guest {
  /// The names of its units: its own, its installation's, and those of the programs beside it.
  var units: [String] {
    let own = "qemu-guest-\(name)"
    var units = [own, own + "-install"]
    for share in shares { units.append("\(own)-share-\(share.tag)") }
    if tpm { units.append(own + "-tpm") }
    return units
  }
}
