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
