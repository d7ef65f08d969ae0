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
  /// The hashes of the names of slots, which are looked at first: most keys are not given.
  private var hashes: [UInt64] = []

  /// No values.
  init() {}

  /// The value of a key; nil where it is not given.
  subscript<Value: Equatable>(key: Key<Value>) -> Located<Value>? {
    get {
      guard let place = place(of: key.name, key.hash) else { return nil }
      return slots[place].value as? Located<Value>
    }
    set {
      let place = place(of: key.name, key.hash)
      guard let newValue else {
        if let place {
          slots.remove(at: place)
          hashes.remove(at: place)
        }
        return
      }
      if let place {
        slots[place].value = newValue
      } else {
        slots.append(Slot(name: key.name, value: newValue))
        hashes.append(key.hash)
      }
    }
  }

  private func place(of name: String, _ hash: UInt64) -> Int? {
    // By index: a slot is large, and would be copied.
    hashes.indices.first { hashes[$0] == hash && slots[$0].name == name }
  }

  /// The value of a key that has one in any case.
  subscript<Value: Equatable>(key: DefaultedKey<Value>) -> Value {
    self[key.key]?.value ?? key.fallback
  }

  /// Notes that a key is given, and that something was said about its value.
  mutating func markUnreadable(_ name: String) {
    if isGiven(name) { return }
    slots.append(Slot(name: name, value: nil))
    hashes.append(name.fnv1a)
  }

  /// Whether a key is given, rightly or not: it is not missing.
  func isGiven(_ name: String) -> Bool { place(of: name, name.fnv1a) != nil }

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
