import NixAST

/// A guest's screen over VNC.
public enum VNC: GuestCapability {
  /// Where the screen can be seen.
  public static let key = Key(
    "vncDisplay", .vncDisplay,
    "The VNC display of the guest's screen. Without it the guest has no graphics card.")

  static var keys: [any KeyDefinition] { [key] }
  static var aliases: [String: String] { ["vnc": "vncDisplay"] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let display = guest.given[key], case .unix(let path) = display.value else { return }
    // The guest's user can make files in this directory only.
    let directory = "\(HostNames.runtimeDirectory)/\(guest.name.value)"
    let file = path.description.utf8.dropFirst(directory.utf8.count + 1)
    if !path.isBelow(directory) || file.contains(UInt8(ascii: "/")) {
      diagnostics.report(.vncSocketPlace(path, of: guest.name.value, at: display.range))
    } else if path.description.utf8.count > HostNames.longestSocket {
      diagnostics.report(
        Diagnostic(
          .outOfRange,
          "\(guest.path).vncDisplay: the path of a socket has at most \(HostNames.longestSocket)"
            + " bytes, not \(path.description.utf8.count)", at: display.range,
          suggestion: "write \"unix:\(directory)/vnc.sock\""))
    }
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    if let display = guest.given[key], !display.value.isLocal {
      diagnostics.report(
        Diagnostic(
          .openDisplay,
          "\(guest.path).vncDisplay: everyone who can reach \(display.value) can use the"
            + " guest's screen without a password", at: display.range,
          suggestion: "write \"localhost:<number>\", and connect through SSH"))
    }
    let method = guest.guest.rootDisk.method
    if method.installation?.isByPerson ?? false, guest.guest.vncDisplay == nil {
      let key = method.source ?? RootDiskKeys.iso
      diagnostics.report(
        Diagnostic(
          .isoWithoutDisplay,
          "\(guest.path).\(key.name): an installer waits for input, but the guest has no screen",
          at: guest.given[key]?.range ?? guest.name.range,
          suggestion: "add vncDisplay = \"localhost:1\";"))
    }
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    guard let display = guest.given[key] else { return }
    claims.add(identity(of: display.value), .display, of: guest, at: display.range)
  }

  /// A port is one thing on every address that is not written out.
  static func identity(of display: VNCDisplay) -> String {
    switch display {
    case .tcp(_, let display): "\(display)"
    case .unix(let path): "unix:\(path)"
    }
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard case .string(let string)? = attribute.data, let text = string.text, text.hasPrefix(":")
    else { return nil }
    importer.report(
      .imported(
        "\(attribute.path) is on the loopback interface in the description: for QEMU,"
          + " \(quoted(text)) is every"
          + " address of the host, without a password", at: attribute.place,
        suggestion: "write \"0.0.0.0\(text)\" if other machines must reach it"))
    return nil
  }
}

extension Guest {
  /// Where the screen can be seen, if there is one.
  public var vncDisplay: VNCDisplay? { values[VNC.key]?.value }
}

// MARK: - In the module

extension VNC {
  static let attribute = "vncDisplay"
  private static let tcp = "tcp"
  private static let socket = "socket"
  /// Reached over TCP, and from other machines.
  private static let anywhere = "anywhere"

  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let display = guest.vncDisplay else { return }
    paragraph.set(attribute, .str(QEMU.escaped(display.description)))
    if !display.isSocket { paragraph.service.displayFamilies = ["AF_INET", "AF_INET6"] }
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute(attribute) { value in
        guard case .string(let string) = value, let text = string.text else { return [] }
        if text.hasPrefix("localhost:") { return [tcp] }
        if text.hasPrefix("unix:") { return [socket] }
        return VNCDisplay(text)?.isLocal ?? true ? [tcp] : [tcp, anywhere]
      }
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let platform = Platform(host)
    let keyboard: [Expr] = platform.isArm ? ["-device", "usb-kbd,bus=input.0"] : []
    code.add(
      [
        "-vnc", Nix.guest["vncDisplay"], "-device",
        .str("\(platform.graphicsCard),\(HardwarePlan.address(.graphics).properties)"),
        "-device", .str("qemu-xhci,id=input,\(HardwarePlan.address(.input).properties)"),
      ] + keyboard + ["-device", "usb-tablet,bus=input.0"],
      use.presence(attribute), at: .display)
    guard use.has(attribute, tcp) else { return }
    let isTCP = Expr.variable("isSeenOverTCP")
    code.unit.variables.append("isSeenOverTCP" => Self.isTCP(use))
    let peers: Expr = use.has(attribute, anywhere) ? "any" : "localhost"
    code.unit.settings.add("IPAddressAllow" => Nix.lib["mkIf"](isTCP, peers), at: .access)
    code.unit.families.append(Nix.lib["optionals"](isTCP, ["AF_INET", "AF_INET6"]))
  }

  private static func isTCP(_ use: ModuleUse) -> Expr {
    let hasDisplay = Nix.guestHas("vncDisplay")
    guard use.has(attribute, socket) else { return hasDisplay }
    let isSocket = Nix.lib["hasPrefix"]("unix:", Nix.guest["vncDisplay"])
    return .op(hasDisplay, .and, .unary(UnaryOperation(.not, isSocket)))
  }
}
