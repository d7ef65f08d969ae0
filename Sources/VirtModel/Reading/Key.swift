import NixAST

/// The one definition of a key: what it is called, what it may be, what it is where it is left out,
/// and what it means. Reading, the schema and the reference are loops over definitions.
protocol KeyDefinition: Sendable {
  /// The key.
  var name: String { get }
  /// Its part of the schema and the reference.
  var spec: ObjectShape.Key { get }
  /// Help for the user if the key is required and missing.
  var requirement: String? { get }
  /// Reads the value of the key; one that is wrong is reported, and counts as given.
  func read(
    _ value: DataValue, _ path: DataPath, into values: inout KeyedValues,
    _ diagnostics: inout Diagnostics)
}

/// A key whose values are of one type.
///
/// ```swift
/// static let tpm = Key("tpm", .bool, default: false, "Whether the guest has a TPM 2.0.")
/// ```
public struct Key<Value: Sendable>: Sendable {
  let name: String
  /// Of its name, for ``KeyedValues``.
  let hash: UInt64
  let parser: ValueParser<Value>
  let requirement: String?
  private let defaultText: String?
  private let summary: String

  /// A key that may be left out.
  /// - Parameter derived: what it is then, in Markdown, where that follows from other keys.
  init(
    _ name: String, _ parser: ValueParser<Value>, derived: String? = nil, _ summary: String
  ) {
    self.init(name, parser, default: derived, requirement: nil, summary)
  }

  /// A key that must be given.
  /// - Parameter suggestion: what to write, as an imperative.
  init(
    _ name: String, _ parser: ValueParser<Value>, required suggestion: String, _ summary: String
  ) {
    self.init(name, parser, default: nil, requirement: suggestion, summary)
  }

  fileprivate init(
    _ name: String, _ parser: ValueParser<Value>, default defaultText: String?,
    requirement: String?, _ summary: String
  ) {
    self.name = name
    hash = name.fnv1a
    self.parser = parser
    self.defaultText = defaultText
    self.requirement = requirement
    self.summary = summary
  }

  /// A key that has a value where it is left out.
  fileprivate init(
    _ name: String, _ parser: ValueParser<Value>, default fallback: Value, _ summary: String
  ) where Value: DefaultValue {
    self.init(
      name, parser, default: "`\(fallback.source)`", requirement: nil, summary)
  }

  var spec: ObjectShape.Key {
    ObjectShape.Key(
      name: name, shape: parser.shape, defaultText: defaultText, isRequired: requirement != nil,
      summary: summary)
  }
}

// A condition of the type itself would be looked up for each key when the program starts.
extension Key: KeyDefinition where Value: Equatable {
  func read(
    _ value: DataValue, _ path: DataPath, into values: inout KeyedValues,
    _ diagnostics: inout Diagnostics
  ) {
    if let result = parser.read(value, path, &diagnostics) {
      values[self] = Located(result, at: value.range)
    } else {
      values.markUnreadable(name)
    }
  }
}

/// A key with the value that it has where it is left out.
public struct DefaultedKey<Value: Sendable>: Sendable {
  let key: Key<Value>
  let fallback: Value

  init(_ name: String, _ parser: ValueParser<Value>, default fallback: Value, _ summary: String)
  where Value: DefaultValue {
    key = Key(name, parser, default: fallback, summary)
    self.fallback = fallback
  }

  var name: String { key.name }
  var spec: ObjectShape.Key { key.spec }
  var requirement: String? { nil }
}

extension DefaultedKey: KeyDefinition where Value: Equatable {
  func read(
    _ value: DataValue, _ path: DataPath, into values: inout KeyedValues,
    _ diagnostics: inout Diagnostics
  ) {
    key.read(value, path, into: &values, &diagnostics)
  }
}

/// A value that a key can have where it is left out.
protocol DefaultValue {
  /// As a description writes it in Nix.
  var source: String { get }
}

extension Bool: DefaultValue {
  var source: String { description }
}

extension Int: DefaultValue {
  var source: String { description }
}

extension Duration: DefaultValue {
  /// In seconds.
  var source: String { "\(components.seconds)" }
}

extension Size: DefaultValue {
  var source: String { "\"\(description)\"" }
}

extension CPUTopology: DefaultValue {
  var source: String {
    sockets == 1 && threads == 1
      ? "\(cores)" : "{ sockets = \(sockets); cores = \(cores); threads = \(threads); }"
  }
}

extension AbsolutePath: DefaultValue {
  var source: String { "\"\(description)\"" }
}

extension DefaultValue where Self: RawRepresentable, RawValue == String {
  var source: String { "\"\(rawValue)\"" }
}

extension Array: DefaultValue {
  /// Lists are empty where they are left out.
  var source: String { "[ ]" }
}

extension System: DefaultValue {}
extension Accelerator: DefaultValue {}
extension RestartPolicy: DefaultValue {}
extension RestartReason: DefaultValue {}
extension CardModel: DefaultValue {}
extension Spread: DefaultValue {}
