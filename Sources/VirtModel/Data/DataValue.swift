import NixAST

/// A value of a description, in whichever format it was written: what JSON has, and Nix's paths.
struct DataValue: Sendable {
  enum Kind: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case string(String)
    /// A Nix path literal, as written.
    case path(String)
    case list([DataValue])
    case set(DataSet)
    /// A value with a reported error; no further diagnostic is needed.
    case invalid
  }

  var kind: Kind
  /// Where it was written; nil if it was made in Swift.
  @Position var range: SourceRange?

  /// Where it starts: its first byte.
  var start: SourceRange? { range.map { SourceRange(start: $0.start, length: 1) } }

  /// Its kind, with an article, for messages.
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

extension DataValue {
  /// Leaves an attribute out, if this is a set that has it.
  mutating func removeMember(_ key: String) {
    guard case .set(let set) = kind, set[key] != nil else { return }
    var rest = DataSet(capacity: set.entries.count)
    for entry in set.entries where entry.key != key { rest.set(entry) }
    kind = .set(rest)
  }
}

/// The attributes of a set, in the order in which they were written.
struct DataSet: Sendable {
  struct Entry: Sendable {
    let key: String
    /// Compared before the key.
    fileprivate let hash: UInt64
    @Position private(set) var keyRange: SourceRange?
    var value: DataValue

    init(key: String, keyRange: SourceRange?, value: DataValue) {
      self.key = key
      hash = key.fnv1a
      self.keyRange = keyRange
      self.value = value
    }
  }

  private(set) var entries: [Entry] = []
  /// The places of the keys in a set of many; most sets have a handful, and are searched through.
  private var index: [String: Int] = [:]
  private static let searchLimit = 16

  /// A set without attributes, with room for some.
  init(capacity: Int = 0) {
    entries.reserveCapacity(capacity)
  }

  subscript(key: String) -> Entry? {
    place(of: key).map { entries[$0] }
  }

  /// Adds an entry, or replaces the one of that key.
  mutating func set(_ entry: Entry) {
    if let place = place(of: entry.key, hash: entry.hash) {
      entries[place] = entry
      return
    }
    entries.append(entry)
    if !index.isEmpty {
      index[entry.key] = entries.count - 1
    } else if entries.count > Self.searchLimit {
      for (place, entry) in entries.enumerated() { index[entry.key] = place }
    }
  }

  /// Takes the set of a key out, so that it can be changed in place and be set again.
  mutating func takeSet(_ key: String) -> DataSet? {
    guard let place = place(of: key), case .set(let inner) = entries[place].value.kind else {
      return nil
    }
    entries[place].value.kind = .null
    return inner
  }

  private func place(of key: String) -> Int? { place(of: key, hash: key.fnv1a) }

  private func place(of key: String, hash: UInt64) -> Int? {
    if !index.isEmpty { return index[key] }
    // By place: an element that is handed to a closure is copied.
    return entries.indices.first { entries[$0].hash == hash && entries[$0].key == key }
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
