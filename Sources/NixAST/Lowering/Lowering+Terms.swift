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

  /// A string or path; the name of an attribute, too, until its path is made.
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
    let parts = parts(of: node, interpolations: exprs.take(count))
    switch node.kind {
    case .path: push(.path(PathLiteral(unchecked: Str.normalized(parts), range: range)), height)
    case .string: push(.string(Str(unchecked: parts, form: .quoted, range: range)), height)
    default: push(.string(Str(unchecked: parts, form: .indented, range: range)), height)
    }
  }

  private func quotedText(_ token: SyntaxToken) -> String {
    let (start, end) = (Int(token.start), Int(token.end))
    let special = ByteSearch.first(
      UInt8(ascii: "\\"), UInt8(ascii: "\r"), bytes, from: start, to: end)
    if special == end { return self.text(token) }
    var text: [UInt8] = []
    StringValue.appendQuoted(bytes[start..<end], to: &text)
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

  /// Makes the path of a node, of which nothing but computed names is on the stack.
  mutating func takePath(_ index: Int, _ height: inout Height) -> Attrpath {
    var child = index - 1
    let rest = takeNames(childCount(index) - 1, &child, &height)
    return Attrpath(takeName(child, &height), rest)
  }

  /// Makes some names, the last of which is a child; that becomes the one before them.
  private mutating func takeNames(
    _ count: Int, _ child: inout Int, _ height: inout Height
  ) -> [AttrName] {
    if count == 0 { return [] }
    if count == 1 {
      defer { child = Int(nodes[child].start) - 1 }
      return [takeName(child, &height)]
    }
    var result: [AttrName] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      result.append(takeName(child, &height))
      child = Int(nodes[child].start) - 1
    }
    result.reverse()
    return result
  }

  /// Makes a name: a bare one, a string or an interpolation.
  @inline(__always)
  private mutating func takeName(_ child: Int, _ height: inout Height) -> AttrName {
    let node = nodes[child]
    if node.kind == .name {
      return AttrName(name(node.first), range: tokens[Int(node.first)].range)
    }
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
      var pathHeight = Height()
      let path = takePath(Int(nodes[index - 1].start) - 1, &pathHeight)
      // Each name after the first is a set in another.
      height.depth += Int32(truncatingIfNeeded: path.rest.count)
      height.include(pathHeight)
      bindingHeights.append(height)
      return bindings.append(.attr(AttrpathValue(path, value, range: range(node))))
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

  /// Takes the last bindings, which are the nodes before another, with the comments between two tokens.
  mutating func takeBindings(
    _ count: Int, before end: Int, _ opening: UInt32, closing: UInt32
  ) -> (bindings: [Binding], closing: [Trivium], height: Height) {
    var result = bindings.take(count)
    var height = Height()
    let start = bindingHeights.count - count
    for index in start..<bindingHeights.count { height.include(bindingHeights[index]) }
    bindingHeights.cut(to: start)
    let last = trivia(of: count, before: end, opening, closing: closing) { result[$0].trivia = $1 }
    return (result, last, height)
  }

  // MARK: - Lists and sets

  mutating func collection(_ index: Int) {
    let node = nodes[index]
    let count = childCount(index)
    let range = range(node)
    if node.kind == .list {
      let height = takeHeights(count)
      var elements = takeElements(count)
      let closing = trivia(of: count, before: index, node.first, closing: node.last) {
        elements[$0].trivia = $1
      }
      return push(.list(List(elements, closing: closing, range: range)), height)
    }
    let isRecursive = tokens[Int(node.first)].kind == .recKeyword
    // After a word, the second token is the brace.
    let opening = node.kind == .legacyLet || isRecursive ? node.first + 1 : node.first
    var (bindings, closing, height) = takeBindings(
      count, before: index, opening, closing: node.last)
    height.depth += 1
    if node.kind == .legacyLet {
      push(.legacyLet(LegacyLet(bindings, closing: closing, range: range)), height)
    } else {
      let set = AttrSet(bindings, isRecursive: isRecursive, closing: closing, range: range)
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

  /// Gives the comments after an opening token, up to a closing one, to the items between them, which
  /// are the nodes before another.
  private mutating func trivia(
    of count: Int, before end: Int, _ opening: UInt32, closing: UInt32,
    set: (_ item: Int, ItemTrivia) -> Void
  ) -> [Trivium] {
    // Trivia before the first item and not right before it go elsewhere.
    var gaps = trivia.take(after: opening, through: closing)
    if gaps.isEmpty { return [] }
    var next = 0
    for (item, child) in children(count, before: end).enumerated() {
      if next == gaps.count { return [] }
      let (first, last) = (nodes[child].first, nodes[child].last)
      if gaps[next].token > last + 1 { continue }
      var before: [Trivium] = []
      while next < gaps.count, gaps[next].token <= last {
        let all = gaps[next].token == first ? gaps[next].all : gaps[next].all.comments
        if before.isEmpty { before = all } else { before += all }
        next += 1
      }
      var after: String?
      if next < gaps.count, gaps[next].token == last + 1 { after = gaps[next].takeTrailing() }
      if !before.isEmpty || after != nil { set(item, ItemTrivia(before: before, after: after)) }
    }
    return gaps[next...].flatMap(\.all)
  }

  /// The nodes side by side that end before another, in the order of the text.
  private func children(_ count: Int, before end: Int) -> [Int] {
    var result = [Int](repeating: 0, count: count)
    var child = end - 1
    for index in result.indices.reversed() {
      result[index] = child
      child = Int(nodes[child].start) - 1
    }
    return result
  }
}
