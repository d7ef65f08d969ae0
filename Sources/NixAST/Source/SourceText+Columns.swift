// Columns as other programs count them.

extension SourceText {
  /// The unit of a column.
  public enum ColumnUnit: Hashable, Sendable {
    /// Unicode scalars, as in messages.
    case scalars
    /// Bytes.
    case utf8
    /// Code units of UTF-16, as in the Language Server Protocol, whose lines and columns start at 0.
    case utf16
  }

  /// The line and column of a byte offset, in a unit; an offset behind the end is taken as the end.
  public func location(of offset: Int, in unit: ColumnUnit) -> Location {
    let place = location(of: offset)
    if unit == .scalars { return place }
    let end = min(max(offset, 0), bytes.count)
    let before = bytes[lineRange(place.line).lowerBound..<end]
    let column = unit == .utf8 ? before.count : before.reduce(0) { $0 + Self.utf16Width($1) }
    return Location(line: place.line, column: column + 1)
  }

  /// The byte offset of a place; nil if there is no such line. A column behind the end of the line is
  /// taken as its end, one within a character as its start.
  public func offset(of place: Location, in unit: ColumnUnit = .scalars) -> Int? {
    guard place.line >= 1, place.line <= lineCount, place.column >= 1 else { return nil }
    let line = lineRange(place.line)
    // A carriage return at the end of the text does not end a line.
    let end = place.line == lineCount ? bytes.count : line.upperBound
    var offset = line.lowerBound
    var column = 1
    while offset < end {
      var next = offset + 1
      while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
      let width =
        switch unit {
        case .scalars: 1
        case .utf8: next - offset
        case .utf16: Self.utf16Width(bytes[offset])
        }
      if column + width > place.column { return offset }
      column += width
      offset = next
    }
    return offset
  }

  /// How many code units of UTF-16 the character has that begins with a byte; none for the other bytes of
  /// a character.
  private static func utf16Width(_ byte: UInt8) -> Int {
    byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
  }
}
