/// Writes an expression in the formatter's layout without a tree and a document, for the shapes that
/// nearly all code consists of.
///
/// It can, because the width of a line does not count its indentation: what stands between two line
/// breaks that are always there is laid out the same wherever it stands. A binding, an element or a body
/// of another shape is laid out by ``TreeWriter`` and ``Formatter``, which know all rules, and its lines
/// are taken. `DirectWriterTests` compares both ways.
///
/// Functions that give a `Bool` give false for what they cannot write; what they wrote is taken back then.
struct DirectWriter: ~Copyable {
  var out: Stack<UInt8>
  /// Where column 0 is: behind the indentation of the present line, and moved by the bytes behind the
  /// first one of a character.
  var lineStart = 0
  /// The indentation of the present line.
  var indentation = 0
  /// The last column that text may end at while something is tried on one line.
  var limit = Formatter.width
  /// How many expressions the present one is in, at least.
  var level = 0
  /// How many brackets over several lines are written in each other.
  var calls = 0
  /// Whether the file must be written as a tree: it has an error, or may have one.
  var isRefused = false
  /// How many names were written that are not bare.
  var otherNames = 0
  /// Hashes of names, to find those that come twice.
  var names = Stack<UInt64>()

  // Each level takes some calls on a stack of 512 KiB.
  #if DEBUG
    static let maximumLevel = 12
    static let maximumCalls = 4
  #else
    static let maximumLevel = 64
    static let maximumCalls = 32
  #endif

  private init() { out = Stack(capacity: 4096) }

  /// The text of a file; nil for one that ``TreeWriter`` must write.
  static func text(of file: NixFile) -> String? {
    var writer = DirectWriter()
    guard writer.write(file), !writer.isRefused else { return nil }
    writer.out.append(UInt8(ascii: "\n"))
    return String(decoding: writer.out.view, as: UTF8.self)
  }

  private mutating func write(_ file: NixFile) -> Bool {
    if !file.header.isEmpty {
      guard file.expr.keepsHeader, writeHeader(file.header) else { return false }
    }
    // Comments at the end are in the group of the whole file.
    let hasFooter = file.footer.contains { $0 != .blankLine }
    guard
      hasFooter
        ? bare(file.expr, tail: 0, isTried: false) : grouped(file.expr, tail: 0)
    else { return false }
    guard hasFooter else { return true }
    return comments(file.footer, indentation: 0, isSeparated: false) != nil
  }

  private mutating func writeHeader(_ header: [Trivium]) -> Bool {
    guard let isSeparated = comments(header, indentation: 0, isSeparated: false) else {
      return false
    }
    newline(0, isSeparated: isSeparated)
    return true
  }

  // MARK: - Positions

  /// A place to return to.
  struct Mark: BitwiseCopyable {
    var count: Int
    var lineStart: Int
    var indentation: Int
    var level: Int
    var calls: Int
  }

  @inline(__always)
  var mark: Mark {
    Mark(
      count: out.count, lineStart: lineStart, indentation: indentation, level: level, calls: calls)
  }

  @inline(__always)
  mutating func take(back mark: Mark) {
    out.cut(to: mark.count)
    (lineStart, indentation) = (mark.lineStart, mark.indentation)
    (level, calls) = (mark.level, mark.calls)
  }

  @inline(__always)
  var column: Int { out.count - lineStart }

  /// Starts a line, behind a blank one if it is separated. The text starts with one.
  @inline(__always)
  mutating func newline(_ indentation: Int, isSeparated: Bool = false) {
    if !out.isEmpty {
      if isSeparated { out.append(UInt8(ascii: "\n")) }
      out.append(UInt8(ascii: "\n"))
    }
    out.append(UInt8(ascii: " "), count: indentation)
    self.indentation = indentation
    lineStart = out.count
  }

  @inline(__always)
  mutating func add(_ text: StaticString) { out.append(text) }

  /// Adds text of ASCII.
  @inline(__always)
  mutating func add(_ text: String) { text.withBytes { out.append(contentsOf: $0) } }

  /// Takes the bytes behind the first one of a character out of the column.
  @inline(__always)
  mutating func countCharacters(from start: Int) {
    var bits: UInt8 = 0
    for byte in out.view[start...] { bits |= byte }
    if bits >= 0x80 { lineStart += out.view[start...].count { $0 & 0xC0 == 0x80 } }
  }

  // MARK: - Groups

  /// Writes an expression that is on one line if it fits there, with what must follow it.
  mutating func grouped(_ expr: Expr, tail: Int) -> Bool {
    if isRefused { return false }
    let start = mark
    if flat(expr), column + tail <= Formatter.width { return true }
    take(back: start)
    return bare(expr, tail: tail, isTried: true)
  }
}
