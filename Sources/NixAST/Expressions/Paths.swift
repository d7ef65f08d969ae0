/// A path literal: `./a.nix`, `../b`, `/etc/hosts`, `~/c`, `a/b`, `./${name}.nix`.
///
/// Relative paths mean a place relative to the file they are written in. Many file names have no
/// literal (a space, a `:`, non-ASCII text): ``Expr/path(_:)-type.method`` writes any file name.
/// See "Path literal" in the Nix Reference Manual.
public struct PathLiteral: Hashable, Sendable {
  /// Texts and interpolations; the first is text and holds a `/`.
  public let parts: [StrPart]
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A path without interpolations; nil for a text that is not a path literal.
  public init?(_ text: String, range: SourceRange? = nil) {
    self.init([.text(text)], range: range)
  }

  /// A path from its parts; nil if they make no path literal.
  public init?(_ parts: [StrPart], range: SourceRange? = nil) {
    let parts = Str.normalized(parts)
    guard Self.isPath(parts) else { return nil }
    self.init(unchecked: parts, range: range)
  }

  init(unchecked parts: [StrPart], range: SourceRange?) {
    self.parts = parts
    self.range = range
  }

  /// The text of a path without interpolations, nil for one that has some.
  public var text: String? {
    guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
    return text
  }

  private static func isPath(_ parts: [StrPart]) -> Bool {
    guard case .text(let head) = parts.first else { return false }
    for (index, part) in parts.enumerated() {
      guard case .text(let text) = part else { continue }
      var bytes = Substring(text).utf8
      if index == 0, bytes.first == UInt8(ascii: "~") { bytes = bytes.dropFirst() }
      var previous: UInt8 = index == 0 ? 0 : UInt8(ascii: "}")
      for byte in bytes {
        let isSlash = byte == UInt8(ascii: "/")
        guard isSlash || CharacterClass.isPath(byte) else { return false }
        if isSlash, previous == UInt8(ascii: "/") { return false }
        previous = byte
      }
    }
    if head.utf8.first == UInt8(ascii: "~"), head.utf8.dropFirst().first != UInt8(ascii: "/") {
      return false
    }
    guard head.utf8.contains(UInt8(ascii: "/")) else { return false }
    if case .text(let tail) = parts[parts.count - 1] { return tail.utf8.last != UInt8(ascii: "/") }
    return true
  }
}

/// A lookup in the search path: `<nixpkgs>`, `<nixpkgs/nixos>`.
public struct SearchPath: Hashable, Sendable {
  /// The text between `<` and `>`.
  public let path: String
  /// Where it was written.
  @Position public var range: SourceRange?

  /// A lookup; nil for a text that cannot stand between `<` and `>`.
  public init?(_ path: String, range: SourceRange? = nil) {
    let components = path.utf8.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard components.allSatisfy({ !$0.isEmpty && $0.allSatisfy(CharacterClass.isPath) }) else {
      return nil
    }
    self.init(unchecked: path, range: range)
  }

  init(unchecked path: String, range: SourceRange?) {
    self.path = path
    self.range = range
  }
}
