import NixAST

/// Arguments for QEMU, as they are.
public enum ExtraArgs: GuestCapability {
  /// Arguments for QEMU.
  public static let key = DefaultedKey(
    "extraArgs", .list(.argument), default: [],
    "Arguments that are appended to QEMU's command"
      + " line unchanged.")

  static var keys: [any KeyDefinition] { [key] }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    let words = guest.given[key]
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1].value : ""
      guard let rule = ForbiddenArgument.find(option: previous, word.value) else { continue }
      diagnostics.report(
        Diagnostic(
          .forbiddenArgument, "\(guest.path).extraArgs: \(rule.reason)", at: word.range,
          suggestion: rule.cure))
    }
  }
}

extension Guest {
  /// Arguments for QEMU.
  public var extraArgs: [String] { values[ExtraArgs.key].map(\.value) }
}

// MARK: - In the module

extension ExtraArgs {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.lastArguments += guest.extraArgs
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    if use.has("extraArgs") { code.add(Nix.guest("extraArgs", or: []), at: .last) }
  }
}

/// Arguments that the hardening of a guest's unit, or nixvirt's own arguments, make fail: see
/// `RestrictAddressFamilies=`, `DeviceAllow=`, `SystemCallFilter=` in systemd.exec(5).
private struct ForbiddenArgument {
  let reason: String
  let cure: String?

  static func find(option: String, _ value: String) -> ForbiddenArgument? {
    let parts = value.split(separator: ",")
    func has(_ prefix: String) -> Bool { parts.contains { $0.hasPrefix(prefix) } }
    switch option {
    case "-chardev", "-serial", "-monitor", "-qmp", "-qmp-pretty", "-gdb":
      let isInternet =
        parts.first == "socket" && has("host=")
        || ["tcp:", "telnet:", "websocket:", "udp:"].contains(where: value.hasPrefix)
      return isInternet
        ? ForbiddenArgument(
          reason: "the guest's unit has no Internet sockets",
          cure: "use a socket in /run/guests/<name>: path=") : nil
    case "-device":
      if parts.first == "vfio-pci" {
        return ForbiddenArgument(
          reason: "the guest's unit cannot open the device", cure: "use the pci key")
      }
      return parts.first == "usb-host"
        ? ForbiddenArgument(
          reason: "the guest's unit cannot open the device", cure: "use the usb key") : nil
    case "-spice":
      return has("port=") || has("tls-port=")
        ? ForbiddenArgument(
          reason: "the guest's unit has no Internet sockets",
          cure: "use unix=on,addr=/run/guests/<name>/spice.sock") : nil
    case "-netdev", "-nic":
      return parts.first == "user"
        ? ForbiddenArgument(
          reason: "the guest's unit has no Internet sockets, so that user networking reaches"
            + " nothing", cure: "use a NAT network: networks.<name>.nat") : nil
    case "-sandbox":
      return ForbiddenArgument(
        reason: "nixvirt sets QEMU's sandbox, and the unit has a system call filter",
        cure: nil)
    default:
      return value == "-daemonize" || value == "-runas"
        ? ForbiddenArgument(
          reason: "systemd runs QEMU as the guest's user, in the foreground",
          cure: "remove \(value)") : nil
    }
  }
}
