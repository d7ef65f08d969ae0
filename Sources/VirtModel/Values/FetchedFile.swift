import NixAST

/// A file that Nix fetches when the host is built, and checks.
public struct FetchedFile: Hashable, Sendable {
  /// Where it is.
  public let url: WebAddress
  /// Its hash.
  public let hash: FileHash

  /// A file at an address.
  public init(url: WebAddress, hash: FileHash) {
    self.url = url
    self.hash = hash
  }

  /// The set of a description, in Nix.
  package var source: String {
    let set = Expr.set {
      "url" => .str(url.description)
      "hash" => .str(hash.description)
    }
    // It has neither NUL nor depth, which could keep it from being written.
    return (try? set.rendered()) ?? ""
  }

  /// The derivation.
  var expr: Expr {
    Expr.variable("pkgs")["fetchurl"](
      .set {
        if let name = url.storeName { "name" => .str(name) }
        "url" => .str(url.description)
        "hash" => .str(hash.description)
      })
  }
}
