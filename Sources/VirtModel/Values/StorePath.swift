import NixAST

/// A file in the Nix store: `/nix/store/<hash>-<name>`, or below that.
///
/// A text has no context: Nix would neither copy the file with the host nor keep it from being
/// collected. `builtins.storePath` gives it one, but not in pure evaluation, which flakes are;
/// `builtins.appendContext` does both (Nix Reference Manual, "String context").
struct StorePath {
  private static let store = "/nix/store/"

  /// The path of the store object.
  let object: String
  private let path: AbsolutePath

  /// Nil for a path that is not in the store, or not valid.
  init?(_ path: AbsolutePath) {
    let text = path.description
    guard text.hasPrefix(Self.store) else { return nil }
    let name = text.dropFirst(Self.store.utf8.count).prefix { $0 != "/" }
    let hash = name.prefix(32)
    guard hash.utf8.count == 32, hash.utf8.allSatisfy(Self.digits.contains),
      name.dropFirst(32).first == "-", name.utf8.count > 33,
      name.utf8.dropFirst(33).allSatisfy(Self.isNameByte)
    else { return nil }
    object = Self.store + name
    self.path = path
  }

  /// Whether a path is in the store, rightly or not.
  static func isInStore(_ path: AbsolutePath) -> Bool {
    (path.description + "/").hasPrefix(store)
  }

  /// The digits of Nix's base 32, which has no e, o, t and u.
  static let digits = Array("0123456789abcdfghijklmnpqrsvwxyz".utf8)
  private static let others = Set("+?=".utf8)

  /// Whether a name may have a byte.
  static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isNameByte(byte) || others.contains(byte)
  }

  /// Whether a text can be the name of a store object.
  static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 211 && text.utf8.first != UInt8(ascii: ".")
      && text.utf8.allSatisfy(isNameByte)
  }

  /// The text with its context.
  var expr: Expr {
    let context: Expr = .set {
      Attrpath(AttrName(object)) => .set { "path" => true }
    }
    return Expr.variable("builtins")["appendContext"](.str(path.description), context)
  }
}
