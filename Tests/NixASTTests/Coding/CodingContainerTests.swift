import NixAST
import Testing

/// Types that use every method of the containers of `Codable`.
@Suite("Codable values: containers")
struct CodingContainerTests {
  enum Key: String, CodingKey { case name, names, point, parent, nothing }

  /// Writes containers in containers, and reads them again.
  struct Nested: Codable, Equatable {
    var name: String
    var names: [String]
    var x: Int

    init(name: String, names: [String], x: Int) {
      self.name = name
      self.names = names
      self.x = x
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      name = try values.nestedContainer(keyedBy: Key.self, forKey: .point)
        .decode(String.self, forKey: .name)
      var list = try values.nestedUnkeyedContainer(forKey: .names)
      names = []
      #expect(list.count == 3 && list.currentIndex == 0)
      var inner = try list.nestedUnkeyedContainer()
      while !inner.isAtEnd { names.append(try inner.decode(String.self)) }
      x = try list.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .point)
      #expect(try list.decodeNil())
      #expect(list.isAtEnd && list.currentIndex == 3)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      var point = values.nestedContainer(keyedBy: Key.self, forKey: .point)
      try point.encode(name, forKey: .name)
      var list = values.nestedUnkeyedContainer(forKey: .names)
      var inner = list.nestedUnkeyedContainer()
      for name in names { try inner.encode(name) }
      var set = list.nestedContainer(keyedBy: Key.self)
      try set.encode(x, forKey: .point)
      try list.encodeNil()
      #expect(list.count == 3)
    }
  }

  @Test("Containers in containers")
  func nested() throws {
    let value = Nested(name: "a", names: ["b", "c"], x: 1)
    let expr = try ExprEncoder.encode(value)
    #expect(expr == ["point": ["name": "a"], "names": [["b", "c"], ["point": 1], .null]])
    #expect(try ExprDecoder.decode(Nested.self, from: expr) == value)
  }

  /// The part of a superclass in a list, and under a key of its own.
  struct Heir: Codable, Equatable {
    var first: String
    var second: Int

    init(first: String, second: Int) {
      self.first = first
      self.second = second
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      first = try String(from: values.superDecoder(forKey: .parent))
      var list = try values.nestedUnkeyedContainer(forKey: .names)
      second = try Int(from: list.superDecoder())
      #expect(list.isAtEnd)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      try first.encode(to: values.superEncoder(forKey: .parent))
      var list = values.nestedUnkeyedContainer(forKey: .names)
      try second.encode(to: list.superEncoder())
    }
  }

  @Test("The part of a superclass has the key or the place that it is given")
  func superclasses() throws {
    let value = Heir(first: "a", second: 2)
    let expr = try ExprEncoder.encode(value)
    #expect(expr == ["parent": "a", "names": [2]])
    #expect(try ExprDecoder.decode(Heir.self, from: expr) == value)
  }

  struct Optionals: Codable, Equatable {
    var name: String?

    init(name: String?) { self.name = name }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      let isNil = try values.decodeNil(forKey: .name)
      name = isNil ? nil : try values.decode(String.self, forKey: .name)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      if let name {
        try values.encode(name, forKey: .name)
      } else {
        try values.encodeNil(forKey: .name)
      }
    }
  }

  @Test("nil is null: under a key, in a list, and by itself")
  func null() throws {
    for value in [Optionals(name: nil), Optionals(name: "null")] {
      let expr = try ExprEncoder.encode(value)
      #expect(expr == ["name": value.name.map { .str($0) } ?? .null])
      #expect(try ExprDecoder.decode(Optionals.self, from: expr) == value)
    }
    let list: [Int?] = [1, nil, 3]
    #expect(try ExprEncoder.encode(list) == [1, .null, 3])
    #expect(try ExprDecoder.decode([Int?].self, from: [1, .null, 3]) == list)
    #expect(try ExprEncoder.encode(Int?.none) == .null)
    #expect(try ExprDecoder.decode(Int?.self, from: .null) == nil)
  }

  @Test("A Float has the digits that it has in Swift, and comes back")
  func floats() throws {
    #expect(try ExprEncoder.encode([0.1, -2.5] as [Float]).rendered() == "[\n  0.1\n  (-2.5)\n]\n")
    var value: Float = 1e-30
    while value < 1e30 {
      let expr = try ExprEncoder.encode([value])
      #expect(try ExprDecoder.decode([Float].self, from: expr) == [value])
      value *= -1.37
    }
  }

  struct Information: Codable, Equatable {
    init() {}
    init(from decoder: any Decoder) throws { #expect(decoder.userInfo.isEmpty) }
    func encode(to encoder: any Encoder) throws { #expect(encoder.userInfo.isEmpty) }
  }

  @Test("A value that encodes nothing is an empty set, and there is no information of a user")
  func information() throws {
    #expect(try ExprEncoder.encode(Information()) == .set {})
    #expect(try ExprDecoder.decode(Information.self, from: .set {}) == Information())
  }

  /// Reads two numbers of a list.
  struct Pair: Decodable {
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      _ = try list.decode(Int.self)
      _ = try list.decode(Int.self)
    }
  }

  struct Text: Decodable { var name: String }

  @Test("What cannot be decoded is reported with its place")
  func failures() throws {
    func failure<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> String? {
      let expr = try #require(Expr.parse(text).value)
      return #expect(throws: ExprDecoder.Failure.self) {
        try ExprDecoder.decode(type, from: expr)
      }?.description
    }
    #expect(try failure(Pair.self, "[ 1 ]") == "element 1 is missing")
    #expect(try failure([String: Pair].self, "{ a = [ ]; }") == "a: element 0 is missing")
    #expect(try failure(Text.self, "{ names = 1; }") == "the attribute name is missing")
    let evaluation = "a computed or inherited attribute needs evaluation"
    #expect(try failure(Text.self, "{ inherit name; }") == evaluation)
    #expect(try failure(Text.self, "{ ${name} = 1; }") == evaluation)
    let interpolation = "name: an interpolation needs evaluation"
    #expect(try failure(Text.self, "{ name = \"${a}\"; }") == interpolation)
    #expect(try failure(Text.self, "{ name = ./${a}; }") == interpolation)
    #expect(
      try failure([Float].self, "[ 1.0e39 ]")?.hasPrefix("0: 1e+39 is out of range: ") == true)
    #expect(
      try failure([Int].self, "[ 1.5 ]") == "0: expected an integer, found a float")
  }

  @Test("A value knows its path, and a number is no text")
  func places() throws {
    struct Place: Decodable, Equatable {
      var path: [String]
      init(path: [String]) { self.path = path }
      init(from decoder: any Decoder) throws {
        path = try decoder.singleValueContainer().codingPath.map(\.stringValue)
      }
    }
    let expr: Expr = ["a": [1, 2]]
    let places = try ExprDecoder.decode([String: [Place]].self, from: expr)
    #expect(places == ["a": [Place(path: ["a", "0"]), Place(path: ["a", "1"])]])
    let failure = #expect(throws: ExprDecoder.Failure.self) {
      try ExprDecoder.decode([String: Double].self, from: ["a": "1"])
    }
    #expect(failure?.description == "a: expected a number, found a string")
  }

  @Test("A path is its text")
  func paths() throws {
    let expr = try #require(Expr.parse("{ name = ./a.nix; }").value)
    #expect(try ExprDecoder.decode(Text.self, from: expr).name == "./a.nix")
  }
}
