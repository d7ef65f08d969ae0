/// Ports of the host that lead to a guest.
public struct PortForward: Hashable, Sendable {
  /// TCP or UDP.
  public enum Transport: String, Hashable, Sendable, CaseIterable {
    case tcp, udp
  }

  /// The protocol.
  public let transport: Transport
  /// The ports of the host.
  public let ports: PortRange
  /// The guest's address.
  public let address: IPv4Address
  /// The guest's first port.
  public let toPort: UInt16

  /// Ports of the host that lead to a guest.
  init(transport: Transport, ports: PortRange, address: IPv4Address, toPort: UInt16) {
    self.transport = transport
    self.ports = ports
    self.address = address
    self.toPort = toPort
  }

  /// The guest's ports.
  var toPorts: PortRange {
    PortRange(Int(toPort), Int(toPort) + Int(ports.last - ports.first)) ?? ports
  }
}
