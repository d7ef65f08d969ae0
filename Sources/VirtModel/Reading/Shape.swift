import NixAST

/// What a value of a description may be, as data: the schema and the reference of keys are made from
/// it.
indirect enum Shape: Sendable {
  /// true or false.
  case bool
  /// An integer within limits.
  case integer(ClosedRange<Int>)
  /// A text. The pattern is a regular expression (ECMA 262) that every valid text matches.
  case string(description: String, pattern: String?)
  /// One of a few texts.
  case enumeration([String])
  /// A Nix path, or a text in JSON.
  case path(description: String)
  /// A list of values.
  case list(Shape)
  /// A set with names of the user's choice.
  case map(key: String, keyPattern: String, Shape)
  /// A set with keys of ours.
  case object(ObjectShape)
  /// One of several.
  case either([Shape])
}

/// The keys that a set of a description may have.
struct ObjectShape: Sendable {
  /// One key.
  struct Key: Sendable {
    /// The key.
    let name: String
    /// The form of its value.
    let shape: Shape
    /// The value where it is left out, in Markdown; nil where there is none.
    let defaultText: String?
    /// Whether it must be given.
    let isRequired: Bool
    /// Its meaning, a sentence in Markdown.
    let summary: String
  }

  /// Its heading in the reference, in Markdown: `` `guests.<name>` ``.
  let title: String
  /// The kind of set, with an article: `a guest`.
  let noun: String
  /// Its keys.
  var keys: [Key] { definitions.map(\.spec) }

  /// The definitions of the keys.
  let definitions: [any KeyDefinition]
  private let places: [String: Int]
  /// The names of the keys, in order.
  let names: [String]
  /// The keys that must be given.
  let required: [any KeyDefinition]

  init(title: String, noun: String, _ definitions: [any KeyDefinition]) {
    self.title = title
    self.noun = noun
    self.definitions = definitions
    names = definitions.map(\.name)
    places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    required = definitions.filter { $0.requirement != nil }
  }

  /// The place of a key among the definitions; nil for a key that the set does not have.
  func place(of name: String) -> Int? { places[name] }
}

/// Reads values of one type: what they may be, and how they become the type. A value that does not
/// is reported and gives nil.
struct ValueParser<Value: Sendable>: Sendable {
  let shape: Shape
  let read: @Sendable (DataValue, DataPath, inout Diagnostics) -> Value?
}
