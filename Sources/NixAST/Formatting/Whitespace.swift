/// White space in comments, as nixfmt trims it: that of Unicode, not of ASCII only.
enum Whitespace {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  static func isASCII(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte >= 0x09 && byte <= 0x0D
  }

  static func isHorizontal(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == 0x09 || byte == 0x0B || byte == 0x0C
  }

  /// How many bytes of white space a text starts with, 0 if it starts with none: one character.
  private static func leading(_ text: some RandomAccessCollection<UInt8>) -> Int {
    guard let first = text.first else { return 0 }
    if isASCII(first) { return 1 }
    if first < 0x80 { return 0 }
    let head = Array(text.prefix(3))
    if head.starts(with: [0xC2, 0xA0]) { return 2 }
    return head.count == 3 && isWide(head[0], head[1], head[2]) ? 3 : 0
  }

  private static func trailing(_ text: some RandomAccessCollection<UInt8>) -> Int {
    guard let last = text.last else { return 0 }
    if isASCII(last) { return 1 }
    if last < 0x80 { return 0 }
    let tail = Array(text.suffix(3))
    if tail.suffix(2) == [0xC2, 0xA0] { return 2 }
    return tail.count == 3 && isWide(tail[0], tail[1], tail[2]) ? 3 : 0
  }

  private static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A): third == 0x80
    case (0xE2, 0x80): third <= 0x8A || third == 0xAF
    case (0xE2, 0x81): third == 0x9F
    case (0xE3, 0x80): third == 0x80
    default: false
    }
  }

  static func trimmedEnd(_ range: Range<Int>, _ bytes: Bytes) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound {
      let count = trailing(bytes[range.lowerBound..<end])
      if count == 0 { break }
      end -= count
    }
    return range.lowerBound..<end
  }

  static func trimmed(_ range: Range<Int>, _ bytes: Bytes) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound {
      let count = leading(bytes[start..<range.upperBound])
      if count == 0 { break }
      start += count
    }
    return trimmedEnd(start..<range.upperBound, bytes)
  }

  static func trimmedEnd(_ text: [UInt8]) -> [UInt8] {
    var text = text[...]
    while true {
      let count = trailing(text)
      if count == 0 { return Array(text) }
      text.removeLast(count)
    }
  }

  static func trimmedStart(_ text: [UInt8]) -> [UInt8] {
    var text = text[...]
    while true {
      let count = leading(text)
      if count == 0 { return Array(text) }
      text.removeFirst(count)
    }
  }

  static func trimmed(_ text: [UInt8]) -> [UInt8] { trimmedEnd(trimmedStart(text)) }
}
