/// The arrays of a syntax tree. Tokens are in the order of the text, nodes behind their children
/// (postorder), so that a tree is built without moving anything, and folded without recursion.
struct SyntaxStorage: Sendable {
  /// The text, and zeros behind it: see ``padding``.
  var bytes: [UInt8]
  var tokens: [SyntaxToken] = []
  var nodes: [Node] = []
  /// The tokens that have comments or blank lines before them, in order.
  var marks: [UInt32] = []
  /// Whether it was made of an expression: line breaks in texts mean nothing then.
  var isBuilt = false

  /// How many zeros stand after the text, so that looking ahead needs no check.
  static let padding = 8

  /// 16 bytes: a tree has about as many nodes as words.
  struct Node: Hashable, Sendable, BitwiseCopyable {
    /// The index of the first node of the subtree.
    var start: UInt32
    /// The first token.
    var first: UInt32
    /// The last token.
    var last: UInt32
    var kind: SyntaxKind
  }

  /// How many bytes the text has.
  var count: Int { bytes.count - Self.padding }

  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Tokens = UnsafeBufferPointer<SyntaxToken>
  typealias Nodes = UnsafeBufferPointer<Node>

  /// The arrays of a tree as buffers, as long as something else keeps them.
  struct Views {
    var bytes: Bytes
    var tokens: Tokens
    var nodes: Nodes
    var marks: UnsafeBufferPointer<UInt32>
    var isBuilt: Bool
  }

  func withViews<Result>(_ body: (Views) -> Result) -> Result {
    withBuffers { bytes, tokens, nodes in
      marks.withUnsafeBufferPointer { marks in
        body(Views(bytes: bytes, tokens: tokens, nodes: nodes, marks: marks, isBuilt: isBuilt))
      }
    }
  }

  /// Gives the arrays as buffers, which nobody counts references to.
  func withBuffers<Result>(_ body: (Bytes, Tokens, Nodes) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      tokens.withUnsafeBufferPointer { tokens in
        nodes.withUnsafeBufferPointer { nodes in body(bytes, tokens, nodes) }
      }
    }
  }
}

/// A token: its kind, and where it is. The text has its content.
///
/// A string is several tokens: the quotes, the texts between interpolations as they were written,
/// and the tokens of the interpolations.
public struct SyntaxToken: Hashable, Sendable, BitwiseCopyable {
  /// The offset of the first byte.
  public var start: UInt32
  /// The offset after the last byte.
  public var end: UInt32
  /// Its kind.
  public var kind: TokenKind

  /// Where it is.
  public var range: SourceRange { SourceRange(start: start, end: end) }
}

extension SyntaxStorage {
  /// The children of a node, in the order of the text.
  static func children(of node: Int, in nodes: Nodes) -> [Int] {
    siblings(from: Int(nodes[node].start), to: node, in: nodes)
  }

  /// The same of the node of an array.
  static func children(of node: Int, in nodes: [Node]) -> [Int] {
    nodes.withUnsafeBufferPointer { children(of: node, in: $0) }
  }

  /// The first child of a node that has children.
  static func firstChild(of node: Int, in nodes: Nodes) -> Int {
    var index = node - 1
    while Int(nodes[index].start) > Int(nodes[node].start) { index = Int(nodes[index].start) - 1 }
    return index
  }

  /// The nodes from one on that are in no other of them, in the order of the text.
  static func siblings(from start: Int, to end: Int? = nil, in nodes: Nodes) -> [Int] {
    var result: [Int] = []
    var index = (end ?? nodes.count) - 1
    while index >= start {
      result.append(index)
      index = Int(nodes[index].start) - 1
    }
    result.reverse()
    return result
  }
}
