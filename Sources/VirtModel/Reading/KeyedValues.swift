import NixAST

/// The values of the keys that a description gives, each of the type that its key says.
///
/// A guest has some thirty keys and gives a handful of them: what is not given takes no room.
public struct KeyedValues: Equatable, Sendable {
  private struct Slot: Sendable {
    var name: String
    /// Nil for a key that is given, but whose value was reported.
    var value: (any StoredValue)?
  }

  private var slots: [Slot] = []

  /// No values.
  init() {}

  /// The value of a key; nil where it is not given.
  subscript<Value>(key: Key<Value>) -> Located<Value>? {
    get {
      for slot in slots where slot.name == key.name { return slot.value as? Located<Value> }
      return nil
    }
    set {
      let place = slots.firstIndex { $0.name == key.name }
      guard let newValue else {
        if let place { slots.remove(at: place) }
        return
      }
      if let place {
        slots[place].value = newValue
      } else {
        slots.append(Slot(name: key.name, value: newValue))
      }
    }
  }

  /// The value of a key that has one in any case.
  subscript<Value>(key: DefaultedKey<Value>) -> Value {
    self[key.key]?.value ?? key.fallback
  }

  /// Notes that a key is given, and that something was said about its value.
  mutating func markUnreadable(_ name: String) {
    if !isGiven(name) { slots.append(Slot(name: name, value: nil)) }
  }

  /// Whether a key is given, rightly or not: it is not missing.
  func isGiven(_ name: String) -> Bool { slots.contains { $0.name == name } }

  /// Whether the same keys have the same values, wherever they are written.
  public static func == (left: KeyedValues, right: KeyedValues) -> Bool {
    left.slots.count == right.slots.count
      && left.slots.allSatisfy { slot in
        right.slots.contains { other in
          guard other.name == slot.name else { return false }
          switch (slot.value, other.value) {
          case (let mine?, let theirs?): return mine.isEqual(to: theirs)
          case (nil, nil): return true
          default: return false
          }
        }
      }
  }
}

/// A value of whatever type its key says.
private protocol StoredValue: Sendable {
  func isEqual(to other: any StoredValue) -> Bool
}

extension Located: StoredValue where Value: Equatable {
  fileprivate func isEqual(to other: any StoredValue) -> Bool { (other as? Located) == self }
}
