/// The text that is printed. While formatting is disabled nothing is.
struct Output: ~Copyable {
  private var bytes: Stack<UInt8>
  var isSuppressed = false

  init(capacity: Int) { bytes = Stack(capacity: capacity) }

  var count: Int { bytes.count }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if !isSuppressed { bytes.append(byte) }
  }

  @inline(__always)
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    if !isSuppressed { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end])) }
  }

  mutating func append(_ count: Int, _ byte: UInt8) {
    if !isSuppressed { bytes.append(byte, count: max(0, count)) }
  }

  /// Takes back all but the first bytes.
  mutating func cut(to count: Int) { bytes.cut(to: count) }

  /// The text without white space at its start, and with one line break at its end.
  mutating func text(endsVerbatim: Bool) -> String {
    var start = 0
    while start < bytes.count, Whitespace.isASCII(bytes[start]) { start += 1 }
    if !endsVerbatim {
      while bytes.count > start, Whitespace.isASCII(bytes.top) { bytes.removeLast() }
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes.view[start...]), as: UTF8.self)
  }
}
