/// A file of Nix as it was written: every byte, every comment, every parenthesis, with its place.
///
/// A tree is made of any text, broken ones included: what is no Nix is a node of the kind
/// ``SyntaxKind/error``, and ``diagnostics`` say what is wrong. It is a few arrays of tokens and nodes,
/// five times the size of the text.
///
/// ```swift
/// let tree = SyntaxTree(parsing: "{ a = 1; }")
/// tree.text == "{ a = 1; }"  // always
/// ```
public struct SyntaxTree: Sendable {
  let storage: SyntaxStorage
  /// The same for copies of a tree, and for no other: nodes know their tree by it.
  let identity = TreeIdentity()
  /// The diagnostics of the text, in its order.
  public let diagnostics: [Diagnostic]

  init(storage: SyntaxStorage, diagnostics: [Diagnostic]) {
    self.storage = storage
    self.diagnostics = diagnostics
  }

  /// Whether a node is one of this tree. A tree that an edit gives is another one, and has nodes of its own.
  public func contains(_ node: SyntaxNode) -> Bool { node.tree.identity === identity }

  /// The bytes of the text.
  public var bytes: ArraySlice<UInt8> { storage.bytes[..<storage.count] }

  /// The text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The tokens in the order of the text, the last of the kind ``TokenKind/endOfFile``. What is between
  /// them is white space and comments. Empty for a text that cannot be read, for instance one that
  /// is no UTF-8.
  public var tokens: [SyntaxToken] { storage.tokens }
}

final class TreeIdentity: Sendable {}
