import NixAST
import Testing

@Suite("Comments and blank lines")
struct TriviaTests {
  private func file(_ text: String) throws -> NixFile {
    try #require(NixFile.parse(SourceText(name: "", text: text)).value)
  }

  private func bindings(_ text: String) throws -> [ItemTrivia] {
    guard case .attrSet(let set) = try parsed(text) else { return [] }
    return set.bindings.map(\.trivia)
  }

  @Test("Before and behind a file")
  func files() throws {
    let file = try file("\n\n# a\n\n#b\n1 # c\n\n# d\n\n")
    #expect(file.header == [.comment("a"), .blankLine, .comment("b")])
    #expect(file.footer == [.comment("c"), .blankLine, .comment("d")])
  }

  @Test("Before and behind a binding")
  func bindings() throws {
    let trivia = try bindings("{\n# a\na = 1; # b\n\n\n# c\n\nb = 2;\ninherit c; /* d */ }")
    #expect(
      trivia == [
        ItemTrivia(before: [.comment("a")], after: "b"),
        ItemTrivia(before: [.blankLine, .comment("c"), .blankLine]),
        ItemTrivia(after: "d"),
      ])
  }

  @Test("Elements, formals, and before what closes")
  func others() throws {
    guard case .list(let list) = try parsed("[ # a\n 1 # b\n # c\n 2\n # d\n ]") else {
      Issue.record("another kind of expression")
      return
    }
    #expect(
      list.elements.map(\.trivia) == [
        ItemTrivia(before: [.comment("a")], after: "b"), ItemTrivia(before: [.comment("c")]),
      ])
    #expect(list.closing == [.comment("d")])
    guard case .lambda(let lambda) = try parsed("{ a, # b\n # c\n d # e\n , # f\n ... # g\n }: 1"),
      case .pattern(let pattern) = lambda.param
    else {
      Issue.record("another kind of expression")
      return
    }
    #expect(
      pattern.formals.map(\.trivia) == [
        ItemTrivia(after: "b"), ItemTrivia(before: [.comment("c"), .comment("e")], after: "f"),
      ])
    #expect(pattern.closing == [.comment("g")])
    guard case .letIn(let letIn) = try parsed("let a = 1;\n# b\nin a") else {
      Issue.record("another kind of expression")
      return
    }
    #expect(letIn.closing == [.comment("b")])
  }

  @Test("Comments at other places move before the item they are in")
  func strays() throws {
    let text = "{ a /* 1 */ = # 2\n \"x${/* 3 */ y /* 4 */}\" /* 5 */ + ( /* 6 */ z) /* 7 */; }"
    let numbers = (1...7).map { Trivium.comment("\($0)") }
    #expect(try bindings(text) == [ItemTrivia(before: numbers)])
    let file = try file("x: # a\n y: /* b */ x")
    #expect(file.header == [.comment("a"), .comment("b")])
  }

  @Test("Block comments")
  func blocks() throws {
    #expect(try file("/* a */ 1").header == [.comment("a")])
    #expect(try file("/**/ 1").header == [])
    #expect(try file("/*\n  a\n    b\n*/ 1").header == [.block(["a", "  b"], isDoc: false)])
    #expect(try file("/*\n  a\n*/ 1").header == [.comment("a")])
    #expect(
      try file("/*\r\n  a\r\n    b \r  c\r\n*/ 1").header == [
        .block(["a", "  b", "c"], isDoc: false)
      ])
    #expect(try file("/** a */ 1").header == [.block(["a"], isDoc: true)])
    #expect(try file("/* a * b ** / c **/ 1").header == [.comment("a * b ** / c *")])
  }

  @Test("A line comment ends at a carriage return, too; white space at its end is dropped")
  func lineEnds() throws {
    #expect(
      try file("# a \t\r\n#\r#  b\n1").header == [.comment("a"), .comment(""), .comment(" b")])
  }

  @Test("A # in a string or path begins no comment")
  func noComments() throws {
    #expect(try file("''\n  # a\n''").expr == "# a\n")
    #expect(try file("\"# a\"").header == [])
  }
}
