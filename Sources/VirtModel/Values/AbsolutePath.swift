import NixAST

/// The name of a file of the host, from the root: no control character, no `.` or `..`, no `//`, no
/// `/` at the end.
public struct AbsolutePath: Hashable, Sendable, CustomStringConvertible {
  /// The path.
  public let description: String

  /// The rule for paths, as messages state it.
  public static let rule = "an absolute path without \".\", \"..\" and control characters"

  /// A path; nil for a text that is none. `//` and a `/` at the end are left out.
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/"), !text.utf8.contains(where: ASCII.isControl) else {
      return nil
    }
    let components = text.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
    guard !components.contains("."), !components.contains("..") else { return nil }
    description = "/" + components.joined(separator: "/")
  }

  /// For paths of our own.
  init(checked path: String) {
    description = path
  }

  /// The path of something below it.
  public func appending(_ component: String) -> String {
    description == "/" ? "/" + component : description + "/" + component
  }
}
