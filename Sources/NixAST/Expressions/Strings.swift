/// A piece of a string, path or attribute name: text, or an interpolated expression.
public enum StrPart: Hashable, Sendable {
  /// Text, as it is after escapes were resolved.
  case text(String)
  /// `${expr}`.
  indirect case interpolation(Expr)

  /// Whether both are the same text, byte for byte, or the same program.
  public static func == (left: StrPart, right: StrPart) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)): left.isSame(as: right)
    case (.interpolation(let left), .interpolation(let right)): left == right
    case (.text, .interpolation), (.interpolation, .text): false
    }
  }
}

/// A string, in either form: `"a ${b}"` or `''` … `''`.
///
/// Strings hold their value; the renderer escapes. Two strings with the same parts are equal in
/// whatever form they were written. See "String literal" in the Nix Reference Manual.
public struct Str: Hashable, Sendable {
  /// The two forms, and the choice between them.
  public enum Form: Hashable, Sendable {
    /// Indented for text of several lines that ends with a line break, else double-quoted.
    case automatic
    /// `"…"`.
    case quoted
    /// `''…''`, where the value can be written so with the same meaning; else double-quoted.
    case indented
  }

  // Most strings are one text, and need no array.
  private enum Content: Hashable, Sendable {
    case text(String)
    case parts([StrPart])

    static func == (left: Content, right: Content) -> Bool {
      switch (left, right) {
      case (.text(let left), .text(let right)): left.isSame(as: right)
      case (.parts(let left), .parts(let right)): left == right
      case (.text, .parts), (.parts, .text): false
      }
    }
  }

  private let content: Content
  /// Where it was written.
  @Position public var range: SourceRange?
  /// The form to write it in.
  @Incidental public var form: Form

  /// A string from its parts; empty texts are dropped, adjacent ones joined.
  public init(_ parts: [StrPart], form: Form = .automatic, range: SourceRange? = nil) {
    self.init(unchecked: Self.normalized(parts), form: form, range: range)
  }

  /// A string without interpolations.
  public init(_ text: String, form: Form = .automatic, range: SourceRange? = nil) {
    content = .text(text)
    self.form = form
    self.range = range
  }

  /// For the parser, whose parts are normal.
  init(unchecked parts: [StrPart], form: Form, range: SourceRange?) {
    if parts.isEmpty {
      content = .text("")
    } else if parts.count == 1, case .text(let text) = parts[0] {
      content = .text(text)
    } else {
      content = .parts(parts)
    }
    self.form = form
    self.range = range
  }

  /// Texts and interpolations: no empty text, no two texts side by side.
  public var parts: [StrPart] {
    switch content {
    case .text(let text): text.isEmpty ? [] : [.text(text)]
    case .parts(let parts): parts
    }
  }

  /// The text of a string without interpolations, nil for one that has some.
  public var text: String? {
    guard case .text(let text) = content else { return nil }
    return text
  }

  static func normalized(_ parts: [StrPart]) -> [StrPart] {
    var result: [StrPart] = []
    var text = ""
    for part in parts {
      switch part {
      case .text(let more): text += more
      case .interpolation:
        if !text.isEmpty { result.append(.text(text)) }
        text = ""
        result.append(part)
      }
    }
    if !text.isEmpty { result.append(.text(text)) }
    return result
  }
}

extension Str: ExpressibleByStringInterpolation {
  /// A string without interpolations.
  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// A string with interpolations, written as in Nix: `"\(pkgs.qemu)/bin/qemu"` with an ``Expr``
  /// becomes `"${pkgs.qemu}/bin/qemu"`; a Swift string becomes text.
  public init(stringInterpolation: Interpolation) {
    self.init(stringInterpolation.parts)
  }

  /// Collects the parts of a literal.
  public struct Interpolation: StringInterpolationProtocol {
    var parts: [StrPart] = []

    /// An empty collector.
    public init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }

    /// Text of the literal.
    public mutating func appendLiteral(_ literal: String) {
      parts.append(.text(literal))
    }

    /// An expression: `${expr}`.
    public mutating func appendInterpolation(_ expr: Expr) {
      parts.append(.interpolation(expr))
    }

    /// Text.
    public mutating func appendInterpolation(_ text: String) {
      parts.append(.text(text))
    }

    /// A string, with its own interpolations.
    public mutating func appendInterpolation(_ string: Str) {
      parts += string.parts
    }
  }
}
