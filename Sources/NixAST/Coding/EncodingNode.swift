/// A place for an expression that is being made.
final class EncodingNode {
  private enum Content {
    case empty, single(Expr), list, set
  }

  private let state: EncodingState
  private var content = Content.empty
  private var isSorted: Bool
  /// The elements of a list, or the values of a set.
  private var nodes: [EncodingNode] = []
  private var keys: [String] = []
  private var places: [String: Int] = [:]

  init(_ state: EncodingState) {
    self.state = state
    isSorted = state.order == .sorted
  }

  /// The expression in the place. Those inside are made first, without recursion.
  func expr() -> Expr {
    var places = [self]
    var index = 0
    while index < places.count {
      places += places[index].nodes
      index += 1
    }
    for place in places.reversed() { place.settle() }
    return value
  }

  /// The expression of a place in which all others are settled.
  private var value: Expr {
    if case .single(let expr) = content { expr } else { .attrSet(AttrSet([])) }
  }

  private func settle() {
    switch content {
    case .empty, .single: return
    case .list: content = .single(.list(nodes.map(\.value)))
    case .set:
      var indices = Array(keys.indices)
      if isSorted {
        indices.sort { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }
      }
      let bindings = indices.map { index in
        Binding.attr(AttrpathValue(Attrpath(AttrName(keys[index])), nodes[index].value))
      }
      content = .single(.attrSet(AttrSet(bindings)))
    }
    nodes = []
  }

  var count: Int { nodes.count }

  func beginSet<Key: CodingKey>(_ type: Key.Type, at path: [any CodingKey]) {
    // A dictionary has no order of its own, whatever the type of its keys.
    if String(reflecting: type) == "Swift._DictionaryCodingKey" { isSorted = true }
    switch content {
    case .empty: content = .set
    case .set: break
    case .single, .list: state.fail(at: path, Self.conflict)
    }
  }

  func beginList(at path: [any CodingKey]) {
    switch content {
    case .empty: content = .list
    case .list: break
    case .single, .set: state.fail(at: path, Self.conflict)
    }
  }

  func set(_ expr: Expr, at path: [any CodingKey]) {
    guard case .empty = content else { return state.fail(at: path, Self.conflict) }
    content = .single(expr)
  }

  private static let conflict = "a value encodes itself twice, in ways that exclude each other"
  private static let tooDeep = "more than \(Expr.maximumDepth) levels of nesting"
  private static let nul = "a Nix string cannot contain the character U+0000"

  /// The place of one more element, or of a container in it.
  func appendElement(at path: [any CodingKey]) -> EncodingNode {
    let node = EncodingNode(state)
    append(node, at: path)
    return node
  }

  func append(_ node: EncodingNode, at path: [any CodingKey]) {
    // A deeper place is not kept: giving it back would take too much stack.
    if path.count < Expr.maximumDepth {
      nodes.append(node)
    } else {
      state.fail(at: path, Self.tooDeep)
    }
  }

  /// The place of a key; of one that was encoded before, the same.
  func entry(_ key: any CodingKey, at path: [any CodingKey]) -> EncodingNode {
    if let place = places[key.stringValue] { return nodes[place] }
    let node = EncodingNode(state)
    setEntry(node, key, at: path)
    return node
  }

  /// Sets the place of a key, instead of one that was encoded before.
  func setEntry(_ node: EncodingNode, _ key: any CodingKey, at path: [any CodingKey]) {
    let name = key.stringValue
    if let place = places[name] {
      nodes[place] = node
      return
    }
    if name.utf8.contains(0) { state.fail(at: path + [key], Self.nul) }
    let count = nodes.count
    append(node, at: path)
    if nodes.count > count {
      places[name] = count
      keys.append(name)
    }
  }

  /// An empty place that shares the state of this one, for a value that may throw.
  func separate() -> EncodingNode { EncodingNode(state) }

  // Values in values need a frame of it each: what needs room is done elsewhere.
  func encode<Value: Encodable>(_ value: Value, at path: [any CodingKey]) throws {
    try begin(value, path)
    do {
      try value.encode(to: NodeEncoder(node: self, codingPath: path))
      try end(value, path)
    } catch {
      clear()
      throw error
    }
  }

  /// Checks before a value is encoded.
  private func begin<Value: Encodable>(_ value: Value, _ path: [any CodingKey]) throws {
    guard state.depth <= Expr.maximumDepth else {
      throw Self.error(value, path, Self.tooDeep)
    }
    state.depth += 1
  }

  /// Finishes a value that is encoded.
  private func end<Value: Encodable>(_ value: Value, _ path: [any CodingKey]) throws {
    if let failure = state.failure { throw Self.error(value, failure.path, failure.message) }
    if case .list = content, let unordered = value as? any UnorderedValue {
      sortElements(by: unordered.elementCount)
    }
    if let kind = FoundationValue(of: type(of: value)),
      let expr = try kind.expr(of: self.expr(), value, at: path)
    {
      content = .single(expr)
    }
    state.depth -= 1
  }

  /// Makes room for another value in place of one that was not encoded.
  private func clear() {
    state.depth -= 1
    (content, nodes, keys, places) = (.empty, [], [], [:])
    state.failure = nil
  }

  func encode(text: String, at path: [any CodingKey]) throws {
    if text.utf8.contains(0) { throw Self.error(text, path, Self.nul) }
    set(.str(text), at: path)
  }

  func encode(float value: Double, at path: [any CodingKey]) throws {
    guard let expr = Expr.float(value) else {
      throw Self.error(value, path, "Nix has no literal for the float \(value)")
    }
    set(expr, at: path)
  }

  func encode(integer value: some BinaryInteger, at path: [any CodingKey]) throws {
    guard let integer = Int64(exactly: value) else {
      throw Self.error(value, path, "\(value) is out of range: \(Int64.min) to \(Int64.max)")
    }
    set(.int(integer), at: path)
  }

  static func error<Value>(
    _ value: Value, _ path: [any CodingKey], _ message: String
  ) -> EncodingError {
    .invalidValue(value, .init(codingPath: path, debugDescription: message))
  }

  /// Puts the elements of a list in an order that is the same in every run, several at a time.
  private func sortElements(by size: Int) {
    let groups = stride(from: 0, to: nodes.count, by: size)
      .map { (key: ElementOrder(nodes[$0].expr()), start: $0) }
    nodes = groups.sorted { $0.key < $1.key }.flatMap { group in
      nodes[group.start..<min(group.start + size, nodes.count)]
    }
  }
}

/// The state that all places of one encoding share.
final class EncodingState {
  let order: ExprEncoder.KeyOrder
  /// How many values are being encoded, each in the one before.
  var depth = 0
  /// An error of a function that cannot throw.
  fileprivate(set) var failure: (path: [any CodingKey], message: String)?

  init(order: ExprEncoder.KeyOrder) { self.order = order }

  func fail(at path: [any CodingKey], _ message: String) {
    if failure == nil { failure = (path, message) }
  }
}

/// A collection of the standard library that has no order, and of which a list is made.
private protocol UnorderedValue {
  /// How many elements of the list belong together.
  var elementCount: Int { get }
}

extension Set: UnorderedValue {
  fileprivate var elementCount: Int { 1 }
}

extension Dictionary: UnorderedValue {
  fileprivate var elementCount: Int { 2 }
}

/// The place of an element among others: integers by their values, before all others by their texts.
private enum ElementOrder: Comparable {
  case integer(Int64)
  case text(String)

  init(_ expr: Expr) {
    switch expr {
    case .integer(let literal): self = .integer(literal.value)
    case .string(let string): self = .text(string.text ?? "")
    default: self = .text((try? expr.rendered()) ?? "")
    }
  }
}
