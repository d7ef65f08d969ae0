/// How the columns of a table share the width of a terminal.
struct TableLayout {
  /// A part of a line: a cell's, with blanks up to the next.
  struct Part {
    let column: Int
    let text: String
  }

  private static let gap = 2
  /// How far the columns that are below others are moved to the right.
  private static let indentation = 2
  /// A word that is longer than a MAC address may be shortened, but stays recognizable.
  private static let longWord = 17
  private static let shortened = 14

  private let columns: [Table.Column]
  /// The columns that are beside each other. Where all fit, there is one group.
  private let groups: [[Int]]
  private let widths: [Int]

  init(_ table: Table, limit: Int?) {
    columns = table.columns
    let cells = table.columns.indices.map { column in
      [table.columns[column].title]
        + table.rows.compactMap { row in
          if case .cells(let cells, _) = row { DisplayText.clean(cells[column]) } else { nil }
        }
    }
    let natural = cells.map { $0.map(DisplayText.width).max() ?? 0 }
    guard let limit, Self.width(natural) > limit else {
      groups = [Array(table.columns.indices)]
      widths = natural
      return
    }
    let least = table.columns.indices.map { column in
      if table.columns[column].isNumeric { return natural[column] }
      let longest = Self.longestWord(cells[column])
      return longest > Self.longWord ? Self.shortened : longest
    }
    groups = Self.groups(least, limit)
    var widths = natural
    for (index, group) in groups.enumerated() {
      let room = limit - (index == 0 ? 0 : Self.indentation)
      Self.shrink(&widths, group, least, to: room)
    }
    self.widths = widths
  }

  /// The columns of the longest line.
  var width: Int {
    groups.enumerated().map { index, group in
      (index == 0 ? 0 : Self.indentation) + Self.width(group.map { widths[$0] })
    }.max() ?? 0
  }

  // MARK: - Widths

  private static func width(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + max(0, widths.count - 1) * gap
  }

  /// Fills groups, one after the other.
  private static func groups(_ least: [Int], _ limit: Int) -> [[Int]] {
    var groups: [[Int]] = []
    var group: [Int] = []
    for column in least.indices {
      let room = limit - (groups.isEmpty ? 0 : indentation)
      if !group.isEmpty, width((group + [column]).map { least[$0] }) > room {
        groups.append(group)
        group = []
      }
      group.append(column)
    }
    return groups + [group]
  }

  /// Takes room from the widest columns first.
  private static func shrink(_ widths: inout [Int], _ group: [Int], _ least: [Int], to room: Int) {
    while width(group.map { widths[$0] }) > room {
      let wide = group.filter { widths[$0] > least[$0] }
      guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else {
        // Not even a column alone fits.
        for column in group { widths[column] = min(widths[column], max(room, 1)) }
        return
      }
      widths[widest] -= 1
    }
  }

  private static func longestWord(_ cells: [String]) -> Int {
    cells.flatMap { $0.split(separator: " ") }.map { DisplayText.width(String($0)) }.max() ?? 0
  }

  // MARK: - Lines

  /// The lines of a row.
  func lines(_ cells: [String]) -> [[Part]] {
    groups.enumerated().flatMap { index, group -> [[Part]] in
      // A row that has nothing for these columns, such as the totals, or a guest's second card.
      if group.allSatisfy({ cells[$0].isEmpty }) { return [] }
      let wrapped = group.map { Self.wrapped(DisplayText.clean(cells[$0]), widths[$0]) }
      let height = wrapped.map(\.count).max() ?? 0
      return (0..<height).map { line in
        zip(group, wrapped).enumerated().map { place, entry in
          let (column, lines) = entry
          let text = line < lines.count ? lines[line] : ""
          let margin = place > 0 ? Self.gap : index > 0 ? Self.indentation : 0
          let padding = String(
            repeating: " ", count: max(0, widths[column] - DisplayText.width(text)))
          return Part(
            column: column,
            text: String(repeating: " ", count: margin)
              + (columns[column].isNumeric ? padding + text : text + padding))
        }
      }
    }
  }

  /// A text in lines of at most a width, broken at blanks. A word that is longer is shortened.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    if DisplayText.width(text) <= width { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      let isASCII = word.utf8.allSatisfy { $0 < 0x80 }
      let fitted = isASCII ? DisplayText.shortened(word, width) : DisplayText.fitted(word, width)
      if let last = lines.last, DisplayText.width(last) + 1 + DisplayText.width(fitted) <= width {
        lines[lines.count - 1] += " " + fitted
      } else {
        lines.append(fitted)
      }
    }
    return lines.isEmpty ? [""] : lines
  }
}
