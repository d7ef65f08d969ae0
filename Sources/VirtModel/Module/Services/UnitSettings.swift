import NixAST

/// A setting of a unit that only one guest has, by its name in the section `[Service]`.
struct UnitSetting {
  var key: Identifier
  var value: Expr

  init(_ key: Identifier, _ value: Expr) {
    self.key = key
    self.value = value
  }
}

extension Host {
  /// What a guest's unit has in place of what all units have: limits of systemd.resource-control(5),
  /// and access to what the guest was given of the host.
  func unitSettings(of guest: Guest) -> [UnitSetting] {
    var settings: [UnitSetting] = []
    func set(_ key: Identifier, _ value: Expr) { settings.append(UnitSetting(key, value)) }
    if let pinning = guest.cpuPinning { set("AllowedCPUs", .str(pinning.description)) }
    if let quota = guest.cpuQuota { set("CPUQuota", .str(quota.description)) }
    if let memory = guest.memoryMax { set("MemoryMax", .str(String(memory.bytes))) }
    let disks = guest.hostDisks
    let devices = extraDevices(of: guest)
    if !devices.isEmpty {
      set("DeviceAllow", .list((self.devices + devices).map { .str("\($0) rw") }))
    }
    if disks.contains(where: \.isDevice) {
      set("SupplementaryGroups", .list((groups + ["disk"]).map { .str($0) }))
    }
    if !guest.pci.isEmpty { set("LimitMEMLOCK", "infinity") }
    let families = addressFamilies(of: guest)
    if families != nil { set("RestrictAddressFamilies", .list((families ?? []).map { .str($0) })) }
    let files = disks.filter { !$0.isDevice }
    if !files.isEmpty {
      set("ReadWritePaths", .list(files.map { .str(UnitValue.path($0)) }))
    }
    if disks.contains(where: \.isBelowHome) { set("ProtectHome", false) }
    if guest.ready {
      set("Type", "notify")
      set("NotifyAccess", "all")
      set("TimeoutStartSec", "10min")
    }
    return settings
  }

  /// The groups that the units of all guests are in.
  var groups: [String] { accelerator == .kvm ? ["kvm"] : [] }

  /// The devices that the units of all guests may use.
  var devices: [String] {
    accelerator == .kvm ? ["/dev/kvm", "/dev/net/tun", "/dev/vhost-net"] : ["/dev/net/tun"]
  }

  private func extraDevices(of guest: Guest) -> [String] {
    var devices = guest.hostDisks.filter(\.isDevice).map { UnitValue.path($0) }
    if !guest.pci.isEmpty { devices += ["char-vfio"] }
    if !guest.usb.isEmpty { devices += ["char-usb_device"] }
    if guest.ready { devices += ["/dev/vhost-vsock"] }
    return devices
  }

  /// The families of sockets, if they are others than what all guests with such a display have.
  private func addressFamilies(of guest: Guest) -> [String]? {
    guard guest.ready || !guest.usb.isEmpty else { return nil }
    var families = ["AF_UNIX"]
    if let display = guest.vncDisplay, !display.isSocket { families += ["AF_INET", "AF_INET6"] }
    // libusb hears of devices that are plugged in by it.
    if !guest.usb.isEmpty { families.append("AF_NETLINK") }
    if guest.ready { families.append("AF_VSOCK") }
    return families
  }
}

extension Guest {
  /// The files and devices of the host that are its disks.
  fileprivate var hostDisks: [AbsolutePath] {
    listedDisks.compactMap { disk in
      if case .existing(let path) = disk.storage { path } else { nil }
    }
  }
}

/// Text as the settings of a unit file take it, see systemd.syntax(7) and "Specifiers" in
/// systemd.unit(5).
enum UnitValue {
  /// A path as one word: specifiers are escaped, and quotes put where it holds blanks or quotes.
  static func path(_ path: AbsolutePath) -> String {
    var text = ""
    var needsQuotes = false
    for scalar in path.description.unicodeScalars {
      switch scalar {
      case "%": text += "%%"
      case "\"", "\\":
        text += "\\\(scalar)"
        needsQuotes = true
      case " ", "'":
        text.unicodeScalars.append(scalar)
        needsQuotes = true
      default: text.unicodeScalars.append(scalar)
      }
    }
    return needsQuotes ? "\"\(text)\"" : text
  }
}

extension AbsolutePath {
  /// Whether it names a device node.
  var isDevice: Bool { description.hasPrefix("/dev/") }

  /// Whether `ProtectHome=` hides it.
  var isBelowHome: Bool {
    ["/home/", "/root/", "/run/user/"].contains { description.hasPrefix($0) }
  }
}
