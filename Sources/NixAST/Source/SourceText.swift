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

  private let index: LineIndex

  /// A source text from bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    index = LineIndex(bytes)
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
    let line = index.line(of: offset, in: bytes)
    let start = index.start(of: line, in: bytes)
    let column = index.scalars(before: offset, in: bytes) - index.scalars(before: start, in: bytes)
    return Location(line: line + 1, column: column + 1)
  }

  /// The text of a line, counted from 1, without its line break; nil if there is no such line.
  /// Bytes that are not UTF-8 come out as U+FFFD.
  public func line(_ number: Int) -> String? {
    guard number >= 1, number <= lineCount else { return nil }
    return String(decoding: bytes[lineRange(number)], as: UTF8.self)
  }

  /// How many lines there are, an empty one after a last line break included.
  public var lineCount: Int { index.count }

  /// The bytes of a line that is there, counted from 1, without its line break.
  package func lineRange(_ number: Int) -> Range<Int> {
    let start = index.start(of: number - 1, in: bytes)
    var end = number < lineCount ? index.start(of: number, in: bytes) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text in a range, cut to what is there.
  public func text(in range: SourceRange) -> String {
    let start = min(Int(range.start), bytes.count)
    let end = min(max(Int(range.end), start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
