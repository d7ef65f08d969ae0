/// A virtual machine, as described. What is nil was not given.
public struct GuestDescription: Sendable {
  /// The CPUs.
  public var cpus: Located<CPUTopology>?
  /// The memory.
  public var memory: Located<Size>?
  /// The size of the root disk.
  public var diskSize: Located<Size>?
  /// Disks by name; `root` is the root disk.
  public var disks: [Named<Label, DiskDescription>] = []
  /// Network cards.
  public var interfaces: Located<[Located<InterfaceDescription>]>?
  /// The network of the first network card.
  public var network: Located<Label>?
  /// The MAC address of the first network card.
  public var mac: Located<MACAddress>?
  /// The tap interface of the first network card.
  public var netDevice: Located<InterfaceName>?
  /// Where the screen can be seen.
  public var vncDisplay: Located<VNCDisplay>?
  /// How the root disk comes to be.
  public var install: Located<InstallKind>?
  /// NixOS modules of the guest.
  public var nixosModules: [Located<SourcePath>] = []
  /// A cloud image.
  public var image: Located<SourcePath>?
  /// An installer.
  public var iso: Located<SourcePath>?
  /// What starts the operating system.
  public var firmware: Located<Firmware>?
  /// Keys for root, besides the host's.
  public var sshKeys: [Located<SSHPublicKey>] = []
  /// Whether the guest starts with the host.
  public var autostart: Located<Bool>?
  /// Guests that are started before this one.
  public var after: [Located<GuestName>] = []
  /// When the guest is started again.
  public var restart: Located<RestartPolicy>?
  /// Whether a changed definition restarts the guest.
  public var restartIfChanged: Located<Bool>?
  /// Whether the guest's systemd says when the guest is up.
  public var ready: Located<Bool>?
  /// How long the guest may take to power off, in seconds.
  public var shutdownTimeout: Located<Int>?
  /// Directories of the host, by tag.
  public var shares: [Named<Label, ShareDescription>] = []
  /// PCI functions of the host.
  public var pci: [Located<PCIAddress>] = []
  /// USB devices of the host.
  public var usb: [Located<USBDeviceID>] = []
  /// Whether there is a TPM.
  public var tpm: Located<Bool>?
  /// The CPUs of the host that the guest may use.
  public var cpuPinning: Located<CPUList>?
  /// The CPU time that the guest may use.
  public var cpuQuota: Located<CPUQuota>?
  /// The memory of the host that the guest may use, QEMU's own included.
  public var memoryMax: Located<Size>?
  /// The hosts of a fleet that the guest may be placed on.
  public var hosts: Located<[Located<HostName>]>?
  /// Guests that are on one host with this one.
  public var affinity: [Located<GuestName>] = []
  /// Guests that are on other hosts than this one.
  public var antiAffinity: [Located<GuestName>] = []
  /// Arguments for QEMU.
  public var extraArgs: [Located<String>] = []

  /// Keys that are given, and whose values were reported: they are not missing.
  var unreadable: Set<String> = []

  /// A guest of which nothing is said.
  public init() {}
}

/// The CPUs of a guest: their number, or how they are laid out.
public struct CPUTopology: Hashable, Sendable {
  /// The sockets.
  public let sockets: Int
  /// The cores of each socket.
  public let cores: Int
  /// The threads of each core.
  public let threads: Int

  /// CPUs; nil if there are none, or more than 4096.
  public init?(sockets: Int = 1, cores: Int, threads: Int = 1) {
    let limits = 1...4096
    guard limits.contains(sockets), limits.contains(cores), limits.contains(threads),
      limits.contains(sockets * cores * threads)
    else { return nil }
    self.sockets = sockets
    self.cores = cores
    self.threads = threads
  }

  init(checkedCores cores: Int) {
    sockets = 1
    self.cores = cores
    threads = 1
  }

  /// The number of CPUs.
  public var count: Int { sockets * cores * threads }
}

/// A disk, as described.
public struct DiskDescription: Sendable {
  /// The size; nil for a file that is there.
  public var size: Located<Size>?
  /// The format of the file.
  public var format: Located<DiskFormat>?
  /// A file or block device that is there, and is never created, formatted or resized.
  public var path: Located<AbsolutePath>?
  /// Whether the guest cannot write to it.
  public var readOnly: Located<Bool>?

  /// A disk of which nothing is said.
  public init() {}
}

/// A network card, as described.
public struct InterfaceDescription: Sendable {
  /// The network it is in.
  public var network: Located<Label>?
  /// Its MAC address.
  public var mac: Located<MACAddress>?
  /// Its tap interface on the host.
  public var tap: Located<InterfaceName>?

  /// A network card of which nothing is said.
  public init() {}
}

/// A directory of the host that a guest sees, as described.
public struct ShareDescription: Sendable {
  /// The directory of the host.
  public var source: Located<AbsolutePath>
  /// Where a NixOS guest mounts it.
  public var target: Located<AbsolutePath>?
  /// Whether the guest cannot write to it.
  public var readOnly: Located<Bool>?

  /// A share.
  public init(source: Located<AbsolutePath>) {
    self.source = source
  }
}
