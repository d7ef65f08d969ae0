import NixAST

/// The name of a unit of systemd, with its type: `zfs-import.target`. systemd.unit(5).
public struct UnitName: Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let description: String

  private static let types: Set<Substring> = [
    "service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "slice",
    "scope",
  ]

  /// A name; nil for a text that is none: at most 255 bytes of letters, digits and `:-_.\@`, and a type.
  public init?(_ text: String) {
    guard text.utf8.count <= 255, let dot = text.lastIndex(of: "."), dot != text.startIndex,
      Self.types.contains(text[text.index(after: dot)...]),
      text.utf8.allSatisfy({
        ASCII.isNameByte($0) || [":", "\\", "@"].contains(Unicode.Scalar($0))
      })
    else { return nil }
    description = text
  }

  /// The rule for names, as messages state it.
  public static let rule = "a name with its type, as in \"zfs-import.target\""
  /// The syntax of names, as a regular expression (ECMA 262).
  static let pattern =
    "^[A-Za-z0-9:_.\\\\@-]+\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$"
}
