/// Makes expressions of a syntax tree. Nodes come after their children, so it is one pass over an
/// array, with a stack of what is not in anything yet, and no recursion.
struct Lowering {
  let bytes: UnsafeBufferPointer<UInt8>
  let tokens: [SyntaxToken]
  let nodes: [SyntaxStorage.Node]
  var trivia: TriviaClaims
  var exprs: [Expr] = []
  /// How deep each of them is, and how long the chains in it are.
  var heights: [Height] = []
  var bindings: [Binding] = []
  var bindingHeights: [Height] = []
  var names: [AttrName] = []
  var paths: [Attrpath] = []
  var pathHeights: [Height] = []
  var formals: [Formal] = []
  var formalHeights: [Height] = []
  /// The parameter of the lambda whose body comes next.
  var params: [Param] = []
  var paramHeights: [Height] = []

  struct Height {
    var depth: Int32 = 0
    var chain: Int32 = 0
    /// Of an attribute path: how many names are behind the first.
    var names: Int32 = 0

    /// The height of what it is in.
    var deeper: Height { Height(depth: depth + 1, chain: chain) }

    mutating func include(_ other: Height) {
      depth = max(depth, other.depth)
      chain = max(chain, other.chain)
    }
  }

  /// The file of a tree without errors, or the reason why there is none.
  static func file(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [SyntaxToken], _ nodes: [SyntaxStorage.Node],
    _ marks: [UInt32]
  ) -> Result<NixFile, Diagnostic> {
    var lowering = Lowering(
      bytes: bytes, tokens: tokens, nodes: nodes,
      trivia: TriviaClaims(bytes, tokens, marks))
    for index in nodes.indices {
      if let diagnostic = lowering.lower(index) { return .failure(diagnostic) }
    }
    let header = lowering.trivia.header()
    let footer = lowering.trivia.footer()
    return .success(NixFile(header: header, lowering.exprs[0], footer: footer))
  }

  // MARK: - Text

  @inline(__always)
  func range(_ node: SyntaxStorage.Node) -> SourceRange {
    SourceRange(start: tokens[Int(node.first)].start, end: tokens[Int(node.last)].end)
  }

  @inline(__always)
  func text(_ token: SyntaxToken) -> String {
    String(
      decoding: UnsafeBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)]),
      as: UTF8.self)
  }

  // MARK: - The stacks

  /// The number of children of a node.
  func childCount(_ node: Int) -> Int {
    var count = 0
    var index = node - 1
    while index >= Int(nodes[node].start) {
      count += 1
      index = Int(nodes[index].start) - 1
    }
    return count
  }

  mutating func push(_ expr: Expr, _ height: Height) {
    exprs.append(expr)
    heights.append(height)
  }

  mutating func pop() -> Expr {
    heights.removeLast()
    return exprs.removeLast()
  }

  /// The height of what holds the last expressions.
  func height(ofLast count: Int) -> Height {
    var height = Height()
    for inner in heights[(heights.count - count)...] { height.include(inner) }
    height.depth += 1
    return height
  }

  /// Replaces the last expressions by one that they are in.
  mutating func replace(_ count: Int, with expr: Expr) {
    let height = height(ofLast: count)
    exprs.removeLast(count)
    heights.removeLast(count)
    push(expr, height)
  }

  // MARK: - Nodes

  /// Makes what a node is; a diagnostic if it is too deep.
  private mutating func lower(_ index: Int) -> Diagnostic? {
    let node = nodes[index]
    switch node.kind {
    case .variable:
      let token = tokens[Int(node.first)]
      push(
        .variable(Variable(Identifier(unchecked: text(token)), range: token.range)), Height())
    case .integer, .float, .uri, .searchPath: literal(node)
    case .string, .indentedString, .path: string(index)
    case .list, .attrSet, .legacyLet: collection(index)
    case .name: names.append(AttrName(text(tokens[Int(node.first)]), range: range(node)))
    case .attrpath: attrpath(index)
    case .binding, .inherit: binding(index)
    case .select, .hasAttr: selection(index)
    case .apply: apply(index)
    case .negate, .not:
      let operation = UnaryOperation(
        node.kind == .negate ? .negate : .not, exprs[exprs.count - 1], range: range(node))
      replace(1, with: .unary(operation))
    case .binary: binary(index)
    case .lambda, .pattern, .formal, .ellipsis, .patternName: function(index)
    case .letIn, .with, .assert, .ifElse: scope(index)
    case .parenthesized: heights[heights.count - 1].depth += 1
    case .interpolation, .inheritSource, .file, .error: break
    }
    // Names on the stack do not count for the height of expressions before them.
    guard node.kind.isExpression, let height = heights.last else { return nil }
    if height.depth > Expr.maximumDepth {
      return .nestingTooDeep(Expr.maximumDepth, at: tokens[Int(node.first)].range)
    }
    if height.chain >= Expr.maximumChain {
      let range = tokens[Int(node.first)].range
      return node.kind == .ifElse
        ? .tooManyBranches(Expr.maximumChain, at: range)
        : .chainTooLong(Expr.maximumChain, at: range)
    }
    return nil
  }
}
