/// What of the shared code the guests of a host need: the rest is left out.
struct Features {
  /// How the root disks come to be.
  let installs: Set<InstallKind>
  /// Whether a guest's paragraph says how: unless all are installed with NixOS.
  let namesInstall: Bool
  /// Whether a root disk is not installed: made blank, or there.
  let hasOther: Bool
  /// Whether a guest has other disks than a root disk that was installed.
  let hasDisks: Bool
  let hasModules: Bool
  /// Whether disks are made blank.
  let makesDisks: Bool
  /// Whether all root disks were installed, with a size.
  let allHaveSize: Bool
  let hasSize: Bool
  /// Whether some guests start by UEFI, and some do not.
  let firmware: Use
  let display: Use
  /// Whether a display is reached over TCP, and whether one is reached by a socket.
  let hasTCPDisplay: Bool
  let hasSocketDisplay: Bool
  /// Who may reach the displays: systemd's word for the addresses.
  let vncPeers: String
  let hasDevices: Bool
  let hasReady: Bool
  let hasShares: Bool
  let hasTPM: Bool
  let hasServiceConfig: Bool
  let hasExtraArguments: Bool
  let hasOrder: Bool
  let hasManualStart: Bool
  let hasUntouched: Bool
  /// The policy of all guests, nil if they differ.
  let restart: RestartPolicy?
  /// The limit of all guests, nil if they differ.
  let shutdownTimeout: Int?

  /// Which guests of a host use something.
  enum Use {
    case none, some, all
  }

  init(_ host: Host) {
    let guests = host.guests
    installs = Set(guests.compactMap(\.install))
    hasOther = guests.contains { $0.install == nil }
    namesInstall = hasOther || installs.count > 1
    hasDisks = guests.contains { !$0.listedDisks.isEmpty }
    makesDisks = guests.contains { $0.listedDisks.contains(where: \.isMade) }
    allHaveSize = guests.allSatisfy { $0.installedSize != nil }
    hasSize = guests.contains { $0.installedSize != nil }
    hasModules = guests.contains { !$0.modules.isEmpty }
    firmware = guests.use { $0.firmware == .uefi }
    display = guests.use { $0.vncDisplay != nil }
    hasTCPDisplay = guests.contains { $0.vncDisplay.map { !$0.isSocket } ?? false }
    hasSocketDisplay = guests.contains { $0.vncDisplay?.isSocket ?? false }
    vncPeers = guests.allSatisfy { $0.vncDisplay?.isLocal ?? true } ? "localhost" : "any"
    hasDevices = guests.contains { !host.devices(of: $0).isEmpty }
    hasReady = guests.contains(where: \.ready)
    hasShares = guests.contains { !$0.shares.isEmpty }
    hasTPM = guests.contains(where: \.tpm)
    hasServiceConfig = guests.contains { !host.unitSettings(of: $0).isEmpty }
    hasExtraArguments = guests.contains { !$0.extraArgs.isEmpty }
    hasOrder = guests.contains { !$0.after.isEmpty }
    hasManualStart = guests.contains { !$0.autostart }
    hasUntouched = guests.contains { !$0.restartIfChanged }
    restart = guests.common(\.restart)
    shutdownTimeout = guests.common(\.shutdownTimeout)
  }

  /// Whether every guest's root disk is installed, in one way or another.
  var allAreInstalled: Bool { !hasOther }
  var growsDisks: Bool { hasSize || makesDisks }

  /// Whether there are programs beside QEMU.
  var hasHelpers: Bool { hasShares || hasTPM }
}

extension [Guest] {
  /// The value that all have, nil if they differ.
  fileprivate func common<Value: Equatable>(_ value: (Guest) -> Value) -> Value? {
    guard let first = first.map(value), allSatisfy({ value($0) == first }) else { return nil }
    return first
  }

  fileprivate func use(_ isUsed: (Guest) -> Bool) -> Features.Use {
    allSatisfy(isUsed) ? .all : contains(where: isUsed) ? .some : .none
  }
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
