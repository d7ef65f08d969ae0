/// An amount of memory or disk space, in bytes; at least 1.
///
/// Written `512m`, `40g`, `1GiB`: an integer with a unit of 1024, 1024², 1024³ or 1024⁴ bytes.
/// QEMU's own spellings disagree (`-m` refuses `GiB`, `qemu-img` takes `0`), so sizes are read here
/// and written in the one form that all of them take.
public struct Size: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The bytes.
  public let bytes: Int64

  /// A size; nil for zero and less.
  public init?(bytes: Int64) {
    guard bytes > 0 else { return nil }
    self.bytes = bytes
  }

  /// For sizes of our own.
  init(checkedBytes bytes: Int64) {
    self.bytes = bytes
  }

  /// The reason why a text is not a size.
  public enum Problem: Error, Hashable, Sendable {
    /// Not an integer with a unit.
    case malformed
    /// An integer without a unit.
    case unitMissing
    /// Zero.
    case zero
    /// More than 8 EiB.
    case tooLarge
  }

  /// Reads `<integer><k|m|g|t>`, in any case, with an optional `b` or `ib`.
  public init(parsing text: String) throws(Problem) {
    let digits = text.utf8.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let unit = text[digits.endIndex...].lowercased()
    guard !digits.isEmpty else { throw .malformed }
    guard let count = Int64(Substring(digits)) else { throw .tooLarge }
    guard let factor = Self.factor(of: unit) else {
      throw unit.isEmpty ? .unitMissing : .malformed
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: factor)
    if overflow { throw .tooLarge }
    if bytes == 0 { throw .zero }
    self.bytes = bytes
  }

  /// The form that QEMU, qemu-img and systemd understand: `40g`, or bytes where no unit divides it.
  public var description: String {
    var count = bytes
    var unit = ""
    for next in ["k", "m", "g", "t"] where count.isMultiple(of: 1024) {
      count /= 1024
      unit = next
    }
    return String(count) + unit
  }

  /// The form for people: `40 GiB`.
  public var readable: String {
    var count = bytes
    var unit = "bytes"
    for next in ["KiB", "MiB", "GiB", "TiB"] where count.isMultiple(of: 1024) {
      count /= 1024
      unit = next
    }
    return "\(count) \(unit)"
  }

  /// The form for people, in the unit that another size has: `5.5 GiB` beside 4 GiB.
  func readable(beside other: Size) -> String {
    let units = other.readable.split(separator: " ")
    let factors = ["KiB": Int64(1) << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40]
    guard let unit = units.last.map(String.init), let factor = factors[unit] else {
      return readable
    }
    let whole = bytes / factor
    let (hundredths, rest) = (bytes % factor * 100).quotientAndRemainder(dividingBy: factor)
    // Otherwise it would be rounded.
    guard rest == 0 else { return readable }
    let digits = hundredths < 10 ? "0\(hundredths)" : "\(hundredths)"
    let fraction =
      hundredths == 0 ? "" : "." + (digits.hasSuffix("0") ? String(digits.dropLast()) : digits)
    return "\(whole)\(fraction) \(unit)"
  }

  /// Whole mebibytes, rounded up.
  public var mebibytes: Int64 { (bytes - 1) / (1 << 20) + 1 }

  /// Orders by bytes.
  public static func < (left: Size, right: Size) -> Bool { left.bytes < right.bytes }

  private static func factor(of unit: String) -> Int64? {
    switch unit {
    case "k", "kb", "kib": 1 << 10
    case "m", "mb", "mib": 1 << 20
    case "g", "gb", "gib": 1 << 30
    case "t", "tb", "tib": 1 << 40
    default: nil
    }
  }
}
