/// The machine that a guest sees, and the places of its devices on the PCI bus: from the words that
/// its QEMU was started with, or from a description.
struct VirtualHardware: Equatable {
  /// QEMU's machine, `pc-q35-7.2`; nil if no word names it.
  var machine: String?
  /// The memory and the CPUs, as QEMU takes them.
  var memory: String?
  var cpus: String?
  /// The places of devices: `bus=pcie.0,addr=0x10`.
  var places: [GuestDevice: String] = [:]

  /// The hardware of a command line. Devices that no key of a description makes are left out.
  init(arguments: [String]) {
    for (option, value) in zip(arguments, arguments.dropFirst()) {
      switch option {
      case "-machine": machine = machine ?? Self.machine(value)
      case "-m": memory = memory ?? value
      case "-smp": cpus = cpus ?? value
      case "-device":
        let properties = Properties(value)
        guard let device = Self.device(properties), let bus = properties["bus"],
          let slot = properties["addr"]
        else { continue }
        places[device] = "bus=\(bus),addr=\(slot)"
      default: break
      }
    }
  }

  /// The type among the options of a machine; nil if they name none.
  private static func machine(_ value: String) -> String? {
    let first = value.split(separator: ",").first.map(String.init) ?? ""
    if first.hasPrefix("type=") { return String(first.dropFirst(5)) }
    return first.contains("=") ? nil : first
  }

  /// A device; nil for one that every guest has, or that nixvirt does not make.
  private static func device(_ properties: Properties) -> GuestDevice? {
    switch properties.driver {
    case "virtio-blk-pci":
      properties["serial"].flatMap { $0 == "handover" ? nil : .disk(serial: $0) }
    case "virtio-net-pci", "e1000e": properties["mac"].map { .card(mac: $0) }
    case "vhost-user-fs-pci": properties["tag"].map { .share(tag: $0) }
    case "vfio-pci": properties["host"].map { .function(address: $0) }
    case "qemu-xhci": properties["id"].map { .controller(id: $0) }
    case "VGA", "virtio-gpu-pci": .graphics
    case "virtio-rng-pci": .randomNumbers
    case "virtio-balloon-pci": .balloon
    case "pvpanic-pci": .panicNotifier
    case "vhost-vsock-pci": .vsock
    case "virtio-serial-pci": properties["id"] == GuestAgent.controller ? .agent : nil
    default: nil
    }
  }

  private mutating func put(_ device: GuestDevice, _ address: DeviceAddress) {
    places[device] = address.properties
  }
}

extension VirtualHardware {
  /// The hardware of a description.
  init(_ guest: Guest, on host: Host) {
    self.init(arguments: [])
    machine = Self.machine(Platform(host).machine)
    memory = guest.memory.description
    cpus = guest.cpus.argument
    put(.randomNumbers, HardwarePlan.address(.random))
    put(.balloon, HardwarePlan.address(.balloon))
    put(.panicNotifier, HardwarePlan.address(.panic))
    if guest.vncDisplay != nil {
      put(.graphics, HardwarePlan.address(.graphics))
      put(.controller(id: "input"), HardwarePlan.address(.input))
    }
    if guest.hasAgent { put(.agent, HardwarePlan.address(.agent)) }
    if guest.contextID != nil { put(.vsock, HardwarePlan.address(.socket)) }
    if !guest.usb.isEmpty { put(.controller(id: "usb"), HardwarePlan.address(.usb)) }
    if guest.rootDisk.isInstalled { put(.disk(serial: "root"), HardwarePlan.address(.rootDisk)) }
    if let serial = guest.rootDisk.method.storeSerial {
      put(.disk(serial: serial), HardwarePlan.address(.store))
    }
    for disk in guest.listedDisks {
      let slot = disk.slot.map(HardwarePlan.behindBridge)
      put(.disk(serial: disk.serial), slot ?? HardwarePlan.address(.rootDisk))
    }
    for share in guest.shares {
      put(.share(tag: share.tag.description), HardwarePlan.behindBridge(share.slot))
    }
    for (index, card) in guest.interfaces.enumerated() {
      put(.card(mac: card.mac.description), HardwarePlan.card(index))
    }
    for (index, function) in guest.pci.enumerated() {
      put(.function(address: function.address.description), HardwarePlan.hostDevice(index))
    }
  }
}

/// The value of an option of QEMU: a word, and properties behind commas. A comma in a value is doubled.
private struct Properties {
  let driver: String
  private var values: [String: String] = [:]

  init(_ text: String) {
    var fields = [""]
    var bytes = Substring(text)
    while let character = bytes.popFirst() {
      if character == ",", bytes.first != "," {
        fields.append("")
      } else {
        if character == "," { bytes.removeFirst() }
        fields[fields.count - 1].append(character)
      }
    }
    driver = fields[0]
    for field in fields.dropFirst() {
      guard let sign = field.firstIndex(of: "=") else { continue }
      values[String(field[..<sign])] = String(field[field.index(after: sign)...])
    }
  }

  subscript(name: String) -> String? { values[name] }
}
