/// Where the lines of a text are, and how many characters are before a byte: how many line breaks and
/// characters come before every block of bytes. The rest is counted where it is asked for.
struct LineIndex: Sendable {
  // 32 bits are enough: a larger source is not parsed.
  private struct Block {
    /// Line breaks before it.
    var lines: UInt32
    /// Bytes before it that are not the first one of a character.
    var others: UInt32
  }

  private let blocks: [Block]
  /// How many line breaks there are.
  private let breaks: Int
  private static let size = 256

  init(_ bytes: [UInt8]) {
    var before = Block(lines: 0, others: 0)
    var blocks: [Block] = []
    blocks.reserveCapacity(bytes.count / Self.size + 1)
    bytes.withUnsafeBytes { bytes in
      var start = 0
      while start + Self.size <= bytes.count {
        blocks.append(before)
        let more = Self.count(bytes, start)
        before.lines &+= more.lines
        before.others &+= more.others
        start += Self.size
      }
      blocks.append(before)
      for byte in bytes[start...] where byte == UInt8(ascii: "\n") { before.lines &+= 1 }
    }
    self.blocks = blocks
    breaks = Int(before.lines)
  }

  /// Counts in a block, eight bytes at once: each has a sum of its own, of at most 32.
  @inline(__always)
  private static func count(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Block {
    let (low, ones): (UInt64, UInt64) = (0x7F7F_7F7F_7F7F_7F7F, 0x0101_0101_0101_0101)
    var (lines, others): (UInt64, UInt64) = (0, 0)
    var offset = start
    while offset < start + size {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      // A byte other than a line break keeps its high bit, or gets it from a carry.
      let different = word ^ 0x0A0A_0A0A_0A0A_0A0A
      lines &+= (~(((different & low) &+ low) | different) >> 7) & ones
      others &+= (word >> 7) & ~(word >> 6) & ones
      offset += 8
    }
    return Block(lines: sum(lines), others: sum(others))
  }

  /// The sum of eight bytes.
  @inline(__always)
  private static func sum(_ bytes: UInt64) -> UInt32 {
    let half: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (bytes & half) &+ ((bytes >> 8) & half)
    return UInt32(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
  }

  /// How many lines there are, an empty one after a last line break included.
  var count: Int { breaks + 1 }

  /// The line that a byte is in, from 0.
  func line(of offset: Int, in bytes: [UInt8]) -> Int {
    let block = offset / Self.size
    let rest = bytes[block * Self.size..<offset]
    return Int(blocks[block].lines) + rest.count { $0 == UInt8(ascii: "\n") }
  }

  /// Where a line that is there starts, counted from 0.
  func start(of line: Int, in bytes: [UInt8]) -> Int {
    if line == 0 { return 0 }
    // The last block with fewer line breaks before it has the one before the line.
    var (low, high) = (0, blocks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if blocks[middle].lines < line { low = middle } else { high = middle }
    }
    var missing = line - Int(blocks[low].lines)
    var offset = low * Self.size
    while missing > 0 {
      if bytes[offset] == UInt8(ascii: "\n") { missing -= 1 }
      offset += 1
    }
    return offset
  }

  /// How many characters start before a byte.
  func scalars(before offset: Int, in bytes: [UInt8]) -> Int {
    let block = offset / Self.size
    let start = block * Self.size
    return start - Int(blocks[block].others) + bytes[start..<offset].count { $0 & 0xC0 != 0x80 }
  }
}
