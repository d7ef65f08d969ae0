/// The machine that a guest sees, and the places of its devices on the PCI bus: from the words that
/// its QEMU was started with, or from a description.
struct VirtualHardware: Equatable {
  /// QEMU's machine, `pc-q35-7.2`; nil if no word names it.
  var machine: String?
  /// The memory and the CPUs, as QEMU takes them.
  var memory: String?
  var cpus: String?
  /// The places of devices by what they are called: `bus=pcie.0,addr=0x10`.
  var places: [String: String] = [:]

  /// The hardware of a command line. Devices that no key of a description makes are left out.
  init(arguments: [String]) {
    for (option, value) in zip(arguments, arguments.dropFirst()) {
      switch option {
      case "-machine": machine = machine ?? Self.machine(value)
      case "-m": memory = memory ?? value
      case "-smp": cpus = cpus ?? value
      case "-device":
        let properties = Properties(value)
        guard let name = Self.name(properties), let bus = properties["bus"],
          let slot = properties["addr"]
        else { continue }
        places[name] = "bus=\(bus),addr=\(slot)"
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

  /// The usual name of a device; nil for one that every guest has, or that nixvirt does not make.
  private static func name(_ device: Properties) -> String? {
    switch device.driver {
    case "virtio-blk-pci": device["serial"].flatMap { $0 == "handover" ? nil : disk($0) }
    case "virtio-net-pci", "e1000e": device["mac"].map(card)
    case "vhost-user-fs-pci": device["tag"].map(share)
    case "vfio-pci": device["host"].map(function)
    case "qemu-xhci": device["id"].map(controller)
    case "VGA", "virtio-gpu-pci": graphics
    case "virtio-rng-pci": random
    case "virtio-balloon-pci": balloon
    case "pvpanic-pci": panic
    case "vhost-vsock-pci": socket
    case "virtio-serial-pci": device["id"] == GuestAgent.controller ? agent : nil
    default: nil
    }
  }

  private static func disk(_ serial: String) -> String { "disk \(serial)" }
  private static func card(_ mac: String) -> String { "network card \(mac)" }
  private static func share(_ tag: String) -> String { "share \(tag)" }
  private static func function(_ address: String) -> String { "PCI function \(address)" }
  private static func controller(_ id: String) -> String { "USB controller \(id)" }
  private static let graphics = "graphics card"
  private static let random = "random number generator"
  private static let balloon = "memory balloon"
  private static let panic = "panic notifier"
  private static let socket = "vsock"
  private static let agent = "channel of the guest agent"

  private mutating func put(_ name: String, _ address: DeviceAddress) {
    places[name] = address.properties
  }
}

extension VirtualHardware {
  /// The hardware of a description.
  init(_ guest: Guest, on host: Host) {
    self.init(arguments: [])
    machine = Self.machine(Platform(host).machine)
    memory = guest.memory.description
    cpus = guest.cpus.argument
    put(Self.random, HardwarePlan.address(.random))
    put(Self.balloon, HardwarePlan.address(.balloon))
    put(Self.panic, HardwarePlan.address(.panic))
    if guest.vncDisplay != nil {
      put(Self.graphics, HardwarePlan.address(.graphics))
      put(Self.controller("input"), HardwarePlan.address(.input))
    }
    if guest.hasAgent { put(Self.agent, HardwarePlan.address(.agent)) }
    if guest.contextID != nil { put(Self.socket, HardwarePlan.address(.socket)) }
    if !guest.usb.isEmpty { put(Self.controller("usb"), HardwarePlan.address(.usb)) }
    if guest.rootDisk.install != nil { put(Self.disk("root"), HardwarePlan.address(.rootDisk)) }
    if guest.bootsFromStore { put(Self.disk(StoreBoot.serial), HardwarePlan.address(.store)) }
    for disk in guest.listedDisks {
      let slot = disk.slot.map(HardwarePlan.behindBridge)
      put(Self.disk(disk.serial), slot ?? HardwarePlan.address(.rootDisk))
    }
    for share in guest.shares {
      put(Self.share(share.tag.description), HardwarePlan.behindBridge(share.slot))
    }
    for (index, card) in guest.interfaces.enumerated() {
      put(Self.card(card.mac.description), HardwarePlan.card(index))
    }
    for (index, function) in guest.pci.enumerated() {
      put(Self.function(function.address.description), HardwarePlan.hostDevice(index))
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
