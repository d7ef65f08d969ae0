import NixAST

/// The part of a line that a range is in, with carets below the range.
///
/// Only the bytes around the range are looked at: a line may have millions, and as many diagnostics.
struct Excerpt {
  let source: SourceText
  let style: Style
  let columns: Int

  /// Two lines; empty for a text without one.
  func text(_ range: SourceRange, at start: SourceText.Location, _ role: Style.Role) -> String {
    let bytes = source.bytes
    if bytes.isEmpty { return "" }
    let first = min(Int(range.start), bytes.count)
    let room = max(columns - 12, 40)
    var (before, isCutBefore) = scalars(endingAt: first, limit: room)
    let (after, isCutAfter) = scalars(from: first, limit: room)
    // As much of both sides as there is room for, at least two thirds of it behind the place.
    let behind = min(after.count, max(room - before.count, room - room / 3))
    let ahead = min(before.count, room - behind)
    isCutBefore = isCutBefore || ahead < before.count
    before = Array(before.suffix(ahead))
    let length = max(0, Int(range.end) - first)
    let text = String(
      decoding: bytes[first..<min(first + min(length, room * 4), bytes.count)], as: UTF8.self)
    let marked = min(text.unicodeScalars.prefix { $0 != "\n" }.count, behind)
    let isCut = (before: isCutBefore, after: isCutAfter || behind < after.count)
    let head = (isCut.before ? "…" : "") + shown(before[...])
    let body = shown(after[..<marked])
    let tail = shown(after[marked..<behind]) + (isCut.after ? "…" : "")
    let margin = String(repeating: " ", count: String(start.line).count)
    let indentation = String(repeating: " ", count: DisplayText.width(head))
    let carets = String(repeating: "^", count: max(1, DisplayText.width(body)))
    return "\(start.line) | \(head)\(body)\(tail)\n"
      + "\(margin) | \(indentation)\(style(role, carets))\n"
  }

  /// The characters of the line before a place, at most a number of them, and whether there are more.
  private func scalars(endingAt end: Int, limit: Int) -> ([Unicode.Scalar], isCut: Bool) {
    let bytes = source.bytes
    var start = end
    while start > 0, end - start < limit * 4, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    let isLineStart = start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
    // Not in the middle of a character.
    while !isLineStart, start < end, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let scalars = Array(String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars)
    return (Array(scalars.suffix(limit)), !isLineStart || scalars.count > limit)
  }

  /// The characters of the line from a place on, at most a number of them, and whether there are more.
  private func scalars(from start: Int, limit: Int) -> ([Unicode.Scalar], isCut: Bool) {
    let bytes = source.bytes
    var end = start
    while end < bytes.count, end - start < limit * 4 + 4, bytes[end] != UInt8(ascii: "\n") {
      end += 1
    }
    let isLineEnd = end == bytes.count || bytes[end] == UInt8(ascii: "\n")
    while !isLineEnd, end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    if isLineEnd, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let scalars = Array(String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars)
    return (Array(scalars.prefix(limit)), !isLineEnd || scalars.count > limit)
  }

  /// Characters as the terminal may see them.
  private func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text: [UInt8] = []
    for scalar in scalars {
      if scalar == "\t" {
        text += "  ".utf8
      } else {
        let shown = DisplayText.isHarmless(scalar) ? scalar : "\u{FFFD}"
        text += UTF8.encode(shown) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
