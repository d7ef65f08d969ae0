/// The address of a PCI function of the host, with its domain: `0000:01:00.0`, as `lspci -D` has it.
public struct PCIAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address, in lower case.
  public let description: String

  /// An address; nil for a text that is none.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, Hex.isNumber(parts[0], digits: 4), Hex.isNumber(parts[1], digits: 2)
    else { return nil }
    let slot = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard slot.count == 2, Hex.isNumber(slot[0], digits: 2), Int(slot[0], radix: 16) ?? 32 < 32,
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
    guard parts.count == 2, parts.allSatisfy({ Hex.isNumber($0, digits: 4) }) else { return nil }
    vendor = String(parts[0])
    product = String(parts[1])
  }

  /// `1d6b:0002`.
  public var description: String { "\(vendor):\(product)" }
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

private enum Hex {
  static func isNumber(_ text: Substring, digits: Int) -> Bool {
    text.utf8.count == digits
      && text.utf8.allSatisfy { ASCII.isDigit($0) || (0x61...0x66) ~= $0 }
  }
}
