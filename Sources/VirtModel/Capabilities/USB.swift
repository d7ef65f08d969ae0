import NixAST

/// USB devices of the host that a guest has.
public enum USB: GuestCapability {
  /// USB devices of the host.
  public static let key = DefaultedKey(
    "usb", .list(.passedUSB), default: [],
    "USB devices of the host to pass through. A device that is plugged in again while the guest"
      + " runs returns to it.")

  static var keys: [any KeyDefinition] { [key] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for device in guest.given[key] {
      claims.add(device.value.description, .device, of: guest, at: device.range)
    }
  }
}

/// The keys of a USB device as a set.
public struct USBDeviceKeys: KeySet {
  /// The definitions.
  public static let keys = USBDeviceKeys()

  let port = Key(
    "port", .usbPort,
    "The port, whatever device is plugged in, as in /sys/bus/usb/devices.")
  let serial = Key(
    "serial", .usbSerial,
    "The serial number, to choose one of several identical devices, as `lsusb -v` prints it.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.usb`, an element as a set", noun: "a USB device",
    [keys.port, keys.serial])
}

extension ValueParser where Value == PassedUSBDevice {
  fileprivate static var passedUSB: ValueParser {
    let kind = ValueParser<USBDeviceID>.usbDevice
    let options = ValueParser<DescribedSet<USBDeviceKeys>>.described().compactMap {
      given, value, path, diagnostics -> PassedUSBDevice? in
      switch (given.port?.value, given.serial?.value) {
      case (let port?, nil): return .port(port)
      case (nil, let serial?): return .serial(serial)
      default:
        if !given.values.isGiven("port") && !given.values.isGiven("serial")
          || given.port != nil && given.serial != nil
        {
          diagnostics.report(
            .conflictingKeys(
              "\(path) needs either port or serial", at: value.range, other: nil,
              suggestion: "write { port = \"1-2\"; } or { serial = \"ABC123\"; }"))
        }
        return nil
      }
    }
    return ValueParser(shape: .either([kind.shape, options.shape])) { value, path, diagnostics in
      if case .set = value.kind { return options.read(value, path, &diagnostics) }
      return kind.read(value, path, &diagnostics).map { .kind($0) }
    }
  }
}

extension ValueParser where Value == USBPort {
  fileprivate static var usbPort: ValueParser {
    form(
      .invalidUSBID, "a USB port", rule: "bus and port, as in \"1-2\" or \"1-2.3\"",
      pattern: USBPort.pattern
    ) { USBPort($0) }
  }
}

extension ValueParser where Value == USBSerial {
  fileprivate static var usbSerial: ValueParser {
    form(
      .invalidUSBID, "the serial number of a USB device", rule: USBSerial.rule,
      pattern: USBSerial.pattern
    ) { USBSerial($0) }
  }
}

extension Guest {
  /// USB devices of the host.
  public var usb: [PassedUSBDevice] { values[USB.key].map(\.value) }
}

// MARK: - In the module

extension USB {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.usb.isEmpty else { return }
    paragraph.set("usb", .list(guest.usb.map(expr)))
    paragraph.device("-device", "qemu-xhci,id=usb,\(HardwarePlan.address(.usb).properties)")
    for device in guest.usb {
      switch device {
      case .kind(let id):
        paragraph.device(
          "-device", "usb-host,bus=usb.0,vendorid=0x\(id.vendor),productid=0x\(id.product)")
      case .port(let port):
        paragraph.device(
          "-device", "usb-host,bus=usb.0,hostbus=\(port.bus),hostport=\(port.path)")
      // Found when the guest starts.
      case .serial: break
      }
    }
    paragraph.service.devices.add("char-usb_device rw", at: .passthrough)
    // libusb hears of devices that are plugged in by it.
    paragraph.service.families.append("AF_NETLINK")
  }

  private static func expr(_ device: PassedUSBDevice) -> Expr {
    switch device {
    case .kind(let id): .str(id.description)
    case .port(let port): .set { "port" => .str(port.description) }
    case .serial(let serial): .set { "serial" => .str(serial.description) }
    }
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute("usb") { value in
        guard case .list(let list) = value else { return [] }
        let hasSerial = list.elements.contains { element in
          guard case .attrSet(let set) = element.expr else { return false }
          return ModuleScope.entries(set.bindings).contains { $0.name == "serial" }
        }
        return hasSerial ? ["serial"] : []
      }
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("usb") else { return }
    // Devices that were plugged in before the rules of udev were there get their owners.
    let trigger: [Expr] = [
      "\(Nix.pkgs["systemd"])/bin/udevadm", "trigger", "--settle", "--subsystem-match=usb",
    ]
    code.bindSteps.append(.command(trigger, use.presence("usb")))
    guard use.has("usb", "serial") else { return }
    code.add(findUSB, at: .running)
    let serials = Expr.variable("builtins")["catAttrs"](
      "serial",
      Nix.lib["filter"](Expr.variable("builtins")["isAttrs"], Nix.guest("usb", or: [])))
    code.unit.beforeStart.append(
      .string(
        "mapfile -t usb < <(\(Nix.getExe("findUSB")) \(Nix.lib["escapeShellArgs"](serials)))\n"))
    code.unit.foundArguments.append("\"${usb[@]}\"")
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    for guest in guests {
      for device in guest.usb {
        let match =
          switch device {
          case .kind(let id): #"ATTR{idVendor}=="\#(id.vendor)", ATTR{idProduct}=="\#(id.product)""#
          case .port(let port): #"KERNEL=="\#(port)""#
          case .serial(let serial): #"ATTR{serial}=="\#(serial)""#
          }
        options.udevRules.append(
          #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \#(match), OWNER="\#(guest.user)""#)
      }
    }
  }

  private static var findUSB: SharedCode.Program {
    SharedCode.Program(
      variable: "findUSB", name: "find-usb", inputs: [Nix.pkgs["coreutils"]],
      script: EmittedProgram.findUSB,
      comment:
        "find-usb SERIAL...: prints QEMU arguments with the ports that the devices are plugged"
        + " into.")
  }
}
