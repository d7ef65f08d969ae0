/// A named source text, which turns byte offsets into lines and columns.
///
/// ```swift
/// let source = SourceText(name: "guests.nix", text: "{\n  a = 1;\n}\n")
/// source.location(of: 4)  // line 2, column 3
/// ```
public struct SourceText: Sendable {
  /// Its name in messages: a file name as the user gave it, or `<stdin>`.
  public let name: String
  /// The bytes, as read.
  public let bytes: [UInt8]

  // 32 bits are enough: a larger source is not parsed.
  private let lineStarts: [UInt32]
  /// How many Unicode scalars start before each ``stride``th byte, if a line is longer than that:
  /// counting from its start for every place in it would be quadratic.
  private let scalarCounts: [UInt32]
  private static let stride = 256

  /// A source text from bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    lineStarts = Self.lineStarts(of: bytes)
    scalarCounts = Self.scalarCounts(of: bytes, lineStarts)
  }

  /// A source text from a string.
  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// A place as people count: from 1, columns in Unicode scalars unless others are asked for.
  public struct Location: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int

    /// A place.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The line and column of a byte offset; one behind the end is taken as the end.
  public func location(of offset: Int) -> Location {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let start = Int(lineStarts[line])
    let column =
      offset - start <= Self.stride
      ? bytes[start..<offset].count(where: Self.startsScalar)
      : scalars(before: offset) - scalars(before: start)
    return Location(line: line + 1, column: column + 1)
  }

  /// How many Unicode scalars start before a byte of a text with a long line.
  private func scalars(before offset: Int) -> Int {
    let block = min(offset / Self.stride, scalarCounts.count - 1)
    let rest = bytes[block * Self.stride..<offset]
    return Int(scalarCounts[block]) + rest.count(where: Self.startsScalar)
  }

  private static func scalarCounts(of bytes: [UInt8], _ lineStarts: [UInt32]) -> [UInt32] {
    var longest = UInt32(clamping: bytes.count) - lineStarts[lineStarts.count - 1]
    for line in 1..<max(lineStarts.count, 1) {
      longest = max(longest, lineStarts[line] - lineStarts[line - 1])
    }
    if longest <= UInt32(stride) { return [] }
    var counts: [UInt32] = [0]
    var start = 0
    while start + stride <= bytes.count {
      let count = bytes[start..<start + stride].count(where: startsScalar)
      counts.append((counts.last ?? 0) + UInt32(clamping: count))
      start += stride
    }
    return counts
  }

  /// The text of a line, counted from 1, without its line break; nil if there is no such line.
  /// Bytes that are not UTF-8 come out as U+FFFD.
  public func line(_ number: Int) -> String? {
    guard lineStarts.indices.contains(number - 1) else { return nil }
    return String(decoding: bytes[lineRange(number)], as: UTF8.self)
  }

  /// How many lines there are, an empty one after a last line break included.
  public var lineCount: Int { lineStarts.count }

  /// The bytes of a line that is there, counted from 1, without its line break.
  package func lineRange(_ number: Int) -> Range<Int> {
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text in a range, cut to what is there.
  public func text(in range: SourceRange) -> String {
    let start = min(Int(range.start), bytes.count)
    let end = min(max(Int(range.end), start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func lineStarts(of bytes: [UInt8]) -> [UInt32] {
    var starts = Stack<UInt32>(capacity: bytes.count / 24)
    starts.append(0)
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        // Eight bytes at once: a byte other than a line break keeps its high bit, or gets it from a carry.
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        let others = word ^ 0x0A0A_0A0A_0A0A_0A0A
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var breaks = ~(((others & low) &+ low) | others | low)
        while breaks != 0 {
          starts.append(UInt32(clamping: offset + breaks.trailingZeroBitCount / 8 + 1))
          breaks &= breaks &- 1
        }
        offset += 8
      }
      for index in offset..<bytes.count where bytes[index] == UInt8(ascii: "\n") {
        starts.append(UInt32(clamping: index + 1))
      }
    }
    return starts.array()
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private static func startsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
}
