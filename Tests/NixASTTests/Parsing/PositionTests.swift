import NixAST
import Testing

@Suite("Positions")
struct PositionTests {
  /// The part of a text that the range of its expression is.
  private func whole(_ text: String) throws -> String {
    let range = try #require(try parsed(text).range)
    return SourceText(name: "", text: text).text(in: range)
  }

  @Test(
    "The range of an expression runs from its first to its last token",
    arguments: [
      "a", "1", "1.5", "\"a${b}c\"", "''\n  a\n''", "./a${b}/c", "<a>", "x:y", "[ 1 ]",
      "{ a = 1; }",
      "rec { }", "a.b.c", "a.b or c", "a ? b.c", "f x y", "-a", "!a", "a + b", "a ++ b ++ c",
      "x: x",
      "{ a }@b: a", "let a = 1; in a", "let { body = 1; }", "with a; b", "assert a; b",
      "if a then b else if c then d else e", "f or",
    ])
  func ranges(text: String) throws {
    #expect(try whole(text) == text)
    #expect(try whole("# c\n \(text) # d\n") == text)
  }

  @Test("Parentheses around an expression are no part of it, those inside are")
  func parentheses() throws {
    #expect(try whole("( a )") == "a")
    #expect(try whole("( (a) b )") == "(a) b")
    #expect(try whole("(a).b") == "(a).b")
    #expect(try whole("(a) + (b)") == "(a) + (b)")
  }

  @Test("Nodes inside")
  func inner() throws {
    let text = #"{ a."b" = [ f ]; inherit (x) c; }"#
    let source = SourceText(name: "", text: text)
    guard case .attrSet(let set) = try parsed(text), case .attr(let attr) = set.bindings[0],
      case .inherit(let inherit) = set.bindings[1], case .list(let list) = attr.value
    else { return #expect(Bool(false)) }
    #expect(attr.range.map(source.text(in:)) == #"a."b" = [ f ];"#)
    #expect(attr.path.range.map(source.text(in:)) == #"a."b""#)
    #expect(list.elements[0].expr.range.map(source.text(in:)) == "f")
    #expect(inherit.range.map(source.text(in:)) == "inherit (x) c;")
    #expect(inherit.names[0].range.map(source.text(in:)) == "c")
  }

  @Test("The range of two ranges together, in either order")
  func union() {
    let (first, second) = (SourceRange(2..<5), SourceRange(4..<9))
    #expect(first.union(second) == SourceRange(2..<9))
    #expect(second.union(first) == SourceRange(2..<9))
  }

  @Test("Operands of a chain")
  func chains() throws {
    guard case .binary(let sum) = try parsed("a + b + c"),
      case .binary(let chain) = try parsed("a ++ b ++ c")
    else { return #expect(Bool(false)) }
    #expect(sum.left.range == SourceRange(0..<5))
    #expect(chain.right.range == SourceRange(5..<11))
  }
}

@Suite("Columns as other programs count them")
struct ColumnTests {
  private static let source = SourceText(name: "", text: "a\r\n# é 𝄞 b\n\nx")

  @Test(
    "A place in scalars, bytes and code units of UTF-16, and back",
    arguments: [
      (0, 1, 1, 1, 1), (3, 2, 1, 1, 1), (5, 2, 3, 3, 3), (7, 2, 4, 5, 4), (8, 2, 5, 6, 5),
      (12, 2, 6, 10, 7), (13, 2, 7, 11, 8), (15, 3, 1, 1, 1), (16, 4, 1, 1, 1), (17, 4, 2, 2, 2),
    ])
  func columns(offset: Int, line: Int, scalars: Int, utf8: Int, utf16: Int) {
    let units: [(SourceText.ColumnUnit, Int)] = [
      (.scalars, scalars), (.utf8, utf8), (.utf16, utf16),
    ]
    for (unit, column) in units {
      let place = SourceText.Location(line: line, column: column)
      #expect(Self.source.location(of: offset, in: unit) == place)
      #expect(Self.source.offset(of: place, in: unit) == offset)
    }
  }

  @Test("Columns of a long line, whose characters are counted in blocks")
  func longLine() {
    let source = SourceText(name: "", text: String(repeating: "é", count: 300))
    #expect(source.location(of: 598) == .init(line: 1, column: 300))
    #expect(source.offset(of: .init(line: 1, column: 300)) == 598)
  }

  @Test("A carriage return at the end of the text is a character of its line")
  func lastCarriageReturn() {
    let source = SourceText(name: "", text: "a\r\nb\r")
    for unit in [SourceText.ColumnUnit.scalars, .utf8, .utf16] {
      #expect(source.offset(of: source.location(of: 5, in: unit), in: unit) == 5)
    }
  }

  @Test("Places that are not there")
  func outside() {
    let source = Self.source
    #expect(source.lineCount == 4)
    #expect(source.offset(of: .init(line: 5, column: 1)) == nil)
    #expect(source.offset(of: .init(line: 0, column: 1)) == nil)
    #expect(source.offset(of: .init(line: 1, column: 9)) == 1)
    // The second half of a pair of code units is in the character.
    #expect(source.offset(of: .init(line: 2, column: 6), in: .utf16) == 8)
  }

  @Test("Attribute paths as Nix writes them, and of names as they are")
  func attributePaths() throws {
    #expect(Attrpath(parsing: "a.\"b.c\"") == Attrpath("a", "b.c"))
    #expect(Attrpath(parsing: " a . b ") == nil)
    let computed = try #require(Attrpath(parsing: "a.${b}"))
    #expect(computed.names.last?.fixed == nil)
    for text in [
      "", "a.", ".a", "a b", "a or b", "a.b or c", "a = 1; b", "a; b", "1", "with", "a # b",
    ] {
      #expect(Attrpath(parsing: text) == nil, "\(text)")
    }
    #expect(Attrpath(names: ["a", "b.c"]) == Attrpath("a", "b.c"))
    #expect(Attrpath(names: [String]()) == nil)
  }
}
