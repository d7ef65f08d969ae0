import NixAST

/// A value of a description, in whichever format it was written: what JSON has, and Nix's paths.
struct DataValue: Sendable {
  indirect enum Kind: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case string(String)
    /// A Nix path literal, as written.
    case path(String)
    case list([DataValue])
    case set(DataSet)
    /// Something that was reported already; nothing more is to be said about it.
    case invalid
  }

  var kind: Kind
  /// Where it was written.
  var range: SourceRange

  /// What it is, with an article, for messages.
  var noun: String {
    switch kind {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int: "an integer"
    case .float: "a floating-point number"
    case .string: "a string"
    case .path: "a path"
    case .list: "a list"
    case .set: "a set"
    case .invalid: "an invalid value"
    }
  }
}

/// The attributes of a set, in the order in which they were written.
struct DataSet: Sendable {
  struct Entry: Sendable {
    var key: String
    var keyRange: SourceRange
    var value: DataValue
  }

  private(set) var entries: [Entry] = []
  private var index: [String: Int] = [:]

  subscript(key: String) -> Entry? {
    index[key].map { entries[$0] }
  }

  /// Adds an entry, or replaces the one of that key.
  mutating func set(_ entry: Entry) {
    if let place = index[entry.key] {
      entries[place] = entry
    } else {
      index[entry.key] = entries.count
      entries.append(entry)
    }
  }

  /// Changes every value in place.
  mutating func changeValues(_ change: (String, inout DataValue) -> Void) {
    for index in entries.indices {
      change(entries[index].key, &entries[index].value)
    }
  }

  /// The attributes of both, the other's first; sets in both are merged in the same way, like
  /// `lib.recursiveUpdate`.
  func updated(with other: DataSet) -> DataSet {
    var result = self
    for entry in other.entries {
      guard let mine = result[entry.key], case .set(let inner) = mine.value.kind,
        case .set(let outer) = entry.value.kind
      else {
        result.set(entry)
        continue
      }
      var merged = entry
      merged.value.kind = .set(inner.updated(with: outer))
      result.set(merged)
    }
    return result
  }
}

/// The way from the root of a description to a value, for messages: `guests.alice.memory`.
struct KeyPath: Sendable, CustomStringConvertible {
  private(set) var description: String

  static let root = KeyPath(description: "")

  func appending(_ key: String) -> KeyPath {
    let isBare = key.utf8.count <= 64 && Identifier(key) != nil
    let name = isBare ? key : quoted(key)
    return KeyPath(description: description.isEmpty ? name : "\(description).\(name)")
  }

  func appending(_ index: Int) -> KeyPath {
    KeyPath(description: "\(description)[\(index)]")
  }
}
