/// The spacing between two texts of a document: nothing, a space, a line break.
///
/// Ordered by strength. In a flat group the breakable ones become nothing or a space.
struct Spacing: Equatable, BitwiseCopyable {
  /// How strong it is.
  let code: UInt8
  /// How many line breaks it is, of those that are the lines of a text.
  let count: Int32

  init(code: UInt8, count: Int32 = 0) {
    self.code = code
    self.count = count
  }

  /// A line break where what follows does not fit, else nothing.
  static var softBreak: Spacing { Spacing(code: 0) }
  /// A line break in a broken group, nothing in a flat one.
  static var line0: Spacing { Spacing(code: 1) }
  /// Always a space.
  static var hardSpace: Spacing { Spacing(code: 2) }
  /// A line break where what follows does not fit, else a space.
  static var softSpace: Spacing { Spacing(code: 3) }
  /// A line break in a broken group, a space in a flat one.
  static var line: Spacing { Spacing(code: 4) }
  /// Always a line break.
  static var hardLine: Spacing { Spacing(code: 5) }
  /// Always a blank line.
  static var emptyLine: Spacing { Spacing(code: 6) }
  /// Always this many line breaks: the lines of a text.
  static func newlines(_ count: Int32) -> Spacing { Spacing(code: 7, count: count) }

  /// Whether it is printed the same in every group.
  @inline(__always)
  var isHard: Bool { code == 2 || code >= 5 }

  /// Whether it breaks every group that it is in.
  @inline(__always)
  var breaksLine: Bool { code >= 5 }

  /// Its width in a flat group; only for one that does not break it.
  @inline(__always)
  var flatWidth: Int { code >= 2 && code <= 4 ? 1 : 0 }

  /// How many line breaks it is, if it breaks the line.
  var newlines: Int {
    switch code {
    case 6: 2
    case 7: Int(count)
    default: 1
    }
  }

  /// The sum of two side by side: the stronger one, where they do not add up.
  @inline(__always)
  func merged(with other: Spacing) -> Spacing {
    let (weaker, stronger) = code < other.code ? (self, other) : (other, self)
    switch (weaker.code, stronger.code) {
    case (_, 7): return .newlines(stronger.count + weaker.extraNewlines)
    case (1, 2), (1, 3): return .line
    case (0, 2): return .softSpace
    default: return stronger
    }
  }

  /// How many line breaks it adds to those of a text.
  private var extraNewlines: Int32 {
    switch code {
    case 2: 0
    case 6: 2
    case 7: count
    default: 1
    }
  }
}
