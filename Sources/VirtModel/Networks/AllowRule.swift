/// Who sends or receives, in a rule of a network.
public enum Party: Hashable, Sendable, CustomStringConvertible {
  /// One guest.
  case guest(GuestName)
  /// All that is on a network: its guests, and on a LAN the machines there.
  case network(Label)
  /// The host itself.
  case host
  /// Everybody.
  case any

  /// The party as a description names it.
  public var description: String {
    switch self {
    case .guest(let name): name.description
    case .network(let name): name.description
    case .host: "host"
    case .any: "any"
    }
  }
}

/// Which packets a rule lets pass.
public struct Traffic: Hashable, Sendable, CustomStringConvertible {
  /// Ports of TCP that connections may be made to.
  public let tcp: [PortRange]
  /// Ports of UDP that packets may be sent to.
  public let udp: [PortRange]
  /// Whether to allow echo requests (ping).
  public let icmp: Bool

  /// Some traffic; with no port and no ICMP, everything.
  init(tcp: [PortRange] = [], udp: [PortRange] = [], icmp: Bool = false) {
    self.tcp = tcp
    self.udp = udp
    self.icmp = icmp
  }

  /// Everything, of any protocol.
  static let everything = Traffic()

  /// Whether no protocol is named, so that all pass.
  var isEverything: Bool { tcp.isEmpty && udp.isEmpty && !icmp }

  /// Whether all packets of another one's pass.
  public func covers(_ other: Traffic) -> Bool {
    if isEverything { return true }
    if other.isEverything { return false }
    func all(_ ports: [PortRange], in mine: [PortRange]) -> Bool {
      ports.allSatisfy { port in mine.contains { $0.contains(port) } }
    }
    return all(other.tcp, in: tcp) && all(other.udp, in: udp) && (icmp || !other.icmp)
  }

  /// Whether a packet passes.
  public func contains(_ packet: Packet) -> Bool {
    if isEverything { return true }
    return switch packet {
    case .anything: false
    case .tcp(let port): tcp.contains { $0.contains(port) }
    case .udp(let port): udp.contains { $0.contains(port) }
    case .icmp: icmp
    }
  }

  /// `tcp 80, 443; udp 53; icmp`, or `everything`.
  public var description: String {
    func ports(_ ranges: [PortRange]) -> String {
      ranges.map(\.description).joined(separator: ", ")
    }
    var parts: [String] = []
    if !tcp.isEmpty { parts.append("tcp \(ports(tcp))") }
    if !udp.isEmpty { parts.append("udp \(ports(udp))") }
    if icmp { parts.append("icmp") }
    return parts.isEmpty ? "everything" : parts.joined(separator: "; ")
  }
}

/// The first packet of a conversation.
public enum Packet: Hashable, Sendable {
  /// Any protocol: passes only where everything does.
  case anything
  /// A connection to a port.
  case tcp(UInt16)
  /// A datagram to a port.
  case udp(UInt16)
  /// An echo request.
  case icmp
}

/// A rule of `networks.<name>.allow`: who may start to talk to whom. Answers pass by themselves.
public struct AllowRule: Hashable, Sendable, CustomStringConvertible {
  /// Who starts.
  public let from: Party
  /// Who is talked to.
  public let to: Party
  /// The packets that pass.
  public let traffic: Traffic

  /// A rule.
  init(from: Party, to: Party, _ traffic: Traffic = .everything) {
    self.from = from
    self.to = to
    self.traffic = traffic
  }

  /// `web to db: tcp 5432`.
  public var description: String { "\(from) to \(to): \(traffic)" }
}
