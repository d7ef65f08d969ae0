/// Rows of cells under titles, as wide as a terminal.
struct Table {
  /// A column.
  struct Column {
    let title: String
    var isNumeric = false
    /// Which columns are left out first where there is no room; those without one stay.
    var dispensability: Int?
  }

  /// A row: cells, or a line above the totals.
  enum Row {
    case cells([String])
    case rule
  }

  private(set) var columns: [Column]
  var rows: [Row] = []

  init(columns: [Column]) { self.columns = columns }

  /// The table without the column of a title.
  func without(column title: String) -> Table {
    guard let place = columns.firstIndex(where: { $0.title == title }) else { return self }
    var table = self
    table.columns.remove(at: place)
    table.rows = rows.map { row in
      guard case .cells(var cells) = row else { return row }
      cells.remove(at: place)
      return .cells(cells)
    }
    return table
  }

  /// Several tables, those that are not empty, and what was left out of them.
  static func text(_ tables: [Table], _ style: Style, _ columns: Int?) -> String {
    var text = ""
    var omitted: [String] = []
    for table in tables where !table.rows.isEmpty {
      let part = table.text(style, limit: columns)
      text += "\n" + part.text
      omitted += part.omitted.filter { !omitted.contains($0) }
    }
    if !omitted.isEmpty {
      text += "\nLeft out, as the terminal is narrow: \(omitted.joined(separator: ", ")).\n"
    }
    return text
  }

  /// The text in at most a number of columns, if that is given, and the titles of what was left out.
  func text(_ style: Style, limit: Int?) -> (text: String, omitted: [String]) {
    var shown = Array(columns.indices)
    if let limit {
      while width(shown) > limit, let least = leastImportant(shown) {
        shown.removeAll { $0 == least }
      }
    }
    var widths = columns.indices.map(width)
    if let limit, let first = shown.first {
      // The first column names the row: it is cut last, and stays recognizable.
      let excess = width(shown) - limit
      if excess > 0 { widths[first] = max(8, widths[first] - excess) }
    }
    let titles = line(columns.map(\.title), shown, widths)
    var text = style(.strong, titles) + "\n"
    for row in rows {
      switch row {
      case .cells(let cells): text += line(cells, shown, widths) + "\n"
      case .rule:
        let total = shown.reduce(-2) { $0 + widths[$1] + 2 }
        text += String(repeating: "─", count: total) + "\n"
      }
    }
    let omitted = columns.indices.filter { !shown.contains($0) }.map { columns[$0].title }
    return (text, omitted)
  }

  private func leastImportant(_ shown: [Int]) -> Int? {
    shown.filter { columns[$0].dispensability != nil }
      .max { columns[$0].dispensability ?? 0 < columns[$1].dispensability ?? 0 }
  }

  private func width(_ shown: [Int]) -> Int { shown.reduce(-2) { $0 + width($1) + 2 } }

  private func width(_ column: Int) -> Int {
    let cells = rows.map { row in
      if case .cells(let cells) = row { DisplayText.width(cells[column]) } else { 0 }
    }
    return max(cells.max() ?? 0, DisplayText.width(columns[column].title))
  }

  private func line(_ cells: [String], _ shown: [Int], _ widths: [Int]) -> String {
    var text = ""
    for column in shown {
      if column != shown.first { text += "  " }
      let cell = DisplayText.fitted(DisplayText.clean(cells[column]), widths[column])
      let padding = String(
        repeating: " ", count: max(0, widths[column] - DisplayText.width(cell)))
      text += columns[column].isNumeric ? padding + cell : cell + padding
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
