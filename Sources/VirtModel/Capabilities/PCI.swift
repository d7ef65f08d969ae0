import NixAST

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

// MARK: - In the module

extension PCI {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.pci.isEmpty else { return }
    for (index, address) in guest.pci.enumerated() {
      let place = HardwarePlan.hostDevice(index)
      paragraph.hasBridges = paragraph.hasBridges || place.bridge != nil
      paragraph.device("-device", "vfio-pci,host=\(address),\(place.properties)")
    }
    paragraph.service.devices.add("char-vfio rw", at: .passthrough)
    paragraph.service.locksMemory = true
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    let addresses = guests.flatMap(\.pci)
    guard !addresses.isEmpty else { return }
    options.kernelModules.append("vfio_pci")
    // AMD's is on by itself.
    if host.system == .x86 { options.kernelParameters.append("intel_iommu=on") }
    for address in addresses {
      options.udevRules.append(
        #"ACTION=="add", SUBSYSTEM=="pci", KERNEL=="\#(address)", ATTR{driver_override}="vfio-pci""#
      )
    }
    options.udevRules.append(#"SUBSYSTEM=="vfio", GROUP="kvm", MODE="0660""#)
  }
}
