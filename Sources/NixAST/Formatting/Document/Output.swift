/// The text that is printed. While formatting is disabled nothing is.
struct Output {
  private(set) var bytes: [UInt8] = []
  var isSuppressed = false

  var count: Int { bytes.count }

  mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if !isSuppressed { bytes.append(byte) }
  }

  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    if !isSuppressed { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end])) }
  }

  mutating func append(_ count: Int, _ byte: UInt8) {
    for _ in 0..<max(0, count) { append(byte) }
  }

  /// Takes back all but the first bytes.
  mutating func cut(to count: Int) { bytes.removeLast(bytes.count - count) }
}
