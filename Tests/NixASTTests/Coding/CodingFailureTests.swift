import Foundation
import NixAST
import TestSupport
import Testing

/// What a person reads when a value cannot be coded, and what must not happen instead.
@Suite("Codable values: errors")
struct CodingFailureTests {
  enum Key: String, CodingKey { case a, b, nul = "x\0y" }

  /// A type whose coding is a function.
  struct Custom: Encodable {
    var body: @Sendable (any Encoder) throws -> Void
    init(_ body: @escaping @Sendable (any Encoder) throws -> Void) { self.body = body }
    func encode(to encoder: any Encoder) throws { try body(encoder) }
  }

  private func problem(_ value: some Encodable) -> String? {
    let error = #expect(throws: EncodingError.self) { try ExprEncoder.encode(value) }
    guard case .invalidValue(_, let context)? = error else { return nil }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return "\(path): \(context.debugDescription)"
  }

  private func problem<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> String? {
    let expr = try #require(Expr.parse(text).value)
    let failure = #expect(throws: ExprDecoder.Failure.self) {
      try ExprDecoder.decode(type, from: expr)
    }
    guard let failure, let range = failure.range else { return failure?.description }
    return "\(failure) <\(SourceText(name: "", text: text).text(in: range))>"
  }

  @Test("A value that encodes itself in two ways is refused: one of them would be lost")
  func conflicts() {
    let conflict = "0: a value encodes itself twice, in ways that exclude each other"
    let values = [
      Custom { encoder in
        var set = encoder.container(keyedBy: Key.self)
        try set.encode(1, forKey: .a)
        var list = encoder.unkeyedContainer()
        try list.encode(2)
      },
      Custom { encoder in
        var list = encoder.unkeyedContainer()
        try list.encode(2)
        var set = encoder.container(keyedBy: Key.self)
        try set.encode(1, forKey: .a)
      },
      Custom { encoder in
        var single = encoder.singleValueContainer()
        try single.encode(1)
        try single.encode(2)
      },
    ]
    for value in values { #expect(problem([value]) == conflict) }
  }

  @Test("The value that a key gets last counts, as in JSON; containers of one key go on")
  func repeatedKeys() throws {
    let value = Custom { encoder in
      var set = encoder.container(keyedBy: Key.self)
      try set.encode([1, 2], forKey: .a)
      try set.encode([3], forKey: .a)
      var inner = set.nestedContainer(keyedBy: Key.self, forKey: .b)
      try inner.encode(1, forKey: .a)
      inner = set.nestedContainer(keyedBy: Key.self, forKey: .b)
      try inner.encode(2, forKey: .b)
    }
    #expect(try ExprEncoder.encode(value) == ["a": [3], "b": ["a": 1, "b": 2]])
  }

  @Test("What could not be encoded leaves nothing behind")
  func caught() throws {
    let value = Custom { encoder in
      var set = encoder.container(keyedBy: Key.self)
      try? set.encode([1, .nan], forKey: .a)
      let conflict = Custom { encoder in
        _ = encoder.unkeyedContainer()
        _ = encoder.container(keyedBy: Key.self)
      }
      try? set.encode(conflict, forKey: .a)
      var list = set.nestedUnkeyedContainer(forKey: .b)
      try? list.encode(Double.nan)
      try list.encode(1)
    }
    #expect(try ExprEncoder.encode(value) == ["b": [1]])
  }

  @Test("Numbers and texts that Nix cannot write are refused, with their path")
  func unwritable() throws {
    #expect(
      problem(["a": [UInt64.max]])
        == "a.0: 18446744073709551615 is out of range: -9223372036854775808 to 9223372036854775807")
    let nul = "a Nix string cannot contain the character U+0000"
    #expect(problem(["a": ["x\0"]]) == "a.0: \(nul)")
    #expect(problem([["x\0y": 1]]) == "0.x\0y: \(nul)")
    for text in ["12345678901234567890", "0.30000000000000000001"] {
      let number = try #require(Decimal(string: text))
      #expect(problem([number]) == "0: Nix has no literal for the decimal number \(text)")
    }
    #expect(problem([Decimal.nan]) == "0: Nix has no literal for the decimal number NaN")
  }

  @Test("What a type itself does not accept is reported with its path and place, too")
  func typeErrors() throws {
    enum Color: String, Decodable { case red, green }
    enum Shape: Decodable { case circle(radius: Int), point }
    #expect(
      try problem([String: [Color]].self, "{ \"a b\" = [ \"red\" \"pink\" ]; }")
        == "\"a b\".1: Cannot initialize Color from invalid String value pink <\"pink\">")
    #expect(
      try problem([String: Shape].self, "{ a.square = 1; }")
        == "a: Invalid number of keys found, expected one <a.square = 1;>")
    #expect(
      try problem([URL].self, "[ \"http://[\" ]") == "0: Invalid URL string <\"http://[\">")
    #expect(try problem(URL.self, "1") == "expected a URL, found an integer <1>")
    #expect(
      try problem(URL.self, "\"${a}\"") == "an interpolation needs evaluation <\"${a}\">")
    #expect(
      try problem(Date.self, "[ ]")
        == "expected a time such as 2026-11-26T01:32:00Z, found a list <[ ]>")
  }

  @Test("A failure has the place of the attribute that is the cause")
  func places() throws {
    let evaluation = "a computed or inherited attribute needs evaluation"
    #expect(
      try problem([String: Int].self, "{ a = 1; inherit (x) b; }")
        == "\(evaluation) <inherit (x) b;>")
    #expect(
      try problem([String: Int].self, "{ a = 1; ${b} = 2; }") == "\(evaluation) <${b}>")
    let twice: Expr = ["with": 1, "with.b": 2]
    let failure = #expect(throws: ExprDecoder.Failure.self) {
      try ExprDecoder.decode([String: Int].self, from: twice)
    }
    #expect(failure?.description == "the attribute \"with\" is defined twice")
  }

  final class Link: Codable {
    var next: [Link]

    init(next: [Link]) { self.next = next }

    static func chain(_ count: Int) -> Link {
      var link = Link(next: [])
      for _ in 0..<count { link = Link(next: [link]) }
      return link
    }

    /// Gives the chain back link by link.
    func release() {
      var links = next
      next = []
      while let link = links.popLast() {
        links = link.next
        link.next = []
      }
    }
  }

  @Test("Values nested too deeply are an error, with a stack of 512 KiB too")
  func depth() async throws {
    let works = await SmallStack.run {
      let deep = Link.chain(10_000)
      defer { deep.release() }
      let containers = Custom { encoder in
        var list = encoder.unkeyedContainer()
        for _ in 0..<1000 { list = list.nestedUnkeyedContainer() }
      }
      let chain = Link.chain(140)
      var nested: Expr = ["next": []]
      for _ in 0..<200 { nested = ["next": [nested]] }
      guard (try? ExprEncoder.encode(deep)) == nil, (try? ExprEncoder.encode(containers)) == nil,
        (try? ExprDecoder.decode(Link.self, from: nested)) == nil,
        let expr = try? ExprEncoder.encode(chain), (try? expr.rendered()) != nil
      else { return false }
      return (try? ExprDecoder.decode(Link.self, from: expr)) != nil
    }
    #expect(works)
  }
}
