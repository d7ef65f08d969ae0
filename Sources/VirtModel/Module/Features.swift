/// What of the shared code the guests of a host need: the rest is left out.
struct Features {
  /// How the root disks come to be.
  var installs: Set<InstallKind> = []
  /// Whether a root disk is not installed: made blank, or there.
  var hasOther = false
  /// Whether a guest has other disks than a root disk that was installed.
  var hasDisks = false
  var hasModules = false
  /// Whether disks are made blank.
  var makesDisks = false
  /// Whether all root disks were installed, with a size.
  var allHaveSize = true
  var hasSize = false
  /// Whether some guests start by UEFI, and some do not.
  var firmware = Use.none
  var display = Use.none
  /// Whether a display is reached over TCP, and whether one is reached by a socket.
  var hasTCPDisplay = false
  var hasSocketDisplay = false
  /// Who may reach the displays: systemd's word for the addresses.
  var vncPeers = "localhost"
  var hasDevices = false
  var hasReady = false
  var hasShares = false
  var hasTPM = false
  var hasServiceConfig = false
  var hasExtraArguments = false
  var hasOrder = false
  var hasManualStart = false
  var hasUntouched = false
  /// The policy of all guests, nil if they differ.
  var restart: RestartPolicy?
  /// The limit of all guests, nil if they differ.
  var shutdownTimeout: Int?

  /// Which guests of a host use something.
  enum Use {
    case none, some, all

    init(_ users: Int, of count: Int) {
      self = users == count ? .all : users > 0 ? .some : .none
    }
  }

  init(_ host: Host) {
    restart = host.guests.first?.restart
    shutdownTimeout = host.guests.first?.shutdownTimeout
    var bootedByUEFI = 0
    var displays = 0
    for guest in host.guests {
      add(guest, of: host)
      if guest.firmware == .uefi { bootedByUEFI += 1 }
      if guest.vncDisplay != nil { displays += 1 }
    }
    firmware = Use(bootedByUEFI, of: host.guests.count)
    display = Use(displays, of: host.guests.count)
  }

  private mutating func add(_ guest: Guest, of host: Host) {
    if let install = guest.install { installs.insert(install) } else { hasOther = true }
    if guest.installedSize != nil { hasSize = true } else { allHaveSize = false }
    let disks = guest.listedDisks
    if !disks.isEmpty { hasDisks = true }
    if disks.contains(where: \.isMade) { makesDisks = true }
    if !guest.modules.isEmpty { hasModules = true }
    if let display = guest.vncDisplay {
      if display.isSocket { hasSocketDisplay = true } else { hasTCPDisplay = true }
      if !display.isLocal { vncPeers = "any" }
    }
    if !host.devices(of: guest).isEmpty { hasDevices = true }
    if guest.ready { hasReady = true }
    if !guest.shares.isEmpty { hasShares = true }
    if guest.tpm { hasTPM = true }
    if !host.unitSettings(of: guest).isEmpty { hasServiceConfig = true }
    if !guest.extraArgs.isEmpty { hasExtraArguments = true }
    if !guest.after.isEmpty { hasOrder = true }
    if !guest.autostart { hasManualStart = true }
    if !guest.restartIfChanged { hasUntouched = true }
    if guest.restart != restart { restart = nil }
    if guest.shutdownTimeout != shutdownTimeout { shutdownTimeout = nil }
  }

  /// Whether a guest's paragraph says how its root disk is installed: unless all are installed with
  /// NixOS.
  var namesInstall: Bool { hasOther || installs.count > 1 }
  /// Whether every guest's root disk is installed, in one way or another.
  var allAreInstalled: Bool { !hasOther }
  var growsDisks: Bool { hasSize || makesDisks }

  /// Whether there are programs beside QEMU.
  var hasHelpers: Bool { hasShares || hasTPM }
}

extension Guest {
  /// How its root disk is installed; nil if it is not: it is made blank, or is there.
  var install: InstallKind? {
    switch rootDisk {
    case .nixos: .nixos
    case .image: .image
    case .iso: .iso
    case .blank, .existing: nil
    }
  }

  /// The size that an installed root disk is grown to.
  var installedSize: Size? {
    switch rootDisk {
    case .nixos(let size, _), .iso(_, let size): size
    case .image(_, let size): size
    case .blank, .existing: nil
    }
  }

  /// The NixOS modules that its system is made of.
  var modules: [SourcePath] {
    if case .nixos(_, let modules) = rootDisk { modules } else { [] }
  }

  /// A disk with its file, as a guest's paragraph lists it.
  struct ListedDisk {
    var serial: String
    var storage: Disk.Storage
    var format: DiskFormat
    var readOnly: Bool

    /// Whether it is made, and grows.
    var isMade: Bool {
      if case .file = storage { true } else { false }
    }

    /// The file, from the guest's directory.
    var file: String {
      switch storage {
      case .file: "\(serial).\(format.rawValue)"
      case .existing(let path): path.description
      }
    }
  }

  /// The disks besides a root disk that was installed.
  var listedDisks: [ListedDisk] {
    let others = disks.map {
      ListedDisk(
        serial: $0.name.description, storage: $0.storage, format: $0.format, readOnly: $0.readOnly)
    }
    switch rootDisk {
    case .nixos, .image, .iso: return others
    case .blank(let size, let format):
      let root = ListedDisk(
        serial: "root", storage: .file(size: size), format: format, readOnly: false)
      return [root] + others
    case .existing(let path, let format, let readOnly):
      let root = ListedDisk(
        serial: "root", storage: .existing(path), format: format, readOnly: readOnly)
      return [root] + others
    }
  }
}
