import Foundation
import NixAST
import Testing

@Suite("Codable values: order, classes, Foundation's types, paths of errors")
struct FoundationCodingTests {
  @Test("Sets have one order: as given, dictionaries sorted; or all sorted")
  func order() throws {
    struct Value: Encodable {
      var b = 1
      var a = Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", $0) })
    }
    let text = try ExprEncoder.encode(Value()).rendered()
    #expect(text.hasPrefix("{\n  b = 1;\n  a = {\n    k0 = 0;\n    k1 = 1;\n    k10 = 10;\n"))
    #expect(try ExprEncoder.encode(Value()).rendered() == text)
    let sorted = try ExprEncoder.encode(Value(), keyOrder: .sorted).rendered()
    #expect(sorted.hasPrefix("{\n  a = {\n    k0 = 0;\n"))
    #expect(sorted.hasSuffix("  };\n  b = 1;\n}\n"))
  }

  /// Writes a value into the place of its own, as property wrappers do.
  struct Wrapper<Value: Encodable>: Encodable {
    var value: Value
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }

  enum Color: String, Codable, CodingKeyRepresentable, CaseIterable {
    case red, green, blue, white, black, brown, pink
  }

  enum Letter: String, Codable, CaseIterable { case a, b, c, d, e, f, g, h }

  @Test("Dictionaries with keys of any type and sets have an order of their own, in a wrapper too")
  func unordered() throws {
    let numbers = Dictionary(uniqueKeysWithValues: (0..<20).map { ($0, $0) })
    let names = (0..<20).map(String.init).sorted()
    for expr in [try ExprEncoder.encode(numbers), try ExprEncoder.encode(Wrapper(value: numbers))] {
      #expect(keys(expr) == names)
    }
    let colors = Dictionary(uniqueKeysWithValues: Color.allCases.map { ($0, 1) })
    #expect(keys(try ExprEncoder.encode(colors)) == Color.allCases.map(\.rawValue).sorted())
    let letters = Dictionary(uniqueKeysWithValues: Letter.allCases.map { ($0, $0.rawValue) })
    let pairs = Letter.allCases.flatMap { [Expr.str($0.rawValue), .str($0.rawValue)] }
    #expect(try ExprEncoder.encode([letters]) == [.list(pairs)])
    #expect(
      try ExprEncoder.encode(Set(0..<20)) == .list((0..<20).map { Expr.int(Int64($0)) }))
    let dates = Set((0..<9).map { Date(timeIntervalSinceReferenceDate: Double($0)) })
    #expect(
      try ExprEncoder.encode(dates) == .list((0..<9).map { .str("2001-01-01T00:00:0\($0)Z") }))
  }

  private func keys(_ expr: Expr) -> [String] {
    guard case .attrSet(let set) = expr else { return [] }
    return set.bindings.compactMap { binding in
      if case .attr(let attr) = binding { attr.path.first.fixed } else { nil }
    }
  }

  class Machine: Codable {
    var name: String
    init(name: String) { self.name = name }
  }

  final class Guest: Machine {
    var cpus: Int

    init(name: String, cpus: Int) {
      self.cpus = cpus
      super.init(name: name)
    }

    enum CodingKeys: CodingKey { case cpus }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      cpus = try container.decode(Int.self, forKey: .cpus)
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(cpus, forKey: .cpus)
      try super.encode(to: container.superEncoder())
    }
  }

  @Test("A subclass comes back, with the part of its superclass")
  func subclasses() throws {
    let expr = try ExprEncoder.encode(Guest(name: "alice", cpus: 2))
    #expect(expr == ["cpus": 2, "super": ["name": "alice"]])
    let guest = try ExprDecoder.decode(Guest.self, from: expr)
    #expect(guest.name == "alice" && guest.cpus == 2)
  }

  struct Times: Codable, Equatable {
    var url: URL
    var date: Date
    var price: Decimal
    var dates: [Date]
  }

  @Test("A URL is a string, a date a time, a decimal number a number")
  func foundation() throws {
    let value = Times(
      url: try #require(URL(string: "https://example.org/a?b=c")),
      date: Date(timeIntervalSince1970: 1_795_656_720),
      price: try #require(Decimal(string: "-12.50")),
      dates: [Date(timeIntervalSince1970: -1.25), Date(timeIntervalSince1970: 951_782_400)])
    let expr = try ExprEncoder.encode(value)
    #expect(
      expr == [
        "url": "https://example.org/a?b=c", "date": "2026-11-26T01:32:00Z",
        "price": .float(-12.5) ?? .null,
        "dates": ["1969-12-31T23:59:58.75Z", "2000-02-29T00:00:00Z"],
      ])
    #expect(try ExprDecoder.decode(Times.self, from: expr) == value)
    let parsed = try #require(Expr.parse(expr.rendered()).value)
    #expect(try ExprDecoder.decode(Times.self, from: parsed) == value)
  }

  @Test("Dates come back to the last bit, and are those of Foundation's own formatter")
  func dates() throws {
    let formatter = ISO8601DateFormatter()
    for index in 0..<500 {
      let date = Date(timeIntervalSinceReferenceDate: Double(index) * 12_345_678.9 - 3e9)
      let expr = try ExprEncoder.encode([date])
      #expect(try ExprDecoder.decode([Date].self, from: expr) == [date])
      let whole = Date(
        timeIntervalSinceReferenceDate: date.timeIntervalSinceReferenceDate.rounded(.down))
      #expect(try ExprEncoder.encode([whole]) == [.str(formatter.string(from: whole))])
    }
    for seconds in [
      -27.299_999_999, 1e-7, 0.1 + 0.2, -1.25, 123_456.000_001, -0.1, -0.3, -1e-7, -1e-20, -1.5e-9,
    ] {
      let date = Date(timeIntervalSinceReferenceDate: seconds)
      #expect(try ExprDecoder.decode([Date].self, from: ExprEncoder.encode([date])) == [date])
    }
    for (text, seconds) in [
      ("2001-01-01", 0.0), ("2001-01-01T01:00:00+01:00", 0), ("2001-01-01t00:00:00.5z", 0.5),
      ("2000-12-31T19:00:00-05:00", 0),
    ] {
      let date = try ExprDecoder.decode([Date].self, from: [.str(text)])
      #expect(date == [Date(timeIntervalSinceReferenceDate: seconds)])
    }
    for text in ["2001-01-01T24:00:00Z", "2001-01-01T23:60:00Z", "2001-01-01T23:59:61Z"] {
      #expect(throws: ExprDecoder.Failure.self) {
        try ExprDecoder.decode([Date].self, from: [.str(text)])
      }
    }
    for text in ["", "2001-02-29", "2001-13-01", "2001-01-01T25:00:00Z", "2001-01-01T00:00:00"] {
      let failure = #expect(throws: ExprDecoder.Failure.self) {
        try ExprDecoder.decode([Date].self, from: [.str(text)])
      }
      #expect(failure?.description == "0: expected a time such as 2026-11-26T01:32:00Z")
    }
  }

  @Test("A date that is too far away for a time is a number, and comes back")
  func farDates() throws {
    let dates = [Date(timeIntervalSince1970: 1e30), Date(timeIntervalSince1970: -1e30)]
    let expr = try ExprEncoder.encode(dates)
    guard case .list(let list) = expr, case .float? = list.elements.first?.expr else {
      Issue.record("no number: \(expr)")
      return
    }
    #expect(try ExprDecoder.decode([Date].self, from: expr) == dates)
  }

  @Test(
    "Decimal numbers of any size that Nix writes",
    arguments: [
      "0", "1", "0.1", "-3.25", "1e10", "-9223372036854775808", "12345678901.25", "1e30",
      "-2.5e-9", "1.5e127",
    ])
  func decimals(text: String) throws {
    let value = try #require(Decimal(string: text))
    let expr = try ExprEncoder.encode([value])
    #expect(try ExprDecoder.decode([Decimal].self, from: expr) == [value])
  }

  @Test("A decimal number whose power of ten is larger than Foundation's")
  func largeDecimal() throws {
    let value = try ExprDecoder.decode(Decimal.self, from: #require(.float(1e140)))
    #expect(value.exponent == 127 && value.significand == 10_000_000_000_000)
  }

  @Test("What is no decimal number is refused")
  func noDecimals() throws {
    func failure(_ expr: Expr) -> String? {
      #expect(throws: ExprDecoder.Failure.self) {
        try ExprDecoder.decode(Decimal.self, from: expr)
      }?.description
    }
    #expect(failure("1") == "expected a number, found a string")
    #expect(failure(.float(1e300) ?? 0) == "1e+300 is out of range of decimal numbers")
  }

  @Test("Errors have the whole path, of encoding too")
  func paths() throws {
    let nan: [String: [[Double]]] = ["a": [[1], [2, .nan]]]
    let error = #expect(throws: EncodingError.self) { try ExprEncoder.encode(nan) }
    guard case .invalidValue(_, let context)? = error else {
      Issue.record("another error")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["a", "1", "1"])
    let expr: Expr = ["a": [["x": 1], ["x": "y"]]]
    let failure = #expect(throws: ExprDecoder.Failure.self) {
      try ExprDecoder.decode([String: [[String: Int]]].self, from: expr)
    }
    #expect(failure?.path == "a.1.x")
  }

  @Test("Long lists and large sets take linear time")
  func large() throws {
    let list = Array(0..<200_000)
    #expect(try ExprDecoder.decode([Int].self, from: ExprEncoder.encode(list)) == list)
    let set = Dictionary(uniqueKeysWithValues: (0..<50_000).map { ("k\($0)", $0) })
    #expect(try ExprDecoder.decode([String: Int].self, from: ExprEncoder.encode(set)) == set)
  }
}
