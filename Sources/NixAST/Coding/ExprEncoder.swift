/// Turns `Encodable` values into expressions, as `JSONEncoder` turns them into JSON.
///
/// ```swift
/// struct Guest: Encodable { var name: String; var cpus: Int }
/// try ExprEncoder.encode(Guest(name: "alice", cpus: 2))  // { name = "alice"; cpus = 2; }
/// ```
///
/// Keyed values become attribute sets in the order in which they encode their keys, unkeyed ones
/// lists; nil becomes `null`.
public enum ExprEncoder {
  /// The expression of a value.
  ///
  /// - Throws: `EncodingError` for a number that Nix cannot write, and what the value itself throws.
  public static func encode(_ value: some Encodable) throws -> Expr {
    let node = Node()
    try node.encode(value, at: [])
    return node.expr
  }

  /// A place for an expression that is being made.
  fileprivate final class Node {
    private enum Content {
      case empty
      case single(Expr)
      case list([Node])
      case set([(String, Node)])
    }

    private var content = Content.empty

    var expr: Expr {
      switch content {
      case .empty: .attrSet(AttrSet([]))
      case .single(let expr): expr
      case .list(let nodes): .list(nodes.map(\.expr))
      case .set(let entries):
        .attrSet(
          AttrSet(
            entries.map { .attr(AttrpathValue(Attrpath(AttrName($0.0)), $0.1.expr)) }))
      }
    }

    var count: Int {
      if case .list(let nodes) = content { nodes.count } else { 0 }
    }

    func beginSet() {
      if case .set = content { return }
      content = .set([])
    }

    func beginList() {
      if case .list = content { return }
      content = .list([])
    }

    func set(_ expr: Expr) { content = .single(expr) }

    func appendElement() -> Node {
      let node = Node()
      guard case .list(let nodes) = content else { return node }
      content = .list(nodes + [node])
      return node
    }

    /// The place of a key; of one that was encoded before, the same.
    func entry(_ key: String) -> Node {
      guard case .set(let entries) = content else { return Node() }
      if let entry = entries.first(where: { $0.0 == key }) { return entry.1 }
      let node = Node()
      content = .set(entries + [(key, node)])
      return node
    }

    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
      if let expr = value as? Expr {
        set(expr)
      } else {
        try value.encode(to: NodeEncoder(node: self, codingPath: path))
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
      try node.encode(float: Double(value), at: codingPath)
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
      NodeEncoder(node: node.entry("super"), codingPath: codingPath)
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

    mutating func encodeNil() { node.appendElement().set(.null) }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
      var single = Single(node: node.appendElement(), codingPath: codingPath)
      try single.encode(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      NodeEncoder(node: node.appendElement(), codingPath: codingPath).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      NodeEncoder(node: node.appendElement(), codingPath: codingPath).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
      NodeEncoder(node: node.appendElement(), codingPath: codingPath)
    }
  }
}
