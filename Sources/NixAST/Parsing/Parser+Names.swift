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
          if insert(token) { repeats = true }
        } else {
          repeats = checkName(at: index, isInLet: frame.kind == .letIn) || repeats
        }
      case .inherit: repeats = checkInherited(index) || repeats
      default: break
      }
      index = Int(node.start) - 1
    }
    let start = Int(frame.start)
    if repeats,
      !PathSet.differ(from: start, to: nodes.count, lexer.bytes, tokens.view, nodes.view)
    {
      reportDuplicates(from: start)
    }
  }

  private mutating func reportDuplicates(from start: Int) {
    for duplicate in AttributeMerge.duplicates(
      in: SyntaxStorage.siblings(from: start, in: nodes.view), bytes: lexer.bytes,
      tokens: tokens.view, nodes: nodes.view)
    where !isStopped && !diagnostics.contains(where: { $0.range == duplicate.range }) {
      report(.duplicateAttribute(duplicate.path, at: duplicate.range, first: duplicate.first))
    }
  }

  /// Whether a name is there already.
  @inline(__always)
  private mutating func insert(_ name: SyntaxToken) -> Bool {
    names.insert(Int(name.start)..<Int(name.end), of: lexer.bytes) != nil
  }

  /// Checks the first name of a binding that is not bare; whether it may be there already.
  private mutating func checkName(at index: Int, isInLet: Bool) -> Bool {
    let path = Int(nodes[index - 1].start) - 1
    let name = SyntaxStorage.firstChild(of: path, in: nodes.view)
    if let text = NameText.plain(name, tokens.view, nodes.view) { return insert(text) }
    if NameText.fixed(name, lexer.bytes, tokens.view, nodes.view) != nil { return true }
    // Nix minds the first name only: `let a.${b} = 1; in a` computes a name of the set `a`.
    if isInLet { report(.computedName(in: "a let", at: range(of: nodes[name]))) }
    return false
  }

  private mutating func checkInherited(_ index: Int) -> Bool {
    var repeats = false
    var name = index - 1
    while name >= Int(nodes[index].start) {
      defer { name = Int(nodes[name].start) - 1 }
      if nodes[name].kind == .inheritSource { continue }
      if let text = NameText.plain(name, tokens.view, nodes.view) {
        if insert(text) { repeats = true }
      } else if NameText.fixed(name, lexer.bytes, tokens.view, nodes.view) != nil {
        repeats = true
      } else {
        report(.computedName(in: "an inherit", at: range(of: nodes[name])))
      }
    }
    return repeats
  }
}
