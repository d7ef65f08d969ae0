/// A set of names, which are ranges of a text. It keeps its memory from use to use, and hashes into a
/// table only when the names are many.
struct NameSet: ~Copyable {
  // Not private: the compiler (6.3) cannot emit a stack of a type that other files do not see.
  struct Entry {
    var hash: UInt32
    var start: UInt32
    var length: UInt32

    /// Whether the name was there already. It counts for the positions of later ones, and is not looked for:
    /// many of one name would make every search for a free place in the table long.
    var isRepeated: Bool { length == .max }
  }

  private var entries = Stack<Entry>()
  /// Indices of entries plus one, 0 where there is none; empty as long as the names are few.
  private var table = Stack<UInt32>()

  private static let limit = 12
  /// The hash of no text, which goes on with each of its bytes.
  static let seed: UInt32 = 0x811C_9DC5

  @inline(__always)
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 0x0100_0193
  }

  mutating func removeAll() {
    entries.cut(to: 0)
    table.cut(to: 0)
  }

  /// Adds a name; the position of the one that is there already, counted from 0, else nil.
  mutating func insert(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var hash = UInt64(range.count)
    var offset = range.lowerBound
    while offset < range.upperBound {
      // There is padding behind the text.
      let rest = range.upperBound - offset
      var word = ByteSearch.word(bytes, at: offset)
      if rest < 8 { word &= .max >> UInt64(64 - 8 * rest) }
      hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
      offset += 8
    }
    return insert(range, hash: UInt32(truncatingIfNeeded: hash), of: bytes)
  }

  /// Adds a name whose hash is known.
  mutating func insert(
    _ range: Range<Int>, hash: UInt32, of bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    var entry = Entry(
      hash: hash, start: UInt32(truncatingIfNeeded: range.lowerBound),
      length: UInt32(truncatingIfNeeded: range.count))
    if table.isEmpty {
      for index in 0..<entries.count where isEqual(entries[index], entry, bytes) {
        entry.length = .max
        entries.append(entry)
        return index
      }
      entries.append(entry)
      if entries.count > Self.limit { grow() }
      return nil
    }
    if entries.count * 2 >= table.count { grow() }
    var slot = Int(hash) & (table.count - 1)
    while table[slot] != 0 {
      let index = Int(table[slot]) - 1
      if isEqual(entries[index], entry, bytes) {
        entry.length = .max
        entries.append(entry)
        return index
      }
      slot = (slot + 1) & (table.count - 1)
    }
    entries.append(entry)
    table[slot] = UInt32(entries.count)
    return nil
  }

  private func isEqual(
    _ left: Entry, _ right: Entry, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.hash == right.hash, left.length == right.length else { return false }
    for index in 0..<Int(left.length)
    where bytes[Int(left.start) + index] != bytes[Int(right.start) + index] { return false }
    return true
  }

  private mutating func grow() {
    var size = 64
    while size < entries.count * 4 { size *= 2 }
    table.cut(to: 0)
    table.append(0, count: size)
    for index in 0..<entries.count where !entries[index].isRepeated {
      var slot = Int(entries[index].hash) & (size - 1)
      while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
      table[slot] = UInt32(index + 1)
    }
  }
}
