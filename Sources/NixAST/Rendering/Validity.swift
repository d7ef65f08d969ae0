/// Looks for names that come twice where they must not, which no type rules out, in the tree of an
/// expression.
enum Validity {
  /// Looks for attributes that are bound twice, and for arguments that are named twice.
  static func checkNames(in tree: SyntaxStorage.Views) throws(InvalidExpr) {
    let (bytes, tokens, nodes) = (tree.bytes, tree.tokens, tree.nodes)
    var names = NameSet()
    for (index, node) in nodes.enumerated() {
      switch node.kind {
      case .pattern:
        if let name = repeated(index, &names, bytes, tokens, nodes) {
          throw InvalidExpr(message: "the argument \(text(name, bytes)) is named twice")
        }
      case .attrSet, .letIn, .legacyLet:
        guard repeated(index, &names, bytes, tokens, nodes) != nil,
          !PathSet.differ(from: Int(node.start), to: index, bytes, tokens, nodes)
        else { continue }
        let duplicates = AttributeMerge.duplicates(
          in: SyntaxStorage.children(of: index, in: nodes), bytes: bytes, tokens: tokens,
          nodes: nodes)
        if let first = duplicates.first {
          throw InvalidExpr(message: "the attribute \(first.path) is defined twice")
        }
      default: continue
      }
    }
  }

  private static func text(_ token: SyntaxToken, _ bytes: SyntaxStorage.Bytes) -> String {
    String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  /// A name of a pattern, or a first name in a set or `let`, that comes twice.
  private static func repeated(
    _ set: Int, _ names: inout NameSet, _ bytes: SyntaxStorage.Bytes,
    _ tokens: SyntaxStorage.Tokens, _ nodes: SyntaxStorage.Nodes
  ) -> SyntaxToken? {
    names.removeAll()
    var item = set - 1
    while item >= Int(nodes[set].start) {
      let node = nodes[item]
      item = Int(node.start) - 1
      let range: Range<Int>
      switch node.kind {
      case .binding:
        // The text of a name in quotes is behind the quotes.
        let first = Int(node.first)
        let isQuoted = tokens[first].kind == .quote
        range = first + (isQuoted ? 1 : 0)..<first + (isQuoted ? 2 : 1)
      case .formal, .patternName: range = Int(node.first)..<Int(node.first) + 1
      case .inherit: range = Int(node.first) + 1..<Int(node.last)
      default: continue
      }
      for index in range {
        let token = tokens[index]
        guard token.kind == .identifier || token.kind == .stringText else { continue }
        if names.insert(Int(token.start)..<Int(token.end), of: bytes) != nil { return token }
      }
    }
    return nil
  }
}
