import NixAST

/// USB devices of the host that a guest has.
public enum USB: GuestCapability {
  /// USB devices of the host.
  public static let key = DefaultedKey(
    "usb", .list(.usbDevice), default: [], "USB devices of the host to pass through.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for device in guest.given[key] {
      claims.add(device.value.description, .device, of: guest, at: device.range)
    }
  }
}

extension Guest {
  /// USB devices of the host.
  public var usb: [USBDeviceID] { values[USB.key].map(\.value) }
}

// MARK: - In the module

extension USB {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.usb.isEmpty else { return }
    paragraph.device("-device", "qemu-xhci,id=usb,\(HardwarePlan.address(.usb).properties)")
    for device in guest.usb {
      paragraph.device(
        "-device", "usb-host,bus=usb.0,vendorid=0x\(device.vendor),productid=0x\(device.product)")
    }
    paragraph.service.devices.add("char-usb_device rw", at: .passthrough)
    // libusb hears of devices that are plugged in by it.
    paragraph.service.families.append("AF_NETLINK")
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    for guest in guests {
      for device in guest.usb {
        options.udevRules.append(
          #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="\#(device.vendor)","#
            + #" ATTR{idProduct}=="\#(device.product)", OWNER="\#(guest.user)""#)
      }
    }
  }
}
