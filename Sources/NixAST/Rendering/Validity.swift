/// Looks for what no type can rule out, before an expression is written.
struct Validity {
  /// The unchecked expressions, with their depth: no recursion, however deep they are.
  private var pending: [(expr: Expr, depth: Int)] = []
  /// The levels of what is in the present expression.
  private var depth = 0
  private var nodes = 0

  /// Checks an expression; gives the number of its parts.
  static func check(_ expr: Expr) throws(InvalidExpr) -> Int {
    var validity = Validity()
    validity.check(expr)
    while let (next, depth) = validity.pending.popLast() {
      guard depth < Expr.maximumDepth else {
        throw InvalidExpr(message: "more than \(Expr.maximumDepth) levels of nesting")
      }
      validity.nodes += 1
      validity.depth = depth + 1
      try validity.checkParts(of: next)
    }
    return validity.nodes
  }

  private mutating func check(_ expr: Expr) {
    switch expr {
    case .variable, .integer, .float, .searchPath: nodes += 1
    default: pending.append((expr, depth))
    }
  }

  private mutating func checkParts(of expr: Expr) throws(InvalidExpr) {
    switch expr {
    case .variable, .integer, .float, .searchPath: return
    case .string(let string): try check(string)
    case .path(let path): try check(path.parts)
    case .list(let list): for element in list.elements { check(element.expr) }
    case .attrSet(let set): try check(set.bindings, fixedNamesIn: nil)
    case .select(let select):
      check(select.base)
      try check(select.path)
      if let value = select.defaultValue { check(value) }
    case .hasAttr(let hasAttr):
      check(hasAttr.base)
      try check(hasAttr.path)
    case .apply(let apply):
      check(apply.function)
      for argument in apply.arguments { check(argument) }
    case .unary(let operation): check(operation.operand)
    case .binary(let operation):
      let operands = OperatorChain(operation).operands
      guard operands.count <= Expr.maximumChain else {
        throw InvalidExpr(message: "more than \(Expr.maximumChain) operators in a row")
      }
      for operand in operands { check(operand.expr) }
    case .lambda(let lambda):
      if case .pattern(let pattern) = lambda.param { try check(pattern) }
      check(lambda.body)
    case .letIn(let letIn):
      try check(letIn.bindings, fixedNamesIn: "let")
      check(letIn.body)
    case .legacyLet(let legacyLet): try check(legacyLet.bindings, fixedNamesIn: nil)
    case .with(let with):
      check(with.scope)
      check(with.body)
    case .assert(let assertion):
      check(assertion.condition)
      check(assertion.body)
    case .ifElse(var branch):
      var count = 0
      while true {
        check(branch.condition)
        check(branch.then)
        count += 1
        guard count < Expr.maximumChain else {
          throw InvalidExpr(message: "more than \(Expr.maximumChain) branches")
        }
        guard case .ifElse(let next) = branch.otherwise else { break }
        branch = next
      }
      check(branch.otherwise)
    }
  }

  private mutating func check(_ string: Str) throws(InvalidExpr) {
    guard let text = string.text else { return try check(string.parts) }
    nodes += 1
    try check(text)
  }

  private mutating func check(_ parts: [StrPart]) throws(InvalidExpr) {
    nodes += parts.count
    for part in parts {
      switch part {
      case .text(let text): try check(text)
      case .interpolation(let expr): check(expr)
      }
    }
  }

  private func check(_ text: String) throws(InvalidExpr) {
    if text.withBytes({ $0.contains(0) }) {
      throw InvalidExpr(message: "a Nix string cannot contain the character U+0000")
    }
  }

  private mutating func check(_ path: Attrpath) throws(InvalidExpr) {
    try check(path.first)
    for name in path.rest { try check(name) }
  }

  private mutating func check(_ name: AttrName) throws(InvalidExpr) {
    switch name.kind {
    case .fixed(let text): try check(text)
    case .dynamic(let expr): check(expr)
    case .interpolated(let string): try check(string)
    }
  }

  private mutating func check(
    _ bindings: [Binding], fixedNamesIn construct: String?
  ) throws(InvalidExpr) {
    for binding in bindings {
      nodes += 2
      switch binding {
      case .attr(let attr):
        if let construct, attr.path.first.fixed == nil {
          throw InvalidExpr(message: "a name in a \(construct) cannot be computed")
        }
        try check(attr.path)
        check(attr.value)
      case .inherit(let inherit):
        for name in inherit.names { try check(name.text) }
        if let source = inherit.source { check(source) }
      }
    }
  }

  private mutating func check(_ pattern: Pattern) throws(InvalidExpr) {
    var names: Set<Identifier> = []
    if let bind = pattern.bind { names.insert(bind) }
    for formal in pattern.formals {
      guard names.insert(formal.name).inserted else {
        throw InvalidExpr(message: "the argument \(formal.name) is named twice")
      }
      if let value = formal.defaultValue { check(value) }
    }
  }
}

extension Validity {
  /// Looks for attributes that are bound twice.
  static func checkNames(in tree: SyntaxStorage) throws(InvalidExpr) {
    let duplicate: String? = tree.withBuffers { bytes, tokens, nodes in
      var names = NameSet()
      for (index, node) in nodes.enumerated() {
        guard node.kind == .attrSet || node.kind == .letIn || node.kind == .legacyLet,
          repeats(index, &names, bytes, tokens, nodes),
          !PathSet.differ(from: Int(node.start), to: index, bytes, tokens, nodes)
        else { continue }
        let duplicates = AttributeMerge.duplicates(
          in: SyntaxStorage.children(of: index, in: nodes), bytes: bytes, tokens: tokens,
          nodes: nodes)
        if let first = duplicates.first { return first.path }
      }
      return nil
    }
    if let duplicate { throw InvalidExpr(message: "the attribute \(duplicate) is defined twice") }
  }

  /// Whether a first name comes twice in a set or `let`.
  private static func repeats(
    _ set: Int, _ names: inout NameSet, _ bytes: SyntaxStorage.Bytes,
    _ tokens: SyntaxStorage.Tokens, _ nodes: SyntaxStorage.Nodes
  ) -> Bool {
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
      case .inherit: range = Int(node.first) + 1..<Int(node.last)
      default: continue
      }
      for index in range {
        let token = tokens[index]
        guard token.kind == .identifier || token.kind == .stringText else { continue }
        if names.insert(Int(token.start)..<Int(token.end), of: bytes) != nil { return true }
      }
    }
    return false
  }
}
