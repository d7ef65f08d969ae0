/// Ports of TCP or UDP: `443`, or `8000-8099`.
public struct PortRange: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The lowest port.
  public let first: UInt16
  /// The highest port.
  public let last: UInt16

  /// Ports from one to another, 1 to 65535; nil where there are none.
  public init?(_ first: Int, _ last: Int) {
    guard first >= 1, first <= last, let lower = UInt16(exactly: first),
      let upper = UInt16(exactly: last)
    else { return nil }
    self.first = lower
    self.last = upper
  }

  /// Reads `443` or `8000-8099`.
  public init?(_ text: String) {
    let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1]
    else { return nil }
    self.init(first, last)
    // "+1", "0443"
    guard description == text else { return nil }
  }

  /// Whether a port is one of them.
  public func contains(_ port: UInt16) -> Bool { first <= port && port <= last }

  /// Whether all ports of another range are in this one.
  public func contains(_ other: PortRange) -> Bool { first <= other.first && other.last <= last }

  /// Whether some port is in both.
  public func overlaps(_ other: PortRange) -> Bool { first <= other.last && other.first <= last }

  /// `443` or `8000-8099`.
  public var description: String { first == last ? "\(first)" : "\(first)-\(last)" }

  /// Orders by the lowest port.
  public static func < (left: PortRange, right: PortRange) -> Bool {
    (left.first, left.last) < (right.first, right.last)
  }
}
