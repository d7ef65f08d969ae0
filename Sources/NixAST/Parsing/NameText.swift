/// The text of a name in an attribute path: bare, in quotes, or an interpolation of a string.
enum NameText {
  /// Where the text of a name stands that means what it says: bare, or in quotes without escapes.
  static func plain(
    _ node: Int, _ tokens: SyntaxStorage.Tokens, _ nodes: SyntaxStorage.Nodes
  ) -> SyntaxToken? {
    let first = Int(nodes[node].first)
    switch nodes[node].kind {
    case .name: return tokens[first]
    default: return nil
    }
  }

  /// The text of a name that is known, escapes resolved; nil for one that is computed.
  static func fixed(
    _ node: Int, _ bytes: SyntaxStorage.Bytes, _ tokens: SyntaxStorage.Tokens,
    _ nodes: SyntaxStorage.Nodes
  ) -> String? {
    var node = node
    // `${"a"}` and `${("a")}` are names that are known, as for Nix.
    if nodes[node].kind == .interpolation { node -= 1 }
    while nodes[node].kind == .parenthesized { node -= 1 }
    let (first, last) = (Int(nodes[node].first), Int(nodes[node].last))
    switch nodes[node].kind {
    case .name where nodes[node].first == nodes[node].last:
      return String(
        decoding: UnsafeBufferPointer(
          rebasing: bytes[Int(tokens[first].start)..<Int(tokens[first].end)]), as: UTF8.self)
    case .string where nodes[node].start == node:
      var text: [UInt8] = []
      for token in tokens[first + 1..<max(last, first + 1)] {
        StringValue.appendQuoted(bytes[Int(token.start)..<Int(token.end)], to: &text)
      }
      return String(decoding: text, as: UTF8.self)
    case .indentedString where nodes[node].start == node:
      // Without interpolations it is one text, or none.
      let parts = StringValue.indented(tokens[first + 1..<max(last, first + 1)], bytes) { _ in
        .text("")
      }
      if case .text(let text)? = parts.first { return text }
      return ""
    default: return nil
    }
  }
}
