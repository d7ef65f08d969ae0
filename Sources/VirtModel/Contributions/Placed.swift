import NixAST

/// Things that several capabilities put into one part of the module: in the order of the places, and
/// at each place in the order in which they came.
struct Placed<Place: CaseIterable & Equatable, Item> {
  private var entries: [(place: Place, item: Item)] = []

  /// All of them, in order.
  var items: [Item] {
    entries.isEmpty
      ? [] : Place.allCases.flatMap { place in entries.filter { $0.place == place }.map(\.item) }
  }

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ item: Item, at place: Place) {
    entries.append((place, item))
  }

  /// Puts an item before the others of its place.
  mutating func insert(_ item: Item, at place: Place) {
    entries.insert((place, item), at: 0)
  }
}

/// A part of a list: words that stand side by side in one `[ … ]`, or an expression of a list.
enum ListPart {
  case words([Expr])
  case list(Expr)

  /// Words that only some guests have; nil if none do.
  init?(_ words: [Expr], _ presence: Presence) {
    switch presence {
    case .never: return nil
    case .always: self = .words(words)
    case .when(let test): self = .list(Nix.lib["optionals"](test, .list(words)))
    }
  }

  /// The parts as one list, with `++` between them.
  static func joined(_ parts: [ListPart]) -> Expr {
    var lists: [Expr] = []
    var words: [Expr] = []
    func closed() -> [Expr] { words.isEmpty ? [] : [.list(words)] }
    for part in parts {
      switch part {
      case .words(let more): words += more
      case .list(let list):
        lists += closed() + [list]
        words = []
      }
    }
    return Nix.concat(lists + closed())
  }
}
