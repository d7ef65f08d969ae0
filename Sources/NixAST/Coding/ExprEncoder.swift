/// Turns `Encodable` values into expressions, as `JSONEncoder` turns them into JSON.
///
/// ```swift
/// struct Guest: Encodable { var name: String; var cpus: Int }
/// try ExprEncoder.encode(Guest(name: "alice", cpus: 2))  // { name = "alice"; cpus = 2; }
/// ```
///
/// Keyed values become attribute sets, unkeyed ones lists; nil becomes `null`. Of Foundation's types a
/// `URL` becomes a string, a `Date` one in the form of ISO 8601 (`2026-11-26T01:32:00Z`), a `Decimal` a
/// number.
public enum ExprEncoder {
  /// The order of the attributes of a set. Each is the same in every run.
  public enum KeyOrder: Hashable, Sendable {
    /// The order in which a value encodes its keys; the keys of a dictionary, which has none, sorted.
    case asGiven
    /// Sorted by the bytes of their names.
    case sorted
  }

  /// The expression of a value.
  ///
  /// - Throws: `EncodingError` for a number that Nix cannot write, with the path to it, and what the
  ///   value itself throws.
  public static func encode(
    _ value: some Encodable, keyOrder: KeyOrder = .asGiven
  ) throws -> Expr {
    let node = Node(order: keyOrder)
    try node.encode(value, at: [])
    return node.expr
  }

  /// A place for an expression that is being made.
  fileprivate final class Node {
    private enum Content {
      case empty, single(Expr), list, set
    }

    private let order: KeyOrder
    private var content = Content.empty
    private var isSorted: Bool
    /// The elements of a list, or the values of a set.
    private var nodes: [Node] = []
    private var keys: [String] = []
    private var places: [String: Int] = [:]

    init(order: KeyOrder) {
      self.order = order
      isSorted = order == .sorted
    }

    var expr: Expr {
      switch content {
      case .empty: return .attrSet(AttrSet([]))
      case .single(let expr): return expr
      case .list: return .list(nodes.map(\.expr))
      case .set:
        var indices = Array(keys.indices)
        if isSorted {
          indices.sort { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }
        }
        return .attrSet(
          AttrSet(
            indices.map { index in
              .attr(AttrpathValue(Attrpath(AttrName(keys[index])), nodes[index].expr))
            }))
      }
    }

    var count: Int { nodes.count }

    func beginSet() {
      if case .set = content { return }
      content = .set
    }

    func beginList() {
      if case .list = content { return }
      content = .list
    }

    func set(_ expr: Expr) { content = .single(expr) }

    func appendElement() -> Node {
      nodes.append(Node(order: order))
      return nodes[nodes.count - 1]
    }

    /// The place of a key; of one that was encoded before, the same.
    func entry(_ key: String) -> Node {
      if let place = places[key] { return nodes[place] }
      places[key] = nodes.count
      keys.append(key)
      return appendElement()
    }

    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
      if let expr = value as? Expr { return set(expr) }
      if value is any StringKeyedDictionary { isSorted = true }
      try value.encode(to: NodeEncoder(node: self, codingPath: path))
      if let kind = FoundationValue(of: type(of: value)), let expr = kind.expr(of: self.expr, value)
      {
        set(expr)
      }
    }

    func encode(float value: Double, at path: [any CodingKey]) throws {
      guard let expr = Expr.float(value) else {
        throw EncodingError.invalidValue(
          value,
          .init(codingPath: path, debugDescription: "Nix has no literal for the float \(value)"))
      }
      set(expr)
    }

    func encode(integer value: some BinaryInteger, at path: [any CodingKey]) throws {
      guard let integer = Int64(exactly: value) else {
        throw EncodingError.invalidValue(
          value, .init(codingPath: path, debugDescription: "\(value) has more than 64 bits"))
      }
      set(.int(integer))
    }
  }

  private struct NodeEncoder: Encoder {
    let node: Node
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      node.beginSet()
      return KeyedEncodingContainer(Keyed<Key>(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
      node.beginList()
      return Unkeyed(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
      Single(node: node, codingPath: codingPath)
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey]

    mutating func encodeNil() { node.set(.null) }
    mutating func encode(_ value: Bool) { node.set(.bool(value)) }
    mutating func encode(_ value: String) { node.set(.str(value)) }
    mutating func encode(_ value: Double) throws { try node.encode(float: value, at: codingPath) }
    mutating func encode(_ value: Float) throws {
      // By its digits: 0.1 is not 0.10000000149011612.
      try node.encode(float: Double(value.description) ?? Double(value), at: codingPath)
    }
    mutating func encode<Value: Encodable>(_ value: Value) throws {
      if let integer = value as? any BinaryInteger {
        try node.encode(integer: integer, at: codingPath)
      } else {
        try node.encode(value, at: codingPath)
      }
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let codingPath: [any CodingKey]

    mutating func encodeNil(forKey key: Key) { node.entry(key.stringValue).set(.null) }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
      var single = Single(node: node.entry(key.stringValue), codingPath: codingPath + [key])
      try single.encode(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      encoder(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      encoder(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
      NodeEncoder(node: node.entry("super"), codingPath: codingPath + [ExprKey("super")])
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: Key) -> NodeEncoder {
      NodeEncoder(node: node.entry(key.stringValue), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey]
    var count: Int { node.count }

    /// The path of the element that comes next.
    private var nextPath: [any CodingKey] { codingPath + [ExprKey(node.count)] }

    mutating func encodeNil() { node.appendElement().set(.null) }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
      let path = nextPath
      var single = Single(node: node.appendElement(), codingPath: path)
      try single.encode(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      let path = nextPath
      return NodeEncoder(node: node.appendElement(), codingPath: path).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      let path = nextPath
      return NodeEncoder(node: node.appendElement(), codingPath: path).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
      let path = nextPath
      return NodeEncoder(node: node.appendElement(), codingPath: path)
    }
  }
}

/// A dictionary whose keys become the keys of a set, in no order of its own.
private protocol StringKeyedDictionary {}

extension Dictionary: StringKeyedDictionary where Key == String {}

/// A key that does not come from a value: of an element, or of the part of a superclass.
struct ExprKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = String(index)
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }

  init?(intValue: Int) { self.init(intValue) }
}
