/// Rows of cells under titles, as wide as a terminal. Nothing is left out: where there is little room,
/// long cells have several lines, and where there is less, rows do.
struct Table {
  /// A column.
  struct Column {
    let title: String
    var isNumeric = false
  }

  /// A row: cells, some of them with a meaning, or a line above the totals.
  enum Row {
    case cells([String], roles: [Int: Style.Role] = [:])
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
      guard case .cells(var cells, let roles) = row else { return row }
      cells.remove(at: place)
      let kept = roles.filter { $0.key != place }
        .map { ($0.key > place ? $0.key - 1 : $0.key, $0.value) }
      return .cells(cells, roles: Dictionary(kept, uniquingKeysWith: { first, _ in first }))
    }
    return table
  }

  /// Several tables, those that are not empty.
  static func text(_ tables: [Table], _ style: Style, _ columns: Int?) -> String {
    tables.filter { !$0.rows.isEmpty }.map { "\n" + $0.text(style, limit: columns) }.joined()
  }

  /// The text in at most a number of columns, if that is given.
  func text(_ style: Style, limit: Int?) -> String {
    let layout = TableLayout(self, limit: limit)
    var text = ""
    for line in layout.lines(columns.map(\.title)) {
      text += style(.strong, Self.joined(line.map(\.text))) + "\n"
    }
    for row in rows {
      switch row {
      case .cells(let cells, let roles):
        for line in layout.lines(cells) {
          let parts = line.map { part in
            roles[part.column].map { Self.colored(part.text, style, $0) } ?? part.text
          }
          text += Self.joined(parts) + "\n"
        }
      case .rule: text += String(repeating: "─", count: layout.width) + "\n"
      }
    }
    return text
  }

  private static func joined(_ parts: [String]) -> String {
    var text = parts.joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  /// A cell in the color of a role; the blanks around it stay as they are.
  private static func colored(_ text: String, _ style: Style, _ role: Style.Role) -> String {
    let start = text.prefix { $0 == " " }
    let end = text.reversed().prefix { $0 == " " }.count
    let middle = text.dropFirst(start.count).dropLast(min(end, text.count - start.count))
    if middle.isEmpty { return text }
    return start + style(role, String(middle)) + String(repeating: " ", count: end)
  }
}
