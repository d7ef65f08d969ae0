import NixAST

/// The name besides the guest's own that its MAC addresses and its UUID are derived from.
public enum AddressOrigin: Hashable, Sendable {
  /// A single host; nil if it has no name.
  case host(HostName?)
  /// None: in a fleet, the guest's name is enough.
  case fleet
}

/// Values that a description leaves out and that are made from names: the same on every machine and
/// in every run, whatever other guests there are.
enum Derived {
  /// The MAC address of a guest's network card. From a host: QEMU's prefix and 24 bits of a hash. In a
  /// fleet: 40 bits of the hash of the guest's name alone, so that the guest keeps it on every host, and
  /// 100,000 guests hardly ever collide.
  static func mac(_ origin: AddressOrigin, guest: GuestName, index: Int) -> MACAddress {
    switch origin {
    case .host(let host):
      MACAddress(
        suffix: UInt32(truncatingIfNeeded: hash("\(host?.description ?? "")/\(guest)/\(index)")))
    case .fleet: MACAddress(longSuffix: hash("\(guest)/\(index)"))
    }
  }

  /// The UUID of a guest's machine, version 8 of RFC 9562. Two hosts may have guests of one name; in a
  /// fleet a guest keeps its own on every host.
  static func uuid(_ origin: AddressOrigin, guest: GuestName) -> String {
    let host = if case .host(let name?) = origin { name.description } else { "" }
    let hash = SHA256.hash("uuid/\(host)/\(guest)")
    func number(_ range: Range<Int>) -> UInt64 { hash[range].reduce(0) { $0 << 8 | UInt64($1) } }
    let high = number(0..<8) & ~0xF000 | 0x8000
    let low = number(8..<16) & ~(0xC0 << 56) | 0x80 << 56
    return "\(hex(high >> 32, digits: 8))-\(hex(high >> 16 & 0xFFFF, digits: 4))"
      + "-\(hex(high & 0xFFFF, digits: 4))-\(hex(low >> 48, digits: 4))"
      + "-\(hex(low & 0xFFFF_FFFF_FFFF, digits: 12))"
  }

  /// The tap interface of a guest's network card: `tap-alice`, `tap1-alice`; of a long name its
  /// start and a hash.
  static func tap(guest: GuestName, index: Int) -> InterfaceName {
    let prefix = index == 0 ? "tap-" : "tap\(index)-"
    let name = shortened(guest, prefix: prefix, limit: InterfaceName.maximumLength)
    return InterfaceName(checked: name)
  }

  /// The IPv6 network of a network behind the host: a unique local prefix (RFC 4193) with 40 bits of a
  /// hash of the names.
  static func subnet6(host: HostName?, network: Label) -> IPv6Subnet {
    let id = hash("subnet6/\(host?.description ?? "")/\(network)") & 0xFF_FFFF_FFFF
    return IPv6Subnet(
      containing: IPv6Address(high: 0xFD << 56 | id << 16, low: 0), prefixLength: 64)
  }

  /// The domain of guests' names on a network: `home.internal`.
  static func domain(network: Label) -> HostName {
    let label = network.description.lowercased().map { $0 == "_" ? "-" : $0 }
    let name = String(label.reversed().drop { $0 == "-" }.reversed())
    return HostName(checked: "\(name).internal")
  }

  /// The bridge of a network that no host has. The model lets none through.
  static func bridge(network: Label) -> InterfaceName {
    InterfaceName(checked: String("br-\(network)".prefix(InterfaceName.maximumLength)))
  }

  /// The user that a guest runs as: `guest-alice`; of a long name its start and a hash.
  static func user(guest: GuestName) -> UserName {
    UserName(checked: shortened(guest, prefix: "guest-", limit: UserName.maximumLength))
  }

  /// The number of a guest among the sockets of vsock(7): above the ones that are reserved, and above
  /// the ports that programs like to use.
  static func contextID(guest: GuestName) -> UInt32 {
    0x1_0000 + UInt32(truncatingIfNeeded: hash(guest.description) % 0x7FFE_0000)
  }

  /// A prefix and a name in a number of bytes: the whole name where it fits.
  private static func shortened(_ guest: GuestName, prefix: String, limit: Int) -> String {
    let name = prefix + guest.description
    guard name.utf8.count > limit else { return name }
    let suffix = hex(hash(guest.description) & 0xFF_FFFF, digits: 6)
    return String(name.prefix(limit - suffix.utf8.count)) + suffix
  }

  private static func hash(_ text: String) -> UInt64 { StableHash(text).value }
}

/// The name of a user of the host, at most 31 bytes: NixOS refuses longer ones.
public struct UserName: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let description: String

  static let maximumLength = 31

  init(checked name: String) {
    description = name
  }
}
