import NixAST
import Testing

@Suite("Codable values")
struct CodingTests {
  struct Guest: Codable, Equatable {
    var name: String
    var cpus: Int
    var load: Double?
    var tags: [String]
    var disks: [String: UInt8]
    var isOn: Bool
    var nested: [[Int64]]
  }

  static let guest = Guest(
    name: "a \"${b}\"", cpus: -2, load: nil, tags: ["x", ""], disks: ["d.1": 255], isOn: true,
    nested: [[.min, .max], []])

  @Test("a value becomes a set, as a person would write it")
  func encode() throws {
    #expect(
      try ExprEncoder.encode(Self.guest).rendered() == """
        {
          name = "a \\"\\${b}\\"";
          cpus = -2;
          tags = [
            "x"
            ""
          ];
          disks = {
            "d.1" = 255;
          };
          isOn = true;
          nested = [
            [
              (-9223372036854775807 - 1)
              9223372036854775807
            ]
            [ ]
          ];
        }

        """)
  }

  @Test("what is encoded is decoded to the same value, through text too")
  func roundTrip() throws {
    let expr = try ExprEncoder.encode(Self.guest)
    #expect(try ExprDecoder.decode(Guest.self, from: expr) == Self.guest)
    let parsed = try #require(Expr.parse(expr.rendered()).value)
    #expect(try ExprDecoder.decode(Guest.self, from: parsed) == Self.guest)
  }

  @Test("attribute paths are sets")
  func paths() throws {
    let expr = try #require(Expr.parse("{ a.b = 1; a.c = 2; d = { }; }").value)
    #expect(
      try ExprDecoder.decode([String: [String: Int]].self, from: expr)
        == ["a": ["b": 1, "c": 2], "d": [:]])
  }

  @Test(
    "what cannot be decoded is told with its place",
    arguments: [
      ("{ a = \"x\"; }", "a: expected an integer, found a string", 6..<9),
      ("{ a = f 1; }", "a: expected an integer, found an expression that needs evaluation", 6..<9),
      ("[ 1 ]", "expected an attribute set, found a list", 0..<5),
      ("{ a = -b; }", "a: expected an integer, found an expression that needs evaluation", 6..<8),
      ("{ a = 300; }", "a: 300 is out of range: -128 to 127", 6..<9),
      (
        "rec { }", "expected an attribute set, found a recursive set, which needs evaluation", 0..<7
      ),
    ])
  func failures(text: String, message: String, range: Range<Int>) throws {
    let expr = try #require(Expr.parse(text).value)
    let failure = #expect(throws: ExprDecoder.Failure.self) {
      try ExprDecoder.decode([String: Int8].self, from: expr)
    }
    #expect(failure?.description == message)
    #expect(failure?.range == SourceRange(range))
  }

  @Test("numbers that Nix cannot write are refused")
  func numbers() {
    #expect(throws: EncodingError.self) { try ExprEncoder.encode([Double.nan]) }
    #expect(throws: EncodingError.self) { try ExprEncoder.encode([UInt64.max]) }
  }

  @Test("the least integer is a number of any type")
  func leastInteger() throws {
    let expr = try ExprEncoder.encode(Int64.min)
    #expect(try ExprDecoder.decode(Double.self, from: expr) == Double(Int64.min))
    #expect(try ExprDecoder.decode(Int64.self, from: expr) == .min)
  }
}
