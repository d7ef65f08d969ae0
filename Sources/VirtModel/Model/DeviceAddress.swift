/// Where a device sits on a guest's PCI bus. An operating system names devices after their places: a
/// network card in slot 16 is `enp0s16`.
struct DeviceAddress: Hashable, Sendable {
  /// The bridge that it is behind; nil for the machine's own bus.
  var bridge: Int?
  /// The slot on that bus.
  var slot: Int

  /// As properties of QEMU's `-device`.
  var properties: String {
    let bus = bridge.map { "bridge\($0)" } ?? "pcie.0"
    return "bus=\(bus),addr=0x\(String(slot, radix: 16))"
  }
}

/// The virtual hardware that guests see, version 1: where each device sits. It never changes.
///
/// Every kind of devices has a place of its own, whatever other devices a guest has: one that is added,
/// removed or changed moves no other.
enum HardwarePlan {
  /// Devices of which a guest has one at most, by their slots.
  enum Single: Int, CaseIterable {
    case graphics = 0x01
    case input = 0x02
    case random = 0x03
    case balloon = 0x04
    case panic = 0x05
    case rootDisk = 0x06
    case seed = 0x07
    case socket = 0x08
    case usb = 0x09
    case store = 0x0b
    case agent = 0x0c
  }

  /// The slot of the bridges. All of them are there or none, because the system numbers them.
  static let bridgeSlot = 0x0a
  static let bridgeCount = 8
  /// The first slot of network cards and of the host's devices, and how many have a slot of the
  /// machine's own bus. The others are behind bridges.
  static let firstCard = 0x10
  static let directCards = 8
  static let firstHostDevice = 0x18
  static let directHostDevices = 7
  /// The places behind bridges.
  static let places = 0...(bridgeCount * 31 - 1)

  static func address(_ device: Single) -> DeviceAddress {
    DeviceAddress(bridge: nil, slot: device.rawValue)
  }

  /// The network card with this number in the guest's list.
  static func card(_ index: Int) -> DeviceAddress {
    index < directCards
      ? DeviceAddress(bridge: nil, slot: firstCard + index)
      : behindBridge(place("card", "\(index)"))
  }

  /// The device of the host with this number in the guest's list.
  static func hostDevice(_ index: Int) -> DeviceAddress {
    index < directHostDevices
      ? DeviceAddress(bridge: nil, slot: firstHostDevice + index)
      : behindBridge(place("device", "\(index)"))
  }

  /// The meaning of the key that sets a place.
  static let slotSummary =
    "Its slot on the guest's PCI bus. Needed only if two derived slots collide."

  /// One of ``places``.
  static func behindBridge(_ place: Int) -> DeviceAddress {
    DeviceAddress(bridge: place / 31, slot: 1 + place % 31)
  }

  /// The place that follows from the name of a disk or a share alone.
  static func place(_ kind: String, _ name: String) -> Int {
    let hash = SHA256.hash("\(kind)/\(name)")
    return (Int(hash[0]) << 8 | Int(hash[1])) % places.count
  }
}
