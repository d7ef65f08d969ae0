import NixAST

/// A file that a description points to: beside the description, or on the host.
///
/// A Nix path (`./disk.qcow2`) stays one in the module, where Nix copies it into the store; a string
/// that starts with `/` names a file of the host, which is used where it is; one of the Nix store
/// stays a part of the host's system. In JSON a text that starts with `./` or `../` is a Nix path.
public enum SourcePath: Hashable, Sendable {
  /// A Nix path, relative to the description.
  case relative(String)
  /// A Nix path from the root, which Nix copies into the store.
  case absolute(AbsolutePath)
  /// The name of a file of the host, which is not copied.
  case host(AbsolutePath)
  /// A file that Nix fetches.
  case fetched(FetchedFile)

  /// A path literal of a description, as written.
  init?(nixPath text: String) {
    if text.utf8.first == UInt8(ascii: "/") {
      guard let path = AbsolutePath(text) else { return nil }
      self = .absolute(path)
    } else {
      self = .relative(text)
    }
  }

  /// A string of a description.
  public init?(string text: String) {
    if let path = AbsolutePath(text) {
      self = .host(path)
    } else if text.hasPrefix("./") || text.hasPrefix("../"),
      !text.utf8.contains(where: ASCII.isControl)
    {
      self = .relative(text)
    } else {
      return nil
    }
  }

  /// The expression for it in a module. A relative path is taken from `folder`, the description's
  /// directory seen from the module's.
  func expr(from folder: String) -> Expr {
    switch self {
    case .relative(let text): .path(folder == "." ? text : "\(folder)/\(text)")
    case .absolute(let path): .path(path.description)
    case .host(let path): StorePath(path)?.expr ?? .str(path.description)
    case .fetched(let file): file.expr
    }
  }
}
