/// Names of one file that were made a short while ago: most come again soon, and to copy a text is cheaper
/// than to make one.
struct NameCache: ~Copyable {
  private struct Entry {
    /// The bytes of the name, zeros after them.
    var first: UInt64
    var second: UInt64
    var text: String
  }

  private static let count = 64
  private var entries = [Entry](
    repeating: Entry(first: 0, second: 0, text: ""), count: Self.count)

  /// The text of a name, which holds no zero. There is padding after the text of the file.
  @inline(__always)
  mutating func text(_ name: SyntaxToken, _ bytes: SyntaxStorage.Bytes) -> String {
    let (start, length) = (Int(name.start), Int(name.end - name.start))
    // The rest are few, and longer than two words.
    guard (1...16).contains(length) else { return Self.text(start, length, bytes) }
    var first = ByteSearch.word(bytes, at: start)
    var second: UInt64 = 0
    if length <= 8 {
      first &= .max >> UInt64(64 - 8 * length)
    } else {
      second = ByteSearch.word(bytes, at: start + 8) & .max >> UInt64(128 - 8 * length)
    }
    let hash = (first ^ second &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15
    let slot = Int(truncatingIfNeeded: hash >> 58)
    if entries[slot].first == first, entries[slot].second == second { return entries[slot].text }
    let text = Self.text(start, length, bytes)
    entries[slot] = Entry(first: first, second: second, text: text)
    return text
  }

  private static func text(_ start: Int, _ length: Int, _ bytes: SyntaxStorage.Bytes) -> String {
    String(
      decoding: UnsafeBufferPointer(rebasing: bytes[start..<start + length]), as: UTF8.self)
  }
}
