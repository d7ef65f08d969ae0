import NixAST
import Testing

@Suite("Edits that cannot be made")
struct EditErrorTests {
  private let tree = SyntaxTree(parsing: "{ a = [ 1 ]; b.c = 2; inherit d; }")

  private func message(_ edit: (SyntaxTree) throws -> SyntaxTree) -> String? {
    #expect(throws: EditError.self) { try edit(tree) }?.message
  }

  @Test("An attribute must be there")
  func missing() {
    let missing = "there is no attribute b.\"x y\""
    let path = Attrpath("b", "x y")
    #expect(message { try $0.removing(path) } == missing)
    #expect(message { try $0.appending(1, to: path) } == missing)
    #expect(message { try $0.renaming(path, to: "z") } == missing)
    #expect(message { try $0.commenting(path, with: "z") } == missing)
    #expect(message { try $0.appending(1, to: "b.c") } == "b.c is not a list")
  }

  @Test("A computed name is not looked up")
  func computed() {
    let path = Attrpath(AttrName(dynamic: .variable("x")))
    #expect(tree.value(at: path) == nil)
    #expect(message { try $0.removing(path) } == "there is no attribute ${…}")
    #expect(
      message { try $0.setting(path, to: 1) } == "a computed name cannot be looked up in a file")
  }

  @Test("Nix has no text with the character U+0000")
  func nul() {
    #expect(
      message { try $0.renaming("b.c", to: "x\0") } == "a name cannot contain the character U+0000")
    #expect(
      message { try $0.commenting("a", with: "x\0") }
        == "a comment cannot contain the character U+0000")
    let text = message { try $0.setting("b.c", to: "x\0") }
    #expect(text != nil)
    #expect(message { try $0.setting("e", to: "x\0") } == text)
    #expect(message { try $0.appending("x\0", to: "a") } == text)
  }
}
