// The names of a set or `let`: nothing twice, and no computed names where none can be.

extension Parser {
  /// Checks the names of the bindings that were read since the innermost construct was opened.
  mutating func checkNames() {
    let frame = top
    names.removeAll()
    var repeats = false
    var index = nodes.count - 1
    while index >= Int(frame.start) {
      let node = nodes[index]
      switch node.kind {
      case .binding:
        let token = tokens[Int(node.first)]
        if token.kind == .identifier || token.kind == .orKeyword {
          if names.insert(Int(token.start)..<Int(token.end), of: lexer.bytes) != nil {
            repeats = true
          }
        } else {
          repeats = checkName(of: node, at: index, isInLet: frame.kind == .letIn) || repeats
        }
      case .inherit: repeats = checkInherited(index) || repeats
      default: break
      }
      index = Int(node.start) - 1
    }
    guard repeats else { return }
    for duplicate in AttributeMerge.duplicates(
      in: SyntaxStorage.siblings(from: Int(frame.start), in: nodes), bytes: lexer.bytes,
      tokens: tokens, nodes: nodes)
    where !isStopped && !diagnostics.contains(where: { $0.range == duplicate.range }) {
      report(.duplicateAttribute(duplicate.path, at: duplicate.range, first: duplicate.first))
    }
  }

  /// Checks the first name of a binding that is not bare; whether it may be there already.
  private mutating func checkName(
    of node: SyntaxStorage.Node, at index: Int, isInLet: Bool
  ) -> Bool {
    let path = Int(nodes[index - 1].start) - 1
    let name = SyntaxStorage.children(of: path, in: nodes)[0]
    if let text = NameText.plain(name, tokens, nodes) {
      return names.insert(Int(text.start)..<Int(text.end), of: lexer.bytes) != nil
    }
    if NameText.fixed(name, lexer.bytes, tokens, nodes) != nil { return true }
    // Nix minds the first name only: `let a.${b} = 1; in a` computes a name of the set `a`.
    if isInLet { report(.computedName(in: "a let", at: range(of: nodes[name]))) }
    return false
  }

  private mutating func checkInherited(_ index: Int) -> Bool {
    var repeats = false
    for name in SyntaxStorage.children(of: index, in: nodes)
    where nodes[name].kind != .inheritSource {
      if let text = NameText.plain(name, tokens, nodes) {
        if names.insert(Int(text.start)..<Int(text.end), of: lexer.bytes) != nil { repeats = true }
      } else if NameText.fixed(name, lexer.bytes, tokens, nodes) != nil {
        repeats = true
      } else {
        report(.computedName(in: "an inherit", at: range(of: nodes[name])))
      }
    }
    return repeats
  }
}
