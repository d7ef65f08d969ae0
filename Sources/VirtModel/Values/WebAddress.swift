import NixAST

/// The address of a file that Nix fetches: `https://…`, `http://…`, `ftp://…` (RFC 3986).
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// As it was written.
  public let description: String

  /// Why a text is not such an address.
  public enum Problem: Error, Hashable, Sendable {
    /// It has another scheme, or none.
    case scheme
    /// A user name or a password is in it, which everyone could read in the Nix store.
    case login
    /// There is no server, or no file.
    case incomplete
    /// A character must be written as `%` with two digits.
    case character
  }

  private static let schemes = ["https://", "http://", "ftp://"]

  /// Reads an address.
  public init(parsing text: String) throws(Problem) {
    let lower = text.lowercased()
    guard let scheme = Self.schemes.first(where: lower.hasPrefix) else { throw .scheme }
    let rest = text.dropFirst(scheme.count)
    let server = rest.prefix { !"/?#".contains($0) }
    if server.contains("@") { throw .login }
    guard text.utf8.allSatisfy(Self.isAllowed) else { throw .character }
    guard !server.isEmpty, server.first != ":" else { throw .incomplete }
    description = text
    guard !fileName.isEmpty else { throw .incomplete }
  }

  /// RFC 3986, 2: unreserved and reserved characters, and `%`.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
  }

  /// The last part of its path; empty if the path ends with a slash.
  public var fileName: String {
    let start = description.firstRange(of: "://")?.upperBound ?? description.startIndex
    let path = description[start...].prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[parts.count - 1]) : ""
  }

  /// The name in the Nix store, if fetchurl's own choice, what follows the last slash, is not one.
  var storeName: String? {
    let own = description.split(separator: "/").last ?? ""
    if StorePath.isName(own) { return nil }
    let bytes = fileName.utf8.filter(StorePath.isNameByte).drop { $0 == UInt8(ascii: ".") }
    let name = String(decoding: bytes.suffix(100), as: UTF8.self)
    return StorePath.isName(name[...]) ? name : "image"
  }
}
