/// Makes expressions of a syntax tree. Nodes come after their children, so it is one pass over an
/// array, with a stack of what is not in anything yet, and no recursion.
struct Lowering: ~Copyable {
  let bytes: SyntaxStorage.Bytes
  let tokens: SyntaxStorage.Tokens
  let nodes: SyntaxStorage.Nodes
  var trivia: TriviaClaims
  private var names = NameCache()
  var exprs = MoveStack<Expr>()
  /// How deep each of them is, and how long the chains in it are.
  var heights = Stack<Height>()
  var bindings = MoveStack<Draft>()
  var bindingHeights = Stack<Height>()
  var formals = MoveStack<Formal>()
  var formalHeights = Stack<Height>()
  /// The parameter of the lambda whose body comes next.
  var params = MoveStack<Param>()
  var paramHeights = Stack<Height>()

  struct Height: BitwiseCopyable {
    var depth: Int32 = 0
    var chain: Int32 = 0

    /// The height of what it is in.
    var deeper: Height { Height(depth: depth + 1, chain: chain) }

    @inline(__always)
    mutating func include(_ other: Height) {
      depth = max(depth, other.depth)
      chain = max(chain, other.chain)
    }
  }

  /// The file of a tree without errors, or the reason why there is none.
  static func file(
    _ bytes: SyntaxStorage.Bytes, _ tokens: SyntaxStorage.Tokens, _ nodes: SyntaxStorage.Nodes,
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
    return .success(NixFile(header: header, lowering.pop(), footer: footer))
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

  /// The text of a token that is a name.
  @inline(__always)
  mutating func name(_ token: UInt32) -> String { names.text(tokens[Int(token)], bytes) }

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

  @inline(__always)
  mutating func push(_ expr: consuming Expr, _ height: Height) {
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
    for index in heights.count - count..<heights.count { height.include(heights[index]) }
    height.depth += 1
    return height
  }

  /// Takes the last heights, and gives the height of what holds them.
  mutating func takeHeights(_ count: Int) -> Height {
    let height = height(ofLast: count)
    heights.cut(to: heights.count - count)
    return height
  }

  // MARK: - Nodes

  /// Makes what a node is; a diagnostic if it is too deep.
  private mutating func lower(_ index: Int) -> Diagnostic? {
    let node = nodes[index]
    switch node.kind {
    case .variable:
      let token = tokens[Int(node.first)]
      let name = Identifier(unchecked: name(node.first))
      push(.variable(Variable(name, range: token.range)), Height())
    case .integer, .float, .uri, .searchPath: literal(node)
    case .string, .indentedString, .path: string(index)
    case .list, .attrSet, .legacyLet: collection(index)
    case .binding, .inherit: binding(index)
    case .select, .hasAttr: selection(index)
    case .apply: apply(index)
    case .negate, .not:
      let height = height(ofLast: 1)
      let operation = UnaryOperation(
        node.kind == .negate ? .negate : .not, pop(), range: range(node))
      push(.unary(operation), height)
    case .binary: binary(index)
    case .lambda: lambda(index)
    case .formal: formal(index)
    case .pattern: pattern(index)
    case .letIn, .with, .assert, .ifElse: scope(index)
    case .parenthesized: heights.top.depth += 1
    // The construct that these are in takes them.
    case .name, .attrpath, .ellipsis, .patternName, .interpolation, .inheritSource, .file, .error:
      break
    }
    // Parts do not count for the height of expressions before them.
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
