import NixAST
import TestSupport
import Testing
import VirtModel

/// The descriptions of docs/cookbook.md: short, and right without a change.
@Suite("Cookbook")
struct CookbookTests {
  @Test("every description generates its module, without an error or a warning")
  func generates() throws {
    let blocks = try GuideTests.blocks(of: "cookbook.md").filter { $0.language == "nix" }
    #expect(blocks.count >= 30)
    for block in blocks {
      let text = block.lines.map { $0 + "\n" }.joined()
      let source = SourceText(name: "guests.nix", text: text)
      let diagnostics: [Diagnostic]
      if text.contains("hosts =") {
        let placed = Pipeline.placement(of: source, format: .nix, assignment: Assignment())
        diagnostics = placed.diagnostics
        let assignment = try #require(placed.value, "\(text)").assignment
        let subject = try Pipeline.subject(of: source, format: .nix, assignment: assignment).get()
        guard case .fleet(let fleet) = subject else { throw NoFleet() }
        for machine in fleet.machines {
          #expect(Pipeline.module(of: machine.host, context: ModuleContext()).value != nil)
        }
      } else {
        let module = Pipeline.module(of: source, format: .nix, context: ModuleContext())
        #expect(module.value != nil, "\(text)")
        diagnostics = module.diagnostics + Pipeline.host(of: source, format: .nix).diagnostics
      }
      // The page asks readers to add their key.
      let messages = diagnostics.filter { $0.id != "no-login" }.map(\.message)
      #expect(messages == [], "\(text)")
    }
  }

  private struct NoFleet: Error {}

  @Test("every description has a title and one line, and the layout is read on a page")
  func described() throws {
    let page = try #require(GoldenFiles.read("../../docs/cookbook.md"))
    let titles = page.matches(of: /(?m)^\*\*[^*]+\*\*/).count
    #expect(titles == page.ranges(of: "```nix\n").count)
    for line in page.split(separator: "\n") { #expect(line.count <= 125, "\(line)") }
  }
}
