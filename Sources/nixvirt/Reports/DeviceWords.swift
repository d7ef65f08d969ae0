import VirtModel

extension GuestDevice {
  /// The usual name of the device.
  var words: String {
    switch self {
    case .function(let address): "PCI function \(address)"
    case .controller(let id): "USB controller \(id)"
    case .agent: "channel of the guest agent"
    case .disk(let serial): "disk \(serial)"
    case .graphics: "graphics card"
    case .balloon: "memory balloon"
    case .card(let mac): "network card \(mac)"
    case .panicNotifier: "panic notifier"
    case .randomNumbers: "random number generator"
    case .share(let tag): "share \(tag)"
    case .vsock: "vsock"
    }
  }
}
