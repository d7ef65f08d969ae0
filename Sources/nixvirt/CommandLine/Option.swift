/// A type that a word of the command line can have.
protocol ArgumentValue: Sendable {
  /// The words that it can be.
  static var values: Values { get }

  /// The value of a word; nil if it has none.
  init?(argument: String)
}

extension ArgumentValue {
  static var values: Values { .anything }
}

extension String: ArgumentValue {
  init?(argument: String) { self = argument }
}

/// One of a few words: the cases are the one list of them.
extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  static var values: Values { .words(allCases.map(\.rawValue)) }

  init?(argument: String) { self.init(rawValue: argument) }
}

/// The words that a value can be.
enum Values: Sendable {
  /// Any text.
  case anything
  /// One of a few words.
  case words([String])
  /// The name of a command.
  case commands
  /// A file, by the endings of its name; any file if there are none.
  case files([String])
  /// A directory.
  case folders
  /// Names of these kinds in the description that is given, or in the default one, and other words.
  case names([NameKind], or: [String] = [])

  /// The words, if there are just a few.
  var choices: [String] {
    switch self {
    case .words(let words): words
    case .commands: Commands.all.map(\.name)
    case .anything, .files, .folders, .names: []
    }
  }
}

/// The names that a description contains.
enum NameKind: String, CaseIterable, ArgumentValue {
  case guests, networks, hosts
  case guestTags = "guest-tags"
  case hostTags = "host-tags"
}

/// An option as help, completions and references show it.
struct OptionEntry: Sendable {
  let name: String
  let letter: Character?
  /// The name of its value in the help; nil for an option without one.
  let value: String?
  /// The values that it can have.
  let values: Values
  let help: String

  /// As the help shows it: `-o, --output=FILE`.
  var synopsis: String {
    let long = "--\(name)" + (value.map { "=\($0)" } ?? "")
    return letter.map { "-\($0), \(long)" } ?? "    \(long)"
  }

  /// The ways to write it, without a value: `-o`, `--output`.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + ["--\(name)"] }
}

/// An option with a value of a type.
struct Option<Value: ArgumentValue>: Sendable {
  let entry: OptionEntry

  init(
    _ name: String, letter: Character? = nil, value: String, values: Values? = nil, help: String
  ) {
    entry = OptionEntry(
      name: name, letter: letter, value: value, values: values ?? Value.values, help: help)
  }
}

/// An option that is given or not.
struct Flag: Sendable {
  let entry: OptionEntry

  init(_ name: String, letter: Character? = nil, help: String) {
    entry = OptionEntry(name: name, letter: letter, value: nil, values: .anything, help: help)
  }
}

/// Something that is given by its place, as help, completions and references show it.
struct OperandEntry: Sendable {
  let name: String
  let help: String
  let values: Values
  /// Whether the command does nothing without it.
  let isRequired: Bool
  /// Whether it may be given any number of times; only the last operand may.
  let isRepeated: Bool

  /// As the usage line shows it: `FILE`, `[FILE]`, `FILE...`.
  var synopsis: String {
    (isRequired ? name : "[\(name)]") + (isRepeated ? "..." : "")
  }
}

/// Something that is given by its place, with a value of a type.
struct Operand<Value: ArgumentValue>: Sendable {
  let entry: OperandEntry

  init(
    _ name: String, values: Values? = nil, isRequired: Bool = false, isRepeated: Bool = false,
    help: String
  ) {
    entry = OperandEntry(
      name: name, help: help, values: values ?? Value.values, isRequired: isRequired,
      isRepeated: isRepeated)
  }
}
