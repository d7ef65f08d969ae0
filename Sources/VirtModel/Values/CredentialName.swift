import NixAST

/// The name of a systemd credential that QEMU hands over: letters, digits, `.`, `_` and `-`. QEMU's firmware
/// device takes 55 bytes, of which `opt/io.systemd.credentials/` uses 27.
public struct CredentialName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// QEMU's limit, in bytes.
  static let maximumLength = 28

  /// The rule for names, as messages state it.
  public static let rule =
    "use letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, at most 28"
    + " characters"

  /// The same as a regular expression.
  static let pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,27}$"

  /// A name; nil for a text that is none.
  public init?(_ text: String) {
    guard let first = text.utf8.first, ASCII.isLetter(first) || ASCII.isDigit(first),
      text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy(ASCII.isNameByte)
    else { return nil }
    description = text
  }

  /// Alphabetical order.
  public static func < (left: CredentialName, right: CredentialName) -> Bool {
    left.description < right.description
  }
}
