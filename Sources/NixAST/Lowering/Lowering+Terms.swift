// Literals, strings, names, collections.

extension Lowering {
  mutating func literal(_ node: SyntaxStorage.Node) {
    let token = tokens[Int(node.first)]
    switch node.kind {
    case .integer:
      push(
        .integer(IntegerLiteral(magnitude: Int64(text(token)) ?? 0, range: token.range)), Height())
    case .float:
      let value = NumberText.double(text(token)) ?? 0
      guard let literal = FloatLiteral(value, range: token.range) else { return }
      push(.float(literal), Height())
    case .uri: push(.string(Str(text(token), form: .quoted, range: token.range)), Height())
    default:
      let name = String(text(token).dropFirst().dropLast())
      push(.searchPath(SearchPath(unchecked: name, range: token.range)), Height())
    }
  }

  // MARK: - Strings

  /// A string or path; as the name of an attribute it is taken from the stack again.
  mutating func string(_ index: Int) {
    let node = nodes[index]
    let range = range(node)
    if node.kind == .string, node.start == UInt32(index), node.last - node.first <= 2 {
      // Nearly all strings are one text.
      let text = node.last - node.first == 1 ? "" : quotedText(tokens[Int(node.first) + 1])
      return push(.string(Str(text, form: .quoted, range: range)), Height())
    }
    let count = childCount(index)
    let height = count == 0 ? Height() : takeHeights(count)
    let parts = parts(of: node, interpolations: Self.take(count, from: &exprs))
    switch node.kind {
    case .path: push(.path(PathLiteral(unchecked: Str.normalized(parts), range: range)), height)
    case .string: push(.string(Str(unchecked: parts, form: .quoted, range: range)), height)
    default: push(.string(Str(unchecked: parts, form: .indented, range: range)), height)
    }
  }

  private func quotedText(_ token: SyntaxToken) -> String {
    let bytes = bytes[Int(token.start)..<Int(token.end)]
    guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r") }) else {
      return String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self)
    }
    var text: [UInt8] = []
    StringValue.appendQuoted(bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func parts(of node: SyntaxStorage.Node, interpolations: [Expr]) -> [StrPart] {
    var next = 0
    func interpolation(_: Int) -> StrPart {
      defer { next += 1 }
      return .interpolation(interpolations[next])
    }
    let isPath = node.kind == .path
    let inner = tokens[Int(node.first) + (isPath ? 0 : 1)..<Int(node.last) + (isPath ? 1 : 0)]
    if node.kind == .indentedString {
      return StringValue.indented(inner, bytes, interpolation: interpolation)
    }
    var parts: [StrPart] = []
    var index = inner.startIndex
    while index < inner.endIndex {
      switch inner[index].kind {
      case .interpolation:
        parts.append(interpolation(index))
        index = StringValue.endOfInterpolation(index, inner)
      case .stringText:
        parts.append(.text(quotedText(inner[index])))
        index += 1
      default:
        parts.append(.text(text(inner[index])))
        index += 1
      }
    }
    return parts
  }

  // MARK: - Names

  mutating func attrpath(_ index: Int) {
    var height = Height()
    let count = childCount(index)
    // Each name behind the first is a set in another.
    height.names = Int32(truncatingIfNeeded: count) - 1
    var child = index - 1
    let rest = takeNames(count - 1, &child, &height)
    paths.append(Attrpath(takeName(child, &height), rest))
    pathHeights.append(height)
  }

  /// Takes the last names from the stacks, up to a child, which becomes the one before them.
  private mutating func takeNames(
    _ count: Int, _ child: inout Int, _ height: inout Height
  ) -> [AttrName] {
    if count == 0 { return [] }
    var result: [AttrName] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      result.append(takeName(child, &height))
      child = Int(nodes[child].start) - 1
    }
    if count > 1 { result.reverse() }
    return result
  }

  /// Takes a name: a bare one, a string or an interpolation.
  @inline(__always)
  private mutating func takeName(_ child: Int, _ height: inout Height) -> AttrName {
    let node = nodes[child]
    if node.kind == .name { return names.removeLast() }
    let expr = pop(&height)
    if node.kind == .string, case .string(let string) = expr {
      return AttrName(quoted: string, range: range(node))
    }
    return AttrName(dynamic: expr, range: range(node))
  }

  /// Takes an expression that goes into something that is none, and notes its height.
  mutating func pop(_ height: inout Height) -> Expr {
    height.include(heights.top)
    return pop()
  }

  // MARK: - Bindings

  mutating func binding(_ index: Int) {
    let node = nodes[index]
    var height = Height()
    if node.kind == .binding {
      let value = pop(&height)
      let path = pathHeights.removeLast()
      height.depth += path.names
      height.include(path)
      bindingHeights.append(height)
      return bindings.append(
        .attr(AttrpathValue(paths.removeLast(), value, range: range(node))))
    }
    var count = childCount(index)
    let hasSource =
      count > 0
      && nodes[SyntaxStorage.firstChild(of: index, in: nodes)].kind == .inheritSource
    if hasSource { count -= 1 }
    var child = index - 1
    let names = takeNames(count, &child, &height).map { name in
      Inherit.Name(name.fixed ?? "", isQuoted: name.isQuoted, range: name.range)
    }
    let source: Expr? = hasSource ? pop(&height) : Expr?.none
    bindings.append(.inherit(Inherit(names, from: source, range: range(node))))
    bindingHeights.append(height)
  }

  /// Takes the bindings that are children of a node, with their comments.
  mutating func takeBindings(
    _ node: SyntaxStorage.Node, _ children: [Int], closing: UInt32
  ) -> (bindings: [Binding], closing: [Trivium], height: Height) {
    let start = bindingHeights.count - children.count
    var result = Self.take(children.count, from: &bindings)
    var height = Height()
    for index in start..<bindingHeights.count { height.include(bindingHeights[index]) }
    bindingHeights.cut(to: start)
    let end = trivia(of: children, closing: closing) { result[$0].trivia = $1 }
    return (result, end, height)
  }

  // MARK: - Lists and sets

  mutating func collection(_ index: Int) {
    let node = nodes[index]
    let children = SyntaxStorage.children(of: index, in: nodes)
    let range = range(node)
    if node.kind == .list {
      let height = children.isEmpty ? Height(depth: 1) : takeHeights(children.count)
      var elements = takeElements(children.count)
      let closing = trivia(of: children, closing: node.last) { elements[$0].trivia = $1 }
      return push(.list(List(elements, closing: closing, range: range)), height)
    }
    var (bindings, closing, height) = takeBindings(node, children, closing: node.last)
    height.depth += 1
    switch tokens[Int(node.first)].kind {
    case .letKeyword:
      push(.legacyLet(LegacyLet(bindings, closing: closing, range: range)), height)
    case let first:
      let set = AttrSet(
        bindings, isRecursive: first == .recKeyword, closing: closing, range: range)
      push(.attrSet(set), height)
    }
  }

  /// Takes the last expressions as elements of a list.
  private mutating func takeElements(_ count: Int) -> [List.Element] {
    if count == 0 { return [] }
    if count == 1 { return [List.Element(exprs.removeLast())] }
    return [List.Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      var index = count
      while index > 0 {
        index -= 1
        buffer.initializeElement(at: index, to: List.Element(exprs.removeLast()))
      }
      initialized = count
    }
  }

  /// Gives the comments in a node to its items and its closing token.
  private mutating func trivia(
    of children: [Int], closing: UInt32,
    set: (_ item: Int, ItemTrivia) -> Void
  ) -> [Trivium] {
    // Trivia before the first item and not right before it go elsewhere.
    let first = children.first.map { nodes[$0].first } ?? closing
    var gaps = trivia.take(after: first - 1, through: closing)
    if gaps.isEmpty { return [] }
    var next = 0
    for (item, child) in children.enumerated() {
      let (first, last) = (nodes[child].first, nodes[child].last)
      var before: [Trivium] = []
      while next < gaps.count, gaps[next].token <= last {
        before += gaps[next].token == first ? gaps[next].all : gaps[next].all.comments
        next += 1
      }
      var after: String?
      if next < gaps.count, gaps[next].token == last + 1 { after = gaps[next].takeTrailing() }
      if !before.isEmpty || after != nil { set(item, ItemTrivia(before: before, after: after)) }
    }
    return gaps[next...].flatMap(\.all)
  }
}
