import NixAST

/// The address of a PCI function of the host, with its domain: `0000:01:00.0`, as `lspci -D` has it.
public struct PCIAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address, in lower case.
  public let description: String

  /// An address; nil for a text that is none.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, Hexadecimal.isNumber(parts[0], digits: 4),
      Hexadecimal.isNumber(parts[1], digits: 2)
    else { return nil }
    let slot = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard slot.count == 2, Hexadecimal.isNumber(slot[0], digits: 2),
      Int(slot[0], radix: 16) ?? 32 < 32,
      slot[1].utf8.count == 1, let function = Int(slot[1]), function < 8
    else { return nil }
    description = parts.joined(separator: ":")
  }
}

/// A kind of USB device by vendor and product, as `lsusb` has them: `1d6b:0002`.
public struct USBDeviceID: Hashable, Sendable, CustomStringConvertible {
  /// The vendor, four hexadecimal digits in lower case.
  public let vendor: String
  /// The product, four hexadecimal digits in lower case.
  public let product: String

  /// A device; nil for a text that is none.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ Hexadecimal.isNumber($0, digits: 4) }) else {
      return nil
    }
    vendor = String(parts[0])
    product = String(parts[1])
  }

  /// `1d6b:0002`.
  public var description: String { "\(vendor):\(product)" }
}

/// A port of the host's USB: the bus, and the way to the port over hubs: `1-2.3`, as devices are called in
/// `/sys/bus/usb/devices`.
public struct USBPort: Hashable, Sendable, CustomStringConvertible {
  /// The number of the bus.
  public let bus: String
  /// The way over hubs: `2.3`.
  public let path: String

  /// Its syntax, as a regular expression (ECMA 262).
  static let pattern = "^[1-9][0-9]{0,2}-[1-9][0-9]{0,2}(\\.[1-9][0-9]{0,2})*$"

  /// A port; nil for a text that is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isNumber(parts[0]),
      parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isNumber)
    else { return nil }
    bus = String(parts[0])
    path = String(parts[1])
  }

  private static func isNumber(_ text: Substring) -> Bool {
    (1...3).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "0")
      && text.utf8.allSatisfy(ASCII.isDigit)
  }

  /// `1-2.3`.
  public var description: String { "\(bus)-\(path)" }
}

/// The serial number of a USB device, with nothing in it that has a meaning for udev or a shell.
public struct USBSerial: Hashable, Sendable, CustomStringConvertible {
  /// The serial number.
  public let description: String

  /// The rule for names, as messages state it.
  public static let rule =
    "use letters, digits, \".\", \"_\", \":\" and \"-\"; for other serial numbers, use the port"
  /// Its syntax, as a regular expression (ECMA 262).
  static let pattern = "^[A-Za-z0-9._:-]{1,126}$"

  /// A serial number; nil for a text that is none. USB has 126 characters at most.
  public init?(_ text: String) {
    guard (1...126).contains(text.utf8.count),
      text.utf8.allSatisfy({ ASCII.isNameByte($0) || $0 == UInt8(ascii: ":") })
    else { return nil }
    description = text
  }
}

/// A USB device of the host that a guest gets.
public enum PassedUSBDevice: Hashable, Sendable, CustomStringConvertible {
  /// The first of a kind.
  case kind(USBDeviceID)
  /// The device in a port, whichever it is.
  case port(USBPort)
  /// The one with a serial number.
  case serial(USBSerial)

  /// Its name in messages.
  public var description: String {
    switch self {
    case .kind(let id): id.description
    case .port(let port): "at port \(port)"
    case .serial(let serial): "with the serial number \(serial)"
    }
  }
}

/// A PCI function of the host that a guest gets.
public struct PassedFunction: Hashable, Sendable {
  /// Its address.
  public let address: PCIAddress
  /// A file of the host with its ROM, in place of its own.
  public var romFile: AbsolutePath?
  /// Whether the guest's firmware shows itself on it.
  public var isPrimaryDisplay = false
}

/// A set of the host's CPUs: `0-3,8`, as systemd's `AllowedCPUs=` takes it.
public struct CPUList: Hashable, Sendable, CustomStringConvertible {
  /// The ranges, as written.
  public let ranges: [ClosedRange<Int>]

  /// A list; nil for a text that is none. CPUs are counted from 0, up to 8191.
  public init?(_ text: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count),
        ends.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isDigit) }),
        let low = Int(ends[0]), let high = Int(ends[ends.count - 1]), low <= high, high < 8192
      else { return nil }
      ranges.append(low...high)
    }
    self.ranges = ranges
  }

  /// The highest CPU.
  public var highest: Int { ranges.map(\.upperBound).max() ?? 0 }

  /// `0-3,8`.
  public var description: String {
    ranges
      .map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}

/// A share of CPU time: `150%` is one and a half CPUs, as systemd's `CPUQuota=` takes it.
public struct CPUQuota: Hashable, Sendable, CustomStringConvertible {
  /// The percentage, at least 1.
  public let percent: Int

  /// A share; nil for a text that is none.
  public init?(_ text: String) {
    guard text.utf8.last == UInt8(ascii: "%"), text.utf8.dropLast().allSatisfy(ASCII.isDigit),
      let percent = Int(text.dropLast()), percent >= 1, percent <= 1_000_000
    else { return nil }
    self.percent = percent
  }

  /// `150%`.
  public var description: String { "\(percent)%" }
}

extension Hexadecimal {
  /// Whether a text is a number of some digits, none of them in upper case.
  fileprivate static func isNumber(_ text: Substring, digits: Int) -> Bool {
    text.utf8.count == digits
      && text.utf8.allSatisfy { ASCII.isHexDigit($0) && !ASCII.isUpper($0) }
  }
}
