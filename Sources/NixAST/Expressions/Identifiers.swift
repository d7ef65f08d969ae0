/// A name that the language takes for a variable or a formal: `[A-Za-z_][A-Za-z0-9_'-]*`, no
/// keyword and not `or`.
///
/// ```swift
/// let name: Identifier = "pkgs"
/// ["pkgs", "2nd", "with"].map { Identifier($0) }  // an identifier, nil, nil
/// ```
///
/// See "Identifiers" in the Nix Reference Manual. Names of attributes may be any text: ``AttrName``.
public struct Identifier: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name.
  public let name: String

  /// The words of the language that are never identifiers.
  public static let keywords: Set<String> = [
    "if", "then", "else", "assert", "with", "let", "in", "rec", "inherit",
  ]

  /// An identifier; nil for a text that is none.
  public init?(_ name: String) {
    guard Self.isBareName(name) else { return nil }
    self.name = name
  }

  /// An identifier written in Swift source. A literal that is not an identifier is an error in the
  /// program, found when it first runs; for text that comes from elsewhere use ``init(_:)``.
  public init(stringLiteral name: StaticString) {
    self.name = "\(name)"
    precondition(Identifier(self.name) != nil, "not a Nix identifier: \(name)")
  }

  /// For the parser, whose lexer has proved the form.
  init(unchecked name: String) {
    self.name = name
  }

  /// The name.
  public var description: String { name }

  private static func hasIdentifierForm(_ bytes: String.Bytes) -> Bool {
    guard let first = bytes.first, CharacterClass.startsIdentifier(first) else { return false }
    return bytes.allSatisfy(CharacterClass.continuesIdentifier)
  }

  /// Whether a text can be the name of an attribute without quotes.
  static func isBareName(_ text: String) -> Bool {
    text.withBytes(isBareName)
  }

  static func isBareName(_ bytes: String.Bytes) -> Bool {
    hasIdentifierForm(bytes) && !isReserved(bytes)
  }

  /// The keywords and `or`, each as a number that has its bytes.
  private static let reserved: [UInt64] = (keywords + ["or"]).map { $0.withBytes(number) }

  private static func number(_ bytes: String.Bytes) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The first letters of those, as bits from `a` on.
  private static let firstLetters = (keywords + ["or"]).reduce(UInt32(0)) {
    $0 | bit(of: $1.utf8.first ?? 0)
  }

  @inline(__always)
  private static func bit(of letter: UInt8) -> UInt32 { 1 << UInt32(letter & 31) }

  /// Whether bytes are a keyword or `or`; nearly all names are longer than those, or start otherwise.
  private static func isReserved(_ bytes: String.Bytes) -> Bool {
    guard bytes.count <= 7, let first = bytes.first, firstLetters & bit(of: first) != 0 else {
      return false
    }
    return reserved.contains(number(bytes))
  }
}

/// A variable: `pkgs`. `true`, `false`, `null` and `builtins` are variables too.
public struct Variable: Hashable, Sendable {
  /// The name.
  public var identifier: Identifier
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A variable.
  public init(_ identifier: Identifier, range: SourceRange? = nil) {
    self.identifier = identifier
    self.range = range
  }
}
