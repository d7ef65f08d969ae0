// Selections, operations, functions, scopes.

extension Lowering {
  mutating func selection(_ index: Int) {
    let node = nodes[index]
    let isTest = node.kind == .hasAttr
    var child = index - 1
    var height = Height()
    var fallback: Expr?
    if nodes[child].kind != .attrpath {
      fallback = pop(&height)
      child = Int(nodes[child].start) - 1
    }
    let path = takePath(child, &height)
    var inner = Height()
    let base = pop(&inner)
    // A chain of tests is one level, however long it is.
    if isTest, nodes[Int(nodes[child].start) - 1].kind == .hasAttr { inner.depth -= 1 }
    height.include(inner)
    height.depth += 1
    if isTest { height.chain += 1 }
    let range = range(node)
    push(
      isTest
        ? .hasAttr(HasAttr(base, path, range: range))
        : .select(Select(base, path, default: fallback, range: range)),
      height)
  }

  mutating func apply(_ index: Int) {
    let count = childCount(index)
    let height = takeHeights(count)
    let arguments = exprs.take(count - 1)
    let apply = Apply(unchecked: exprs.removeLast(), to: arguments, range: range(nodes[index]))
    push(.apply(apply), height)
  }

  mutating func binary(_ index: Int) {
    let node = nodes[index]
    let right = nodes[index - 1]
    let left = nodes[Int(right.start) - 1]
    let op = tokens[Int(left.last) + 1].kind.operatorRow?.op ?? .add
    var height = height(ofLast: 2)
    // A chain is one level, however long it is.
    if left.kind == .binary || right.kind == .binary { height.depth -= 1 }
    height.chain += 1
    let rightExpr = pop()
    let operation = BinaryOperation(pop(), op, rightExpr, range: range(node))
    push(.binary(operation), height)
  }

  // MARK: - Functions

  mutating func formal(_ index: Int) {
    let node = nodes[index]
    var height = Height()
    let value: Expr? = node.start == UInt32(index - 1) ? Expr?.none : pop(&height)
    formals.append(Formal(identifier(node.first), default: value, range: range(node)))
    formalHeights.append(height)
  }

  /// The identifier that a token is.
  private mutating func identifier(_ token: UInt32) -> Identifier {
    Identifier(unchecked: name(token))
  }

  mutating func pattern(_ index: Int) {
    let node = nodes[index]
    let children = SyntaxStorage.children(of: index, in: nodes)
    let items = children.filter { nodes[$0].kind == .formal }
    var pattern = Pattern(formals.take(items.count), range: range(node))
    var height = Height()
    let start = formalHeights.count - items.count
    for index in start..<formalHeights.count { height.include(formalHeights[index]) }
    formalHeights.cut(to: start)
    pattern.hasEllipsis = children.contains { nodes[$0].kind == .ellipsis }
    if let bind = children.first(where: { nodes[$0].kind == .patternName }) {
      pattern.bind = identifier(nodes[bind].first)
      pattern.bindsBehind = bind != children[0] || nodes[bind].first != node.first
    }
    formalTrivia(&pattern, node, items)
    params.append(.pattern(pattern))
    paramHeights.append(height)
  }

  private mutating func formalTrivia(
    _ pattern: inout Pattern, _ node: SyntaxStorage.Node, _ items: [Int]
  ) {
    var gaps = trivia.take(after: node.first, through: node.last)
    if gaps.isEmpty { return }
    var next = 0
    for (position, child) in items.enumerated() {
      let (first, last) = (nodes[child].first, nodes[child].last)
      let comma = tokens[Int(last) + 1].kind == .comma ? last + 1 : last
      var before: [Trivium] = []
      var after: String?
      while next < gaps.count, gaps[next].token <= comma {
        if gaps[next].token == comma, comma > last { after = gaps[next].takeTrailing() }
        before += gaps[next].token == first ? gaps[next].all : gaps[next].all.comments
        next += 1
      }
      if next < gaps.count, gaps[next].token == comma + 1 {
        let behind = gaps[next].takeTrailing()
        if behind != nil, let first = after { before.append(.comment(first)) }
        after = behind ?? after
      }
      pattern.formals[position].trivia = ItemTrivia(before: before, after: after)
    }
    pattern.closing = gaps[next...].flatMap(\.all)
  }

  mutating func lambda(_ index: Int) {
    let node = nodes[index]
    let param = Int(nodes[index - 1].start) - 1
    var height = height(ofLast: 1)
    let kind: Param
    if nodes[param].kind == .pattern {
      kind = params.removeLast()
      height.include(paramHeights.removeLast().deeper)
    } else {
      kind = .identifier(identifier(nodes[param].first))
    }
    push(.lambda(Lambda(kind, body: pop(), range: range(node))), height)
  }

  // MARK: - Scopes

  mutating func scope(_ index: Int) {
    let node = nodes[index]
    let range = range(node)
    switch node.kind {
    case .letIn:
      var height = height(ofLast: 1)
      let body = pop()
      let last = Int(nodes[index - 1].start) - 1
      let closing = last >= Int(node.start) ? nodes[last].last + 1 : node.first + 1
      let taken = takeBindings(
        childCount(index) - 1, before: last + 1, node.first, closing: closing)
      height.include(taken.height.deeper)
      push(
        .letIn(LetIn(taken.bindings, in: body, closing: taken.closing, range: range)), height)
    case .with, .assert:
      let height = height(ofLast: 2)
      let body = pop()
      let first = pop()
      push(
        node.kind == .with
          ? .with(With(first, body, range: range)) : .assert(Assert(first, body, range: range)),
        height)
    default:
      var height = height(ofLast: 3)
      if nodes[index - 1].kind == .ifElse {
        height.depth -= 1
        height.chain += 1
      }
      let otherwise = pop()
      let then = pop()
      push(.ifElse(IfElse(pop(), then: then, else: otherwise, range: range)), height)
    }
  }
}
