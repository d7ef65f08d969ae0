import NixAST

/// An attribute of paragraphs whose values matter for the code that guests share.
struct CountedAttribute: Sendable {
  /// How a value that all paragraphs leave out is found in a module that was written.
  enum ReadingBack: Sendable {
    /// It is a setting of the guests' unit.
    case setting(String)
    /// It follows from the shared code, by its variables.
    case code(@Sendable ([String: Expr]) -> Expr?)
    /// It follows from the other attributes of the paragraph.
    case paragraph(@Sendable ([String: Expr]) -> Expr?)
  }

  let name: String
  /// The traits of a value that are counted.
  let traits: @Sendable (Expr) -> [String]
  /// Not nil if paragraphs leave it out when all guests have the same value.
  let shared: ReadingBack?

  /// An attribute of which some traits are counted.
  init(_ name: String, traits: @escaping @Sendable (Expr) -> [String]) {
    self.name = name
    self.traits = traits
    shared = nil
  }

  /// An attribute that is said once if all guests have the same value, a text or a number.
  init(shared name: String, _ readingBack: ReadingBack) {
    self.name = name
    traits = { value in
      switch value {
      case .string(let string): string.text.map { [$0] } ?? []
      case .integer(let literal): ["\(literal.value)"]
      default: []
      }
    }
    shared = readingBack
  }
}

/// How many guests of a module have what: which of the shared code they need, the rest is left out.
///
/// It is counted from the attributes of their paragraphs, in one way for a module that is being
/// written and for one that was read back.
struct ModuleUse {
  private struct Count {
    let name: String
    let counted: CountedAttribute?
    var guests = 0
    var traits: [(name: String, guests: Int)] = []
  }

  /// The number of guests.
  private(set) var guests = 0
  private var counts: [Count]
  /// The names of ``counts``, which are searched for every attribute.
  private var names: [String]
  /// Where the next attribute is expected: paragraphs have them in one order.
  private var next = 0

  /// Counts of no guest, which will look at the values of some attributes.
  init(_ counted: [CountedAttribute]) {
    counts = counted.map { Count(name: $0.name, counted: $0) }
    names = counted.map(\.name)
  }

  /// Counts a guest with the attributes that are added next.
  mutating func addGuest() { guests += 1 }

  /// Counts an attribute of a guest.
  /// - Returns: The attribute's place in ``isLeftOut``.
  @discardableResult
  mutating func add(_ name: String, _ value: @autoclosure () -> Expr?) -> Int {
    let index = index(of: name)
    next = index + 1
    counts[index].guests += 1
    guard let counted = counts[index].counted, let value = value() else { return index }
    for trait in counted.traits(value) {
      if let place = counts[index].traits.firstIndex(where: { $0.name == trait }) {
        counts[index].traits[place].guests += 1
      } else {
        counts[index].traits.append((trait, 1))
      }
    }
    return index
  }

  private mutating func index(of name: String) -> Int {
    if next < names.count, names[next] == name { return next }
    if let index = names.firstIndex(of: name) { return index }
    counts.append(Count(name: name, counted: nil))
    names.append(name)
    return counts.count - 1
  }

  private subscript(_ name: String) -> Count? { counts.first { $0.name == name } }

  /// Whether a guest has an attribute.
  func has(_ name: String) -> Bool { (self[name]?.guests ?? 0) > 0 }

  /// Whether an attribute has a trait for any guest.
  func has(_ name: String, _ trait: String) -> Bool {
    self[name]?.traits.contains { $0.name == trait } ?? false
  }

  /// Which guests have an attribute.
  func presence(_ name: String) -> Presence {
    switch self[name]?.guests ?? 0 {
    case 0: .never
    case guests: .always
    default: .when(Nix.guestHas(Attrpath(AttrName(name))))
    }
  }

  /// The value that all guests have of an attribute that is said once, as a text.
  func common(_ name: String) -> String? {
    guard let count = self[name], count.guests == guests, count.traits.count == 1 else {
      return nil
    }
    return count.traits[0].guests == guests ? count.traits[0].name : nil
  }

  /// Which attributes paragraphs leave out, because all guests have the same value.
  var isLeftOut: [Bool] {
    counts.map { $0.counted?.shared != nil && common($0.name) != nil }
  }

  /// The names of the attributes that paragraphs leave out.
  var leftOut: Set<String> {
    Set(zip(counts, isLeftOut).filter(\.1).map(\.0.name))
  }
}
