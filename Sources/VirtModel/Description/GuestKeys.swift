enum GuestKeys {
  static let cpus = Key(
    "cpus", .cpuTopology, default: "`1`", "The number of CPUs, or their layout.")
  static let memory = Key("memory", .size, default: "`\"512m\"`", "The memory.")
  static let diskSize = Key(
    "diskSize", .size,
    "The size of the root disk, a qcow2 file; short for `disks.root.size`. Required unless there is"
      + " an `image` or a `disks.root`.")
  static let disks = Key(
    "disks",
    .map(
      "the name of a disk", rule: Label.diskRule, pattern: labelPattern, { Label(disk: $0) }, .disk),
    "More disks, by name. `root` is the root disk.")
  static let interfaces = Key(
    "interfaces", .list(.interface), default: "one, if there is a network",
    "The network cards.")
  static let network = Key(
    "network", .label("the name of a network"),
    default: "the only network, `lan`, or the first by name",
    "The network of the first network card.")
  static let mac = Key(
    "mac", .macAddress, default: "derived from the names of host and guest",
    "The MAC address of the first network card.")
  static let netDevice = Key(
    "netDevice", .interfaceName, default: "`tap-<name>`",
    "The tap interface of the first network card.")
  static let vncDisplay = Key(
    "vncDisplay", .vncDisplay,
    "Where the screen can be seen over VNC. Without it the guest has no graphics card.")
  static let install = Key<InstallKind>(
    "install", .choice,
    default: "`\"image\"` or `\"iso\"` where that key is given, else `\"nixos\"`",
    "How the root disk comes to be on the first start.")
  static let nixos = Key("nixos", .nixos, "The NixOS system of the guest.")
  static let image = Key(
    "image", .sourcePath("a cloud image"), "The cloud image to copy.")
  static let iso = Key("iso", .sourcePath("an installer"), "The installer to boot once.")
  static let firmware = Key<Firmware>(
    "firmware", .choice, default: "`\"bios\"`, `\"uefi\"` on aarch64",
    "What starts the operating system.")
  static let sshKeys = Key(
    "sshKeys", .list(.sshKey), default: "`[ ]`",
    "Public keys that may log in as root, besides the host's.")
  static let autostart = Key(
    "autostart", .bool, default: "`true`", "Whether the guest starts with the host.")
  static let after = Key(
    "after", .list(.guestName), default: "`[ ]`",
    "Guests that are started before this one, and stopped after it.")
  static let restart = Key<RestartPolicy>(
    "restart", .choice, default: "`\"on-failure\"`",
    "When the guest is started again after it ended.")
  static let restartIfChanged = Key(
    "restartIfChanged", .bool, default: "`true`",
    "Whether a rebuild that changes the guest's definition restarts it.")
  static let ready = Key(
    "ready", .bool, default: "`false`",
    "Whether the unit counts as started only when the guest's systemd says so.")
  static let shutdownTimeout = Key(
    "shutdownTimeout", .integer(1...86400), default: "`90`",
    "How many seconds the guest may take to power off before it is ended.")
  static let shares = Key(
    "shares",
    .map("the tag of a share", rule: Label.rule, pattern: labelPattern, { Label($0) }, .share),
    "Directories of the host that the guest sees over virtiofs, by tag.")
  static let pci = Key(
    "pci", .list(.pciAddress), default: "`[ ]`", "PCI functions of the host to pass through.")
  static let usb = Key(
    "usb", .list(.usbDevice), default: "`[ ]`", "USB devices of the host to pass through.")
  static let tpm = Key("tpm", .bool, default: "`false`", "Whether the guest has a TPM 2.0.")
  static let cpuPinning = Key(
    "cpuPinning", .cpuList, "The CPUs of the host that the guest may use.")
  static let cpuQuota = Key(
    "cpuQuota", .cpuQuota, "The CPU time that the guest may use, in percent of one CPU.")
  static let memoryMax = Key(
    "memoryMax", .size, "The memory of the host that the guest may use, QEMU's own included.")
  static let hosts = Key(
    "hosts", .list(.hostName), default: "all",
    "The hosts that the guest may be placed on. For a guest of a fleet that is described beside"
      + " `hosts`.")
  static let affinity = Key(
    "affinity", .list(.guestName), default: "`[ ]`",
    "Guests of a fleet that are on one host with this one.")
  static let antiAffinity = Key(
    "antiAffinity", .list(.guestName), default: "`[ ]`",
    "Guests of a fleet that are on other hosts than this one. Its own name counts for nothing, so"
      + " that several guests can share a list.")
  static let extraArgs = Key(
    "extraArgs", .list(.argument), default: "`[ ]`", "Arguments for QEMU, as they are, last.")

  static let shape = ObjectShape(
    noun: "a guest",
    keys: [
      cpus.spec, memory.spec, diskSize.spec, disks.spec, interfaces.spec, network.spec, mac.spec,
      netDevice.spec, vncDisplay.spec, install.spec, nixos.spec, image.spec, iso.spec,
      firmware.spec, sshKeys.spec, autostart.spec, after.spec, restart.spec,
      restartIfChanged.spec, ready.spec, shutdownTimeout.spec, shares.spec, pci.spec, usb.spec,
      tpm.spec, cpuPinning.spec, cpuQuota.spec, memoryMax.spec, hosts.spec,
      affinity.spec, antiAffinity.spec, extraArgs.spec,
    ])
}

extension ValueParser where Value == GuestDescription {
  static var guest: ValueParser {
    object(GuestKeys.shape) { fields, findings in
      var guest = GuestDescription()
      guest.cpus = fields.read(GuestKeys.cpus, &findings)
      guest.memory = fields.read(GuestKeys.memory, &findings)
      guest.diskSize = fields.read(GuestKeys.diskSize, &findings)
      guest.disks = fields.read(GuestKeys.disks, &findings)?.value ?? []
      guest.interfaces = fields.read(GuestKeys.interfaces, &findings)
      guest.network = fields.read(GuestKeys.network, &findings)
      guest.mac = fields.read(GuestKeys.mac, &findings)
      guest.netDevice = fields.read(GuestKeys.netDevice, &findings)
      guest.vncDisplay = fields.read(GuestKeys.vncDisplay, &findings)
      guest.install = fields.read(GuestKeys.install, &findings)
      guest.nixosModules = fields.read(GuestKeys.nixos, &findings)?.value ?? []
      guest.image = fields.read(GuestKeys.image, &findings)
      guest.iso = fields.read(GuestKeys.iso, &findings)
      guest.firmware = fields.read(GuestKeys.firmware, &findings)
      guest.sshKeys = fields.read(GuestKeys.sshKeys, &findings)?.value ?? []
      guest.autostart = fields.read(GuestKeys.autostart, &findings)
      guest.after = fields.read(GuestKeys.after, &findings)?.value ?? []
      guest.restart = fields.read(GuestKeys.restart, &findings)
      guest.restartIfChanged = fields.read(GuestKeys.restartIfChanged, &findings)
      guest.ready = fields.read(GuestKeys.ready, &findings)
      guest.shutdownTimeout = fields.read(GuestKeys.shutdownTimeout, &findings)
      guest.shares = fields.read(GuestKeys.shares, &findings)?.value ?? []
      guest.pci = fields.read(GuestKeys.pci, &findings)?.value ?? []
      guest.usb = fields.read(GuestKeys.usb, &findings)?.value ?? []
      guest.tpm = fields.read(GuestKeys.tpm, &findings)
      guest.cpuPinning = fields.read(GuestKeys.cpuPinning, &findings)
      guest.cpuQuota = fields.read(GuestKeys.cpuQuota, &findings)
      guest.memoryMax = fields.read(GuestKeys.memoryMax, &findings)
      guest.hosts = fields.read(GuestKeys.hosts, &findings)
      guest.affinity = fields.read(GuestKeys.affinity, &findings)?.value ?? []
      guest.antiAffinity = fields.read(GuestKeys.antiAffinity, &findings)?.value ?? []
      guest.extraArgs = fields.read(GuestKeys.extraArgs, &findings)?.value ?? []
      func noteUnreadable<Content>(_ key: Key<Content>) {
        if fields.has(key) { guest.unreadable.insert(key.name) }
      }
      if guest.diskSize == nil { noteUnreadable(GuestKeys.diskSize) }
      if guest.disks.isEmpty { noteUnreadable(GuestKeys.disks) }
      if guest.image == nil { noteUnreadable(GuestKeys.image) }
      if guest.iso == nil { noteUnreadable(GuestKeys.iso) }
      return guest
    }
  }
}
