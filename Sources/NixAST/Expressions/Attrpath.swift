/// The name of an attribute: `a`, `"any text"`, `${expr}`, `"a-${expr}"`.
public struct AttrName: Hashable, Sendable {
  /// The three kinds of names.
  public enum Kind: Hashable, Sendable {
    /// A name that is known: any text. Written bare where the language lets it.
    case fixed(String)
    /// `${expr}`; a null drops the attribute.
    indirect case dynamic(Expr)
    /// A quoted name with at least one interpolation: `"tap-${name}"`.
    case interpolated(Str)
  }

  private indirect enum Computed: Hashable, Sendable {
    case dynamic(Expr), interpolated(Str)
  }

  // Nearly all names are known, and their texts are looked at all the time.
  /// The name if it is known, else empty.
  let text: String
  private let computed: Computed?
  /// Where it was written.
  @Position public var range: SourceRange?
  /// Whether a name that could stand bare is written in quotes all the same.
  @Incidental public var isQuoted: Bool
  // Looked at whenever it is written, and known of what was parsed.
  private let canBeBare: Bool

  /// The name.
  public var kind: Kind {
    switch computed {
    case nil: .fixed(text)
    case .dynamic(let expr): .dynamic(expr)
    case .interpolated(let string): .interpolated(string)
    }
  }

  /// Whether both are the same text, byte for byte, or the same program.
  public static func == (left: AttrName, right: AttrName) -> Bool {
    left.text.isSame(as: right.text) && left.computed == right.computed
  }

  /// A name that is known: any text.
  public init(_ name: String, isQuoted: Bool = false, range: SourceRange? = nil) {
    text = name
    computed = nil
    self.isQuoted = isQuoted
    canBeBare = Identifier.isBareName(name)
    self.range = range
  }

  /// For the parser, whose lexer has proved the form.
  init(bare name: String, range: SourceRange) {
    text = name
    computed = nil
    isQuoted = false
    canBeBare = true
    self.range = range
  }

  /// A computed name: `${expr}`. Of a string without interpolations it is that name, as for Nix.
  public init(dynamic expr: Expr, range: SourceRange? = nil) {
    if case .string(let string) = expr, let text = string.text {
      self.init(text, isQuoted: true, range: range)
      return
    }
    self.init(computed: .dynamic(expr), isQuoted: false, range: range)
  }

  /// A quoted name: `"tap-${name}"`; without an interpolation it is a fixed name.
  public init(quoted string: Str, range: SourceRange? = nil) {
    if let text = string.text {
      self.init(text, isQuoted: true, range: range)
      return
    }
    self.init(computed: .interpolated(string), isQuoted: true, range: range)
  }

  private init(computed: Computed, isQuoted: Bool, range: SourceRange?) {
    text = ""
    self.computed = computed
    self.isQuoted = isQuoted
    canBeBare = false
    self.range = range
  }

  /// The name if it is known, nil for a computed one.
  public var fixed: String? { isFixed ? text : nil }

  /// Whether it is known.
  @inline(__always)
  var isFixed: Bool { if case nil = computed { true } else { false } }

  /// Whether it is written without quotes.
  @inline(__always)
  var isBare: Bool { canBeBare && !isQuoted }
}

extension AttrName: ExpressibleByStringLiteral {
  /// A fixed name: any text, a dot included.
  public init(stringLiteral name: String) {
    self.init(name)
  }
}

/// An attribute path: `a.b.${c}`; it has at least one name.
public struct Attrpath: Hashable, Sendable {
  /// The first name.
  public var first: AttrName
  /// The names behind it.
  public var rest: [AttrName]

  /// A path.
  public init(_ first: AttrName, _ rest: [AttrName] = []) {
    self.first = first
    self.rest = rest
  }

  /// A path of fixed names: `Attrpath("a", "b.c")` is `a."b.c"`.
  public init(_ first: String, _ rest: String...) {
    self.first = AttrName(first)
    self.rest = rest.map { AttrName($0) }
  }

  /// A path of names as they are, each any text; nil for none.
  public init?(names: some Collection<String>) {
    guard let first = names.first else { return nil }
    self.init(AttrName(first), names.dropFirst().map { AttrName($0) })
  }

  /// All names, at least one.
  public var names: [AttrName] { [first] + rest }

  /// Where it was written.
  public var range: SourceRange? {
    guard let start = first.range, let end = (rest.last ?? first).range else { return nil }
    return start.union(end)
  }
}

extension Attrpath: ExpressibleByStringLiteral {
  /// A path of fixed names, split at dots: `"networking.hostName"`. A name that holds a dot is
  /// written with ``init(_:_:)-(String,_)``.
  public init(stringLiteral path: String) {
    guard path.withBytes({ $0.contains(UInt8(ascii: ".")) }) else {
      self.init(AttrName(path))
      return
    }
    let dot = UInt8(ascii: ".")
    let names = path.utf8.split(separator: dot, omittingEmptySubsequences: false).map {
      AttrName(String(Substring($0)))
    }
    self.init(names[0], Array(names.dropFirst()))
  }
}
