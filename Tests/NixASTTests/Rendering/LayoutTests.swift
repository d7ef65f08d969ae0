import Foundation
import NixAST
import TestSupport
import Testing

/// Files in the layout of the official formatter come out of parsing and rendering as they went in.
@Suite("Layout")
struct LayoutTests {
  static let files = GoldenFiles.cases(in: "layout")

  @Test("there are files")
  func present() {
    #expect(Self.files.count >= 3)
  }

  @Test("the same bytes come out", arguments: files)
  func fixedPoint(name: String) throws {
    let text = try #require(GoldenFiles.read("layout/\(name)"))
    let parsed = NixFile.parse(SourceText(name: name, text: text))
    let file = try #require(parsed.value, "\(parsed.diagnostics)")
    let problem = GoldenFiles.difference(try file.rendered(), from: "layout/\(name)")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("modules too", arguments: GoldenFiles.cases(in: "modules"))
  func modules(name: String) throws {
    let text = try #require(GoldenFiles.read("modules/\(name)/virtual.nix"))
    let parsed = NixFile.parse(SourceText(name: name, text: text))
    #expect(try parsed.value?.rendered() == text)
  }

  @Test("lines have at most 100 columns, their indentation not counted")
  func width() throws {
    let fits = String(repeating: "a", count: 44)
    #expect(
      try Expr.parse("f \(fits) { x = \(fits); }").value?.rendered()
        == "f \(fits) {\n  x = \(fits);\n}\n".replacingOccurrences(
          of: "{\n  x = \(fits);\n}", with: "{ x = \(fits); }"))
    let over = fits + "aaaaaa"
    #expect(
      try Expr.parse("f \(over) { x = \(fits); }").value?.rendered()
        == "f \(over) {\n  x = \(fits);\n}\n")
  }

  @Test(
    "an official formatter leaves it as it is",
    .enabled(if: ExternalTool.find("nixfmt") != nil, "nixfmt is not installed"), arguments: files)
  func nixfmt(name: String) throws {
    let path = GoldenFiles.folder.appendingPathComponent("layout/\(name)").path
    let result = try ExternalTool.run(try #require(ExternalTool.find("nixfmt")), ["--check", path])
    #expect(result.status == 0, "\(result.errors)")
  }
}
