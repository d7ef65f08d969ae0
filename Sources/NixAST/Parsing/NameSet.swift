/// A set of names, which are ranges of a text. It keeps its memory from use to use, and hashes into a
/// table only when the names are many.
struct NameSet {
  private struct Entry {
    var hash: UInt32
    var start: UInt32
    var length: UInt32
  }

  private var entries: [Entry] = []
  /// Indices of entries plus one, 0 where there is none; empty as long as the names are few.
  private var table: [UInt32] = []

  private static let limit = 12

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    table.removeAll(keepingCapacity: true)
  }

  /// Adds a name; the position of the one that is there already, counted from 0, else nil.
  mutating func insert(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var hash: UInt32 = 0x811C_9DC5
    for offset in range { hash = (hash ^ UInt32(bytes[offset])) &* 0x0100_0193 }
    let entry = Entry(
      hash: hash, start: UInt32(truncatingIfNeeded: range.lowerBound),
      length: UInt32(truncatingIfNeeded: range.count))
    if table.isEmpty {
      for index in entries.indices where isEqual(entries[index], entry, bytes) {
        // The positions of later names count this one, too.
        entries.append(entry)
        return index
      }
      entries.append(entry)
      if entries.count > Self.limit { grow() }
      return nil
    }
    if entries.count * 2 >= table.count { grow() }
    entries.append(entry)
    var slot = Int(hash) & (table.count - 1)
    while table[slot] != 0 {
      let index = Int(table[slot]) - 1
      if isEqual(entries[index], entry, bytes) { return index }
      slot = (slot + 1) & (table.count - 1)
    }
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
    table = [UInt32](repeating: 0, count: size)
    for (index, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & (size - 1)
      while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
      table[slot] = UInt32(index + 1)
    }
  }
}
