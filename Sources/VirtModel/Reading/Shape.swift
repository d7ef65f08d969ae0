import NixAST

/// What a value of a description may be, as data: the schema and the reference of keys are made from
/// it.
public indirect enum Shape: Sendable {
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
public struct ObjectShape: Sendable {
  /// One key.
  public struct Key: Sendable {
    /// The key.
    public let name: String
    /// What it may be.
    public let shape: Shape
    /// The value where it is left out, in Markdown; nil where there is none.
    public let defaultText: String?
    /// Whether it must be given.
    public let isRequired: Bool
    /// What it means, a sentence in Markdown.
    public let summary: String
  }

  /// What the set is, with an article: `a guest`.
  public let noun: String
  /// Its keys.
  public let keys: [Key]
  let names: [String]

  init(noun: String, keys: [Key]) {
    self.noun = noun
    self.keys = keys
    names = keys.map(\.name)
  }
}

/// How a key of a set is read: its name, what it may be, what it means.
struct Key<Value: Sendable>: Sendable {
  let name: String
  let parser: ValueParser<Value>
  let spec: ObjectShape.Key

  init(
    _ name: String, _ parser: ValueParser<Value>, default defaultText: String? = nil,
    required: Bool = false, _ summary: String
  ) {
    self.name = name
    self.parser = parser
    spec = ObjectShape.Key(
      name: name, shape: parser.shape, defaultText: defaultText, isRequired: required,
      summary: summary)
  }
}

/// Reads values of one type: what they may be, and how they become the type. A value that does not
/// is reported and gives nil.
struct ValueParser<Value: Sendable>: Sendable {
  let shape: Shape
  let read: @Sendable (DataValue, KeyPath, inout Findings) -> Value?
}

/// The attributes of one set of a description.
struct Fields {
  let set: DataSet
  let range: SourceRange
  let path: KeyPath
  /// Keys that other ones were told to be spellings of.
  private let misspelt: Set<String>

  /// Takes a set; another value, and keys that the set does not have, are reported.
  init?(_ value: DataValue, _ shape: ObjectShape, _ path: KeyPath, _ findings: inout Findings) {
    guard case .set(let set) = value.kind else {
      findings.reportType(value, expected: "a set", path)
      return nil
    }
    self.set = set
    self.path = path
    range = value.range
    var misspelt: Set<String> = []
    for entry in set.entries where !shape.names.contains(entry.key) {
      let nearest = Spelling.nearest(to: entry.key, among: shape.names)
      findings.report(
        .unknownKey(
          entry.key, of: shape.noun, known: shape.names, nearest: nearest, at: entry.keyRange))
      if let nearest { misspelt.insert(nearest) }
    }
    self.misspelt = misspelt
  }

  /// Reads a key; nil where it is left out or null, and where its value was reported.
  func read<Value>(_ key: Key<Value>, _ findings: inout Findings) -> Located<Value>? {
    guard let entry = set[key.name] else { return nil }
    if case .null = entry.value.kind { return nil }
    return key.parser.read(entry.value, path.appending(key.name), &findings)
      .map { Located($0, at: entry.value.range) }
  }

  /// Reports a key that is not given.
  func require<Value>(_ key: Key<Value>, _ suggestion: String, _ findings: inout Findings) {
    guard !has(key) else { return }
    findings.report(
      .missingKey(
        key.name, path: path, at: SourceRange(start: range.start, length: 1),
        suggestion: suggestion))
  }

  /// The same fields with another value for one of them.
  func replacing(_ entry: DataSet.Entry) -> Fields {
    var set = set
    set.set(entry)
    return Fields(set: set, range: range, path: path, misspelt: misspelt)
  }

  private init(set: DataSet, range: SourceRange, path: KeyPath, misspelt: Set<String>) {
    self.set = set
    self.range = range
    self.path = path
    self.misspelt = misspelt
  }

  /// Whether a key is given, rightly or not.
  func has<Value>(_ key: Key<Value>) -> Bool {
    guard let entry = set[key.name] else { return misspelt.contains(key.name) }
    if case .null = entry.value.kind { return false }
    return true
  }
}

extension Findings {
  /// Reports a value of the wrong type, unless it was reported already.
  mutating func reportType(
    _ value: DataValue, expected: String, _ path: KeyPath, suggestion: String? = nil
  ) {
    if case .invalid = value.kind { return }
    report(.wrongType(value, expected: expected, path: path, suggestion: suggestion))
  }
}
