/// A guest in a report.
struct GuestLine {
  let name: String
  /// The text after the name.
  let text: String
  var role: Style.Role?
  /// Further effects that the user must know, for a guest of this name.
  let notes: (String) -> [String]
}

/// Guests one by one; more than a few of which the same is reported, in one line.
enum GuestLines {
  static func lines(_ guests: [GuestLine], _ style: Style) -> [String] {
    var groups: [(first: GuestLine, names: [String])] = []
    var places: [String: Int] = [:]
    let anyName = "<guest>"
    for guest in guests {
      let key = ([guest.text] + guest.notes(anyName)).joined(separator: "\n")
      if let place = places[key] {
        groups[place].names.append(guest.name)
      } else {
        places[key] = groups.count
        groups.append((guest, [guest.name]))
      }
    }
    let parted = groups.flatMap { group in
      group.names.count > NameList.limit ? [group] : group.names.map { (group.first, [$0]) }
    }
    return parted.sorted { $0.1[0] < $1.1[0] }.flatMap { guest, names in
      let name = names.count == 1 ? names[0] : anyName
      let line = DisplayText.clean("\(NameList.text(names)): \(guest.text)")
      return [guest.role.map { style($0, line) } ?? line] + guest.notes(name).map { "  \($0)" }
    }
  }
}

/// A few names, and how many more there are.
enum NameList {
  static let limit = 6

  static func text(_ names: [String]) -> String {
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  /// The names with their number, if that is more than a few.
  static func counted(_ names: [String]) -> String {
    names.count > limit ? "\(names.count) guests (\(text(names)))" : text(names)
  }
}
