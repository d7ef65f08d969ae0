// Literals, strings, names.

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
  mutating func takeNames(
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
      let token = tokens[Int(node.first)]
      // `or` is a name that cannot stand bare everywhere.
      return token.kind == .identifier
        ? AttrName(bare: name(node.first), range: token.range)
        : AttrName(name(node.first), range: token.range)
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
}
