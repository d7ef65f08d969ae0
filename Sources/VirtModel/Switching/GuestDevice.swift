/// A device that a guest sees on its PCI bus. Names are those that QEMU's command line has.
public enum GuestDevice: Hashable, Sendable {
  /// A PCI function of the host.
  case function(address: String)
  /// A controller for USB devices.
  case controller(id: String)
  /// The channel of the guest agent.
  case agent
  case disk(serial: String)
  case graphics
  case balloon
  /// A network card.
  case card(mac: String)
  case panicNotifier
  case randomNumbers
  case share(tag: String)
  case vsock
}

extension GuestDevice: Comparable {
  /// Orders by kind, in the order of the cases, and by name.
  public static func < (left: GuestDevice, right: GuestDevice) -> Bool { left.place < right.place }

  private var place: (Int, String) {
    switch self {
    case .function(let address): (0, address)
    case .controller(let id): (1, id)
    case .agent: (2, "")
    case .disk(let serial): (3, serial)
    case .graphics: (4, "")
    case .balloon: (5, "")
    case .card(let mac): (6, mac)
    case .panicNotifier: (7, "")
    case .randomNumbers: (8, "")
    case .share(let tag): (9, tag)
    case .vsock: (10, "")
    }
  }
}
