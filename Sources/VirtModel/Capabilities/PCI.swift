/// PCI functions of the host that a guest has.
public enum PCI: GuestCapability {
  /// PCI functions of the host.
  public static let key = DefaultedKey(
    "pci", .list(.pciAddress), default: [], "PCI functions of the host to pass through.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for device in guest.given[key] {
      claims.add(device.value.description, .device, of: guest, at: device.range)
    }
  }
}

extension Guest {
  /// PCI functions of the host.
  public var pci: [PCIAddress] { values[PCI.key].map(\.value) }
}
