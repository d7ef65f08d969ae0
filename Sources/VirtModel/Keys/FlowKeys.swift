// Keys about who may talk to whom.

/// The name of a guest or a network, or one of the words `host` and `any`, in a rule.
public struct PartyName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// A name; nil for a text that neither a guest nor a network can have as its name.
  public init?(_ text: String) {
    guard GuestName(text) != nil || Label(text) != nil else { return nil }
    description = text
  }

  /// Orders by text.
  public static func < (left: PartyName, right: PartyName) -> Bool {
    left.description < right.description
  }
}

/// The keys of a rule of `networks.<name>.allow`.
public struct AllowKeys: KeySet {
  /// The definitions.
  public static let keys = AllowKeys()

  /// Who starts to talk.
  public let from = Key(
    "from", .party, required: "add from = \"<guest>\";",
    "The side that opens the connection: a guest, a network, `\"host\"` or `\"any\"`.")
  /// Who is talked to.
  public let to = Key(
    "to", .party, required: "add to = \"<guest>\";", "The other side, as in `from`.")
  /// Ports of TCP.
  public let tcp = Key(
    "tcp", .list(.portRange), "TCP ports, as in `[ 80 443 \"8000-8099\" ]`.")
  /// UDP ports.
  public let udp = Key("udp", .list(.portRange), "UDP ports.")
  /// Echo requests.
  public let icmp = DefaultedKey(
    "icmp", .bool, default: false,
    "Whether to allow echo requests"
      + " (ping).")

  /// The keys of a rule, and its form.
  static let shape = ObjectShape(
    title: "`networks.<name>.allow`, an element", noun: "a rule",
    [keys.from, keys.to, keys.tcp, keys.udp, keys.icmp])
}

/// The keys of a forwarded port.
public struct ForwardKeys: KeySet {
  /// The definitions.
  public static let keys = ForwardKeys()

  /// The ports of the host.
  public let port = Key(
    "port", .portRange, required: "add port = 8080;",
    "The port of the host, or a range, as in `\"8000-8099\"`.")
  /// The guest.
  public let to = Key(
    "to", .guestName, required: "add to = \"<guest>\";",
    "The guest. It needs an `address` on this network.")
  /// The guest's first port.
  public let toPort = Key(
    "toPort", .integer(1...65535), derived: "`port`",
    "The port of the guest; for a range, its"
      + " first port."
  )
  /// TCP or UDP.
  public let transport = Key<PortForward.Transport>(
    "protocol", .choice, derived: "`\"tcp\"`", "TCP or UDP.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`networks.<name>.nat.forwards`, an element", noun: "a forwarded port",
    [keys.port, keys.to, keys.toPort, keys.transport])
}

/// The setting for DHCP on a network behind the host's address.
public enum DHCPSetting: Equatable, Sendable {
  /// `false`: guests have addresses of their own.
  case off
  /// `true`: as if nothing was said.
  case automatic
  /// From an address to another.
  case range(DescribedSet<DHCPKeys>)
}

extension ValueParser where Value == DHCPSetting {
  static var dhcp: ValueParser {
    let range = ValueParser<DescribedSet<DHCPKeys>>.described()
    return ValueParser(shape: .either([.bool, range.shape])) { value, path, diagnostics in
      if case .bool(let isOn) = value.kind { return isOn ? .automatic : .off }
      return range.read(value, path, &diagnostics).map { .range($0) }
    }
  }
}

extension ValueParser where Value == PartyName {
  static var party: ValueParser {
    form(
      .invalidName, "the name of a guest or network", rule: "or \"host\", or \"any\"",
      pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$"
    ) { PartyName($0) }
  }
}

extension ValueParser where Value == PortRange {
  static var portRange: ValueParser {
    let number = ValueParser<Int>.integer(1...65535)
    let range = ValueParser.form(
      .invalidName, "a range of ports", rule: "as in \"8000-8099\"",
      pattern: "^[0-9]{1,5}-[0-9]{1,5}$"
    ) { PortRange($0) }
    return ValueParser(shape: .either([number.shape, range.shape])) { value, path, diagnostics in
      if case .string = value.kind { return range.read(value, path, &diagnostics) }
      return number.read(value, path, &diagnostics).flatMap { PortRange($0, $0) }
    }
  }
}
