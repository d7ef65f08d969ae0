/// Turns expressions that are data into `Decodable` values, as `JSONDecoder` does with JSON.
///
/// ```swift
/// struct Guest: Decodable { var name: String; var cpus: Int? }
/// let expr: Expr = ["name": "alice"]
/// try ExprDecoder.decode(Guest.self, from: expr)  // Guest(name: "alice", cpus: nil)
/// ```
///
/// Attribute sets are keyed values (attribute paths are sets in sets), lists unkeyed ones, `null` is
/// nil; a path is its text. A `URL` is read from a string, a `Date` from one in the form of ISO 8601, a `Decimal`
/// from a number. Everything that needs evaluation is refused.
public enum ExprDecoder {
  /// A value out of an expression.
  ///
  /// - Throws: ``Failure``, with the place of what cannot be decoded, also for a `DecodingError` that the type
  ///   throws; other errors of the type.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from expr: Expr
  ) throws -> Value {
    let decoder = NodeDecoder(expr: expr, codingPath: [])
    do {
      return try decoder.value(type)
    } catch let error as DecodingError {
      throw decoder.failure(error) ?? error
    }
  }

  struct NodeDecoder: Decoder {
    let expr: Expr
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The text of a string that needs no evaluation.
    func text(of string: Str) throws -> String {
      guard let text = string.text else { throw failure("an interpolation needs evaluation") }
      return text
    }

    // Values in values need a frame of it each: what needs room is done elsewhere.
    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
      if let value = try known(type) { return value }
      return try Value(from: self)
    }

    /// A value of a type that does not decode itself.
    private func known<Value: Decodable>(_ type: Value.Type) throws -> Value? {
      guard codingPath.count <= Expr.maximumDepth else {
        throw failure("more than \(Expr.maximumDepth) levels of nesting")
      }
      if let integer = type as? any FixedWidthInteger.Type {
        return try Single(decoder: self).integer(integer) as? Value
      }
      guard let kind = FoundationValue(of: type) else { return nil }
      let form = try kind.form(of: self)
      return try Value(from: NodeDecoder(expr: form, codingPath: codingPath))
    }

    var isNull: Bool {
      if case .variable(let variable) = expr { variable.identifier.name == "null" } else { false }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
      guard case .attrSet(let set) = expr, !set.isRecursive else {
        throw mismatch("an attribute set")
      }
      return KeyedDecodingContainer(
        Keyed<Key>(decoder: self, entries: try entries(of: set), codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      guard case .list(let list) = expr else { throw mismatch("a list") }
      return Unkeyed(decoder: self, elements: list.elements.map(\.expr))
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    func entries(of set: AttrSet) throws -> [String: Expr] {
      var entries: [String: Expr] = [:]
      for binding in set.bindings {
        let evaluation = "a computed or inherited attribute needs evaluation"
        let attr: AttrpathValue
        switch binding {
        case .inherit(let inherit): throw failure(evaluation, at: inherit.range)
        case .attr(let node): attr = node
        }
        guard let key = attr.path.first.fixed else {
          throw failure(evaluation, at: attr.path.first.range)
        }
        var value = attr.value
        if let next = attr.path.rest.first {
          let path = Attrpath(next, Array(attr.path.rest.dropFirst()))
          value = .attrSet(AttrSet([.attr(AttrpathValue(path, value))], range: attr.range))
        }
        // Taken out, so that what is there grows in place.
        if let old = entries.removeValue(forKey: key) {
          guard case .attrSet(let new) = value, case .attrSet(var set) = old else {
            throw failure(
              "the attribute \(Escaping.name(key)) is defined twice", at: attr.range)
          }
          set.bindings += new.bindings
          value = .attrSet(set)
        }
        entries[key] = value
      }
      return entries
    }
  }

  fileprivate struct Single: SingleValueDecodingContainer {
    let decoder: NodeDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
      guard case .variable(let variable) = decoder.expr,
        ["true", "false"].contains(variable.identifier.name)
      else { throw decoder.mismatch("true or false") }
      return variable.identifier.name == "true"
    }

    func decode(_ type: String.Type) throws -> String {
      switch decoder.expr {
      case .string(let string): return try decoder.text(of: string)
      case .path(let path):
        guard let text = path.text else {
          throw decoder.failure("an interpolation needs evaluation")
        }
        return text
      default: throw decoder.mismatch("a string")
      }
    }

    func decode(_ type: Double.Type) throws -> Double {
      guard let text = decoder.expr.numberText, let value = Double(text) else {
        throw decoder.mismatch("a number")
      }
      return value
    }

    func decode(_ type: Float.Type) throws -> Float {
      let value = try decode(Double.self)
      let float = Float(value)
      guard float.isFinite else {
        let limit = Float.greatestFiniteMagnitude
        throw decoder.failure("\(value) is out of range: \(-limit) to \(limit)")
      }
      return float
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.value(type) }

    fileprivate func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
      guard let text = decoder.expr.numberText, let value = Int64(text) else {
        throw decoder.mismatch("an integer")
      }
      guard let result = Integer(exactly: value) else {
        throw decoder.failure(
          "\(value) is out of range: \(Integer.min) to \(Integer.max)")
      }
      return result
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: NodeDecoder
    let entries: [String: Expr]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { entries.keys.sorted().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { entries[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try nested(key).isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try Single(decoder: nested(key)).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try nested(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try nested(ExprKey("super")) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

    private func nested(_ key: some CodingKey) throws -> NodeDecoder {
      guard let expr = entries[key.stringValue] else {
        throw decoder.failure("the attribute \(Escaping.name(key.stringValue)) is missing")
      }
      return NodeDecoder(expr: expr, codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let decoder: NodeDecoder
    let elements: [Expr]
    private(set) var currentIndex = 0

    init(decoder: NodeDecoder, elements: [Expr]) {
      self.decoder = decoder
      self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
      guard try peek().isNull else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      let value = try Single(decoder: peek()).decode(type)
      currentIndex += 1
      return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      let container = try peek().container(keyedBy: type)
      currentIndex += 1
      return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      let container = try peek().unkeyedContainer()
      currentIndex += 1
      return container
    }

    mutating func superDecoder() throws -> any Decoder {
      let decoder = try peek()
      currentIndex += 1
      return decoder
    }

    private func peek() throws -> NodeDecoder {
      guard !isAtEnd else {
        throw decoder.failure("element \(currentIndex) is missing")
      }
      return NodeDecoder(
        expr: elements[currentIndex], codingPath: codingPath + [ExprKey(currentIndex)])
    }
  }
}
