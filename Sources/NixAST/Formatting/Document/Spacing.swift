/// The spacing between two texts of a document: nothing, a space, a line break.
///
/// Ordered by strength. In a flat group the breakable ones become nothing or a space.
enum Spacing: Equatable {
  /// A line break where what follows does not fit, else nothing.
  case softBreak
  /// A line break in a broken group, nothing in a flat one.
  case line0
  /// Always a space.
  case hardSpace
  /// A line break where what follows does not fit, else a space.
  case softSpace
  /// A line break in a broken group, a space in a flat one.
  case line
  /// Always a line break.
  case hardLine
  /// Always a blank line.
  case emptyLine
  /// Always this many line breaks: the lines of a text.
  case newlines(Int32)

  /// Whether it is printed the same in every group.
  var isHard: Bool {
    switch self {
    case .hardSpace, .hardLine, .emptyLine, .newlines: true
    default: false
    }
  }

  /// Whether it breaks every group that it is in.
  var breaksLine: Bool { isHard && self != .hardSpace }

  /// Its width in a flat group; only for one that does not break it.
  var flatWidth: Int {
    switch self {
    case .hardSpace, .softSpace, .line: 1
    default: 0
    }
  }

  /// The sum of two side by side: the stronger one, where they do not add up.
  func merged(with other: Spacing) -> Spacing {
    switch (self, other) {
    case (.newlines(let first), .newlines(let second)): .newlines(first + second)
    case (.newlines(let count), let weaker), (let weaker, .newlines(let count)):
      .newlines(count + weaker.extraNewlines)
    case (.line0, .hardSpace), (.hardSpace, .line0), (.line0, .softSpace), (.softSpace, .line0):
      .line
    case (.softBreak, .hardSpace), (.hardSpace, .softBreak): .softSpace
    default: strength >= other.strength ? self : other
    }
  }

  private var extraNewlines: Int32 {
    switch self {
    case .hardSpace: 0
    case .emptyLine: 2
    default: 1
    }
  }

  private var strength: Int {
    switch self {
    case .softBreak: 0
    case .line0: 1
    case .hardSpace: 2
    case .softSpace: 3
    case .line: 4
    case .hardLine: 5
    case .emptyLine: 6
    case .newlines: 7
    }
  }

  // MARK: - In an element of a document

  /// The spacing as two numbers.
  var code: (UInt8, Int32) {
    if case .newlines(let count) = self { return (UInt8(strength), count) }
    return (UInt8(strength), 0)
  }

  init(code: UInt8, count: Int32) {
    switch code {
    case 0: self = .softBreak
    case 1: self = .line0
    case 2: self = .hardSpace
    case 3: self = .softSpace
    case 4: self = .line
    case 5: self = .hardLine
    case 6: self = .emptyLine
    default: self = .newlines(count)
    }
  }
}
