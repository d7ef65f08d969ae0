/// An argument for QEMU that the hardening of a guest's unit, or an argument of nixvirt's own, makes
/// fail: see `RestrictAddressFamilies=`, `DeviceAllow=`, `SystemCallFilter=` in systemd.exec(5).
struct ForbiddenArgument {
  let reason: String
  /// Help for the user: the key to use instead.
  let cure: String?

  private init(_ reason: String, _ cure: String?) {
    self.reason = reason
    self.cure = cure
  }

  /// Nil for an argument that can work.
  ///
  /// - Parameters:
  ///   - word: the argument: an option, or the value of one.
  ///   - previous: the argument before it.
  init?(_ word: String, after previous: String) {
    guard
      let found = word.hasPrefix("-")
        ? Self.lone(word) : Self.value(OptionValue(word), of: Self.option(previous))
    else { return nil }
    self = found
  }

  /// The name of an option, which QEMU takes with one dash or two; empty for anything else.
  private static func option(_ word: String) -> String {
    word.hasPrefix("-") ? String(word.drop { $0 == "-" }) : ""
  }

  // MARK: - Options by themselves

  private static func lone(_ word: String) -> ForbiddenArgument? {
    let name = option(word)
    if let space = name.firstIndex(of: " ") {
      let value = name[space...].drop { $0 == " " }
      return ForbiddenArgument(
        "QEMU reads the whole text as the name of an option",
        "write two strings: \"-\(name[..<space])\" \(quoted(String(value)))")
    }
    switch name {
    case "daemonize", "runas", "chroot":
      return ForbiddenArgument(
        "systemd runs QEMU as the guest's user, in the foreground", "remove \(word)")
    case "s": return ForbiddenArgument(noInternet, "write \"-gdb\" \"\(socket("gdb"))\"")
    default: return nil
    }
  }

  // MARK: - Options with values

  private static let noInternet = "the guest's unit has no Internet sockets"

  private static func socket(_ name: String) -> String {
    "unix:/run/guests/<name>/\(name).sock,server=on,wait=off"
  }

  private static func value(_ value: OptionValue, of option: String) -> ForbiddenArgument? {
    switch option {
    case "chardev", "serial", "parallel", "monitor", "qmp", "qmp-pretty", "gdb", "debugcon",
      "incoming":
      return characters(value, of: option)
    case "vnc": return screen(value.text)
    case "display":
      if value.kind == "vnc" { return screen(value.first("vnc") ?? "") }
      return ["gtk", "sdl", "curses", "cocoa", "dbus", "spice-app"].contains(value.kind)
        ? ForbiddenArgument(
          "the guest's unit has no screen or terminal", "use the key vncDisplay") : nil
    case "spice":
      return value.has("port") || value.has("tls-port")
        ? ForbiddenArgument(noInternet, "use unix=on,addr=/run/guests/<name>/spice.sock") : nil
    case "netdev", "nic", "net": return network(value)
    case "drive", "blockdev", "hda", "hdb", "hdc", "hdd", "cdrom": return disk(value)
    case "device", "object", "audiodev", "audio", "tpmdev": return device(value, of: option)
    case "sandbox":
      return ForbiddenArgument(
        "nixvirt sets QEMU's sandbox, and the unit has a system call filter",
        "remove -sandbox")
    default: return setting(option)
    }
  }

  private static func characters(_ value: OptionValue, of option: String) -> ForbiddenArgument? {
    let schemes = ["tcp:", "telnet:", "websocket:", "tn3270:", "udp:", "rdma:"]
    let isInternet =
      value.kind == "socket" && (value.has("host") || value.has("port")) || value.kind == "udp"
      || schemes.contains(where: value.text.hasPrefix)
    guard isInternet else { return nil }
    return ForbiddenArgument(
      noInternet,
      option == "chardev"
        ? "use a socket in /run/guests/<name>: path=" : "write \"\(socket(option))\"")
  }

  private static func screen(_ display: String) -> ForbiddenArgument? {
    if display.hasPrefix("unix:") || display.hasPrefix("none") { return nil }
    return ForbiddenArgument(
      "the guest's unit has no Internet sockets except for the display of vncDisplay",
      "use the key vncDisplay")
  }

  private static func network(_ value: OptionValue) -> ForbiddenArgument? {
    switch value.kind {
    case "user":
      return ForbiddenArgument(
        "\(noInternet), so that user networking reaches nothing",
        "use a NAT network: networks.<name>.nat")
    case "bridge", "tap":
      // An interface that exists, and is the guest's user's, can be opened.
      return value.has("ifname") || value.has("fd")
        ? nil
        : ForbiddenArgument(
          "the guest's unit cannot make interfaces of the host",
          "use the keys networks and interfaces")
    case "socket", "stream", "dgram", "l2tpv3":
      let isLocal = value.has("path") || value.first("addr.type") == "unix" || value.has("fd")
      return isLocal ? nil : ForbiddenArgument(noInternet, "use the keys networks and interfaces")
    default: return nil
    }
  }

  private static func disk(_ value: OptionValue) -> ForbiddenArgument? {
    let schemes = [
      "nbd:", "http:", "https:", "ftp:", "ftps:", "ssh:", "iscsi:", "rbd:", "nfs:", "gluster:",
    ]
    let names = [value.text, value.first("file") ?? "", value.first("filename") ?? ""]
    let drivers = ["nbd", "http", "https", "ftp", "ftps", "ssh", "iscsi", "rbd", "nfs", "gluster"]
    let driver = value.first("driver") ?? value.first("file.driver") ?? ""
    guard
      names.contains(where: { name in schemes.contains(where: name.hasPrefix) })
        || drivers.contains(driver) && !value.has("server.path")
    else { return nil }
    return ForbiddenArgument(
      noInternet, "attach it on the host, and name its device: disks.<name>.path")
  }

  private static func device(_ value: OptionValue, of option: String) -> ForbiddenArgument? {
    let noDevice = "the guest's unit cannot open the device"
    switch (option, value.kind) {
    case ("device", "vfio-pci"): return ForbiddenArgument(noDevice, "use the key pci")
    case ("device", "usb-host"): return ForbiddenArgument(noDevice, "use the key usb")
    case ("device", let kind) where kind.hasPrefix("vhost-vsock"):
      return ForbiddenArgument(noDevice, "use the key ready")
    case ("device", let kind)
    where kind.hasPrefix("virtio-gpu-gl") || kind.hasPrefix("virtio-vga-gl"):
      return ForbiddenArgument(noDevice, "use virtio-gpu-pci, or pass a card: pci")
    case ("device", let kind) where kind.hasPrefix("virtio-balloon"):
      return ForbiddenArgument("QEMU takes one balloon, and each guest has one", "remove it")
    case ("tpmdev", "passthrough"): return ForbiddenArgument(noDevice, "use the key tpm")
    case ("object", "input-linux"):
      return ForbiddenArgument(noDevice, "use the key usb")
    case ("audiodev", let kind), ("audio", let kind):
      let backend = value.first("driver") ?? kind
      return ["none", "wav", "spice"].contains(backend)
        ? nil : ForbiddenArgument("the guest's unit has no sound", "pass a sound card: pci or usb")
    default: return nil
    }
  }

  /// Options that nixvirt sets itself; it plans with their values.
  private static func setting(_ option: String) -> ForbiddenArgument? {
    guard let key = ["m": "memory", "smp": "cpus"][option] else { return nil }
    return ForbiddenArgument("nixvirt sets -\(option), and plans with it", "use the key \(key)")
  }
}

/// The value of an option of QEMU: `kind,name=value,…`.
private struct OptionValue {
  let text: String
  private let parts: [Substring]

  init(_ text: String) {
    self.text = text
    parts = text.split(separator: ",")
  }

  /// The first part, whatever it is said with: `socket` of `backend=socket`.
  var kind: String {
    guard let part = parts.first else { return "" }
    let words = part.split(separator: "=", maxSplits: 1)
    let isNamed = words.count == 2 && ["driver", "type", "backend", "qom-type"].contains(words[0])
    return String(isNamed ? words[1] : words.first ?? "")
  }

  func has(_ name: String) -> Bool { first(name) != nil }

  func first(_ name: String) -> String? {
    parts.lazy.compactMap { part in
      part.hasPrefix("\(name)=") ? String(part.dropFirst(name.utf8.count + 1)) : nil
    }.first
  }
}
