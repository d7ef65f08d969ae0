/// Turns `Encodable` values into expressions, as `JSONEncoder` turns them into JSON.
///
/// ```swift
/// struct Guest: Encodable { var name: String; var cpus: Int }
/// try ExprEncoder.encode(Guest(name: "alice", cpus: 2))  // { name = "alice"; cpus = 2; }
/// ```
///
/// Keyed values become attribute sets, unkeyed ones lists; nil becomes `null`. Of Foundation's types a
/// `URL` becomes a string, a `Date` one in the form of ISO 8601 (`2026-11-26T01:32:00Z`), a `Decimal` a
/// number. The elements of a `Set` come in an order of their values.
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
  /// - Throws: `EncodingError` for a number or a text that Nix cannot write, for more levels than an expression
  ///   may have, and for a value that encodes itself twice, with the path to it; what the value itself throws.
  public static func encode(
    _ value: some Encodable, keyOrder: KeyOrder = .asGiven
  ) throws -> Expr {
    let node = EncodingNode(EncodingState(order: keyOrder))
    try node.encode(value, at: [])
    return node.expr()
  }
}

struct NodeEncoder: Encoder {
  let node: EncodingNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginSet(type, at: codingPath)
    return KeyedEncodingContainer(Keyed<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginList(at: codingPath)
    return Unkeyed(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, codingPath: codingPath)
  }
}

private struct Single: SingleValueEncodingContainer {
  let node: EncodingNode
  let codingPath: [any CodingKey]

  mutating func encodeNil() { node.set(.null, at: codingPath) }
  mutating func encode(_ value: Bool) { node.set(.bool(value), at: codingPath) }
  mutating func encode(_ value: String) throws { try node.encode(text: value, at: codingPath) }
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
  let node: EncodingNode
  let codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) throws { try encode(Bool?.none, forKey: key) }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    var single = Single(node: node.separate(), codingPath: codingPath + [key])
    try single.encode(value)
    node.setEntry(single.node, key, at: codingPath)
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
    let key = ExprKey("super")
    return NodeEncoder(node: node.entry(key, at: codingPath), codingPath: codingPath + [key])
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

  private func encoder(_ key: Key) -> NodeEncoder {
    NodeEncoder(node: node.entry(key, at: codingPath), codingPath: codingPath + [key])
  }
}

private struct Unkeyed: UnkeyedEncodingContainer {
  let node: EncodingNode
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  /// The path of the element that comes next.
  private var nextPath: [any CodingKey] { codingPath + [ExprKey(node.count)] }

  mutating func encodeNil() throws { try encode(Bool?.none) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    var single = Single(node: node.separate(), codingPath: nextPath)
    try single.encode(value)
    node.append(single.node, at: codingPath)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    let path = nextPath
    return NodeEncoder(node: node.appendElement(at: codingPath), codingPath: path).container(
      keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    let path = nextPath
    return NodeEncoder(node: node.appendElement(at: codingPath), codingPath: path)
      .unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    let path = nextPath
    return NodeEncoder(node: node.appendElement(at: codingPath), codingPath: path)
  }
}

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

  // The protocol wants these two; names and places come as such.
  init?(stringValue: String) { self.init(stringValue) }

  init?(intValue: Int) { self.init(intValue) }
}
