/// The levels of nesting that are open, each with its indentation. A level knows the one that it is in,
/// so that an earlier state is a single number.
struct Indentations: ~Copyable {
  struct Level {
    /// The level of nesting.
    var level: Int
    /// The columns before a line.
    var columns: Int
    /// The index of the level that it is in.
    fileprivate var outer: Int
  }

  private var levels: Stack<Level>

  /// The level of the whole text, which has the index 0.
  init() {
    levels = Stack()
    levels.append(Level(level: 0, columns: 0, outer: 0))
  }

  @inline(__always)
  subscript(index: Int) -> Level { levels[index] }

  /// The innermost level up to a depth, from a level on.
  @inline(__always)
  func close(_ index: Int, to level: Int) -> Int {
    var index = index
    while levels[index].level > level { index = levels[index].outer }
    return index
  }

  /// A level in another one. It counts only if its first text starts a line: several levels on one line
  /// indent once.
  ///
  /// - Parameter keepsOthers: whether levels that are closed may be needed again.
  mutating func open(_ level: Int, in outer: Int, isNewLine: Bool, keepsOthers: Bool) -> Int {
    if !keepsOthers { levels.cut(to: outer + 1) }
    let columns = levels[outer].columns + (isNewLine ? 2 : 0)
    levels.append(Level(level: level, columns: columns, outer: outer))
    return levels.count - 1
  }
}
