import NixAST

/// The keys that one kind of set of a description may have: each a property, and all in a list.
///
/// ```swift
/// struct ShareKeys: KeySet {
///   static let keys = ShareKeys()
///   let readOnly = DefaultedKey("readOnly", .bool, default: false, "…")
///   var all: [any KeyDefinition] { [readOnly] }
///   static let shape = ObjectShape(title: "`guests.<name>.shares.<tag>`", noun: "a share", keys)
/// }
/// ```
protocol KeySet: DescribedKeys {
  /// The keys, and the form of the set.
  static var shape: ObjectShape { get }
}

/// The definitions of the keys that a ``DescribedSet`` has.
public protocol DescribedKeys: Sendable {
  /// The definitions.
  static var keys: Self { get }
}

/// A set of a description: what was given of its keys, which are also its properties.
@dynamicMemberLookup
public struct DescribedSet<Keys: DescribedKeys>: Equatable, Sendable {
  var values = KeyedValues()

  /// A set of which nothing is said.
  public init() {}

  /// The value of a key, if the set has the key.
  public subscript<Value: Equatable>(
    dynamicMember key: Swift.KeyPath<Keys, Key<Value>>
  ) -> Located<Value>? {
    get { values[Keys.keys[keyPath: key]] }
    set { values[Keys.keys[keyPath: key]] = newValue }
  }

  /// The value of a key that has one in any case.
  public subscript<Value: Equatable>(
    dynamicMember key: Swift.KeyPath<Keys, DefaultedKey<Value>>
  ) -> Value {
    values[Keys.keys[keyPath: key]]
  }

  /// Where the value of such a key was given; nil where it was left out.
  func place<Value: Equatable>(
    of key: Swift.KeyPath<Keys, DefaultedKey<Value>>
  ) -> SourceRange? {
    values[Keys.keys[keyPath: key].key]?.range
  }
}

extension ValueParser where Value == KeyedValues {
  /// A set with keys of ours: other keys are reported, and so is one that is missing.
  static func keyed(_ shape: ObjectShape) -> ValueParser {
    ValueParser(shape: .object(shape)) { value, path, diagnostics in
      guard case .set(let set) = value.kind else {
        diagnostics.reportType(
          value, expected: "a set", path, suggestion: ValueHints.set(value, path))
        return nil
      }
      var values = KeyedValues()
      var entries: [(place: Int, entry: DataSet.Entry)] = []
      entries.reserveCapacity(set.entries.count)
      var unknown: [DataSet.Entry] = []
      for entry in set.entries {
        guard let place = shape.place(of: entry.key) else {
          unknown.append(entry)
          continue
        }
        if case .null = entry.value.kind { continue }
        entries.append((place, entry))
      }
      // In the order of the definitions: what is shared is read before those that share it.
      entries.sort { $0.place < $1.place }
      for (place, entry) in entries {
        shape.definitions[place].read(
          entry.value, path.appending(entry.key), into: &values, &diagnostics)
      }
      for entry in unknown { report(entry, of: shape, &values, &diagnostics) }
      for key in shape.required where !values.isGiven(key.name) {
        diagnostics.report(
          .missingKey(
            key.name, path: path, at: value.start,
            suggestion: key.requirement ?? ""))
      }
      return values
    }
  }

  /// Reports a key that a set does not have. The key that is meant is not missing besides.
  private static func report(
    _ entry: DataSet.Entry, of shape: ObjectShape, _ values: inout KeyedValues,
    _ diagnostics: inout Diagnostics
  ) {
    let hint = KeyHint.of(entry.key, in: shape.noun)
    let nearest = hint == nil ? Spelling.nearest(to: entry.key, among: shape.names) : nil
    // A key that must be given is written under another name, most likely.
    let missing =
      hint == nil && nearest == nil
      ? shape.required.first { !values.isGiven($0.name) } : nil
    if let meant = hint?.meant ?? nearest ?? missing?.name { values.markUnreadable(meant) }
    diagnostics.report(
      .unknownKey(
        entry.key, of: shape.noun, known: shape.names,
        suggestion: hint?.text ?? nearest.map { "write \($0)" } ?? missing?.requirement,
        at: entry.keyRange))
  }
}

extension ValueParser {
  /// A set with the keys of a kind.
  static func described<Keys: KeySet>() -> ValueParser where Value == DescribedSet<Keys> {
    let parser = ValueParser<KeyedValues>.keyed(Keys.shape)
    return ValueParser(shape: parser.shape) { value, path, diagnostics in
      parser.read(value, path, &diagnostics).map { values in
        var result = DescribedSet<Keys>()
        result.values = values
        return result
      }
    }
  }

  /// Values of another type, made of those of this parser; nil where the closure reported them.
  func compactMap<Result: Sendable>(
    _ convert: @escaping @Sendable (Value, DataValue, DataPath, inout Diagnostics) -> Result?
  ) -> ValueParser<Result> {
    ValueParser<Result>(shape: shape) { value, path, diagnostics in
      read(value, path, &diagnostics).flatMap { convert($0, value, path, &diagnostics) }
    }
  }
}

extension Diagnostics {
  /// Reports a value of the wrong type, unless it was reported already.
  mutating func reportType(
    _ value: DataValue, expected: String, _ path: DataPath, suggestion: String? = nil
  ) {
    if case .invalid = value.kind { return }
    report(.wrongType(value, expected: expected, path: path, suggestion: suggestion))
  }
}
