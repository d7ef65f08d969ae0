import NixAST
import TestSupport
import Testing

@testable import nixvirt

/// What each format writes of one diagnostic, with text that means something to its readers.
@Suite("Reports")
struct ReportTests {
  private static let source = SourceText(name: "a,b:c%.nix", text: "secret = hidden;\n")

  private func report(
    _ format: ReportFormat, _ diagnostic: Diagnostic, _ source: SourceText = source
  ) -> String {
    Reporter(format: format, style: .plain, columns: 80).text([diagnostic], source)
  }

  @Test("GitHub's separators and escapes cannot come from names and messages")
  func github() {
    let diagnostic = Diagnostic(
      "some-id", "50 % of a:b,c", at: SourceRange(9..<15), suggestion: "write \"::error::\"")
    #expect(
      report(.github, diagnostic)
        == "::error file=a%2Cb%3Ac%25.nix,line=1,col=10,endLine=1,endColumn=16,title=some-id"
        + "::50 %25 of a:b,c%0Awrite \"::error::\"\n")
  }

  @Test(
    "SARIF names files by references: absolute ones have a scheme",
    arguments: [
      ("/srv/a b%.nix", "file:///srv/a%20b%25.nix"), ("dir/a#b?.nix", "dir/a%23b%3F.nix"),
    ])
  func sarif(name: String, uri: String) {
    let text = report(
      .sarif, Diagnostic("some-id", "wrong", at: SourceRange(0..<1)),
      SourceText(name: name, text: "a"))
    #expect(text.contains("\"uri\": \"\(uri)\"") || text.contains("\"uri\":\"\(uri)\""), "\(text)")
  }

  @Test("errors and warnings are counted, each with its own noun")
  func counts() {
    func text(_ severities: Diagnostic.Severity...) -> String {
      Reporter(format: .text, style: .plain, columns: 80).text(
        severities.map { Diagnostic("some-id", "odd", at: nil, severity: $0) }, Self.source)
    }
    #expect(text() == "")
    #expect(text(.error) == "a,b:c%.nix: error: odd [some-id]\n")
    #expect(text(.error, .warning).hasSuffix("\n\n1 error, 1 warning\n"))
    #expect(text(.error, .warning, .error, .warning).hasSuffix("\n\n2 errors, 2 warnings\n"))
  }

  @Test("JSON has the place, with lines and columns from 1")
  func json() {
    let text = report(
      .json, Diagnostic("some-id", "odd", at: SourceRange(4..<11)),
      SourceText(name: "a.nix", text: "a\n  b\n  c"))
    let keys = text.matches(of: /"(line|column|endLine|endColumn)": \d+/).map { String($0.0) }
    #expect(
      keys == ["\"line\": 2", "\"column\": 3", "\"endLine\": 3", "\"endColumn\": 4"], "\(text)")
  }

  @Test("a long line is cut on both sides of the place")
  func longLine() {
    let line = String(repeating: "x", count: 100) + "HERE" + String(repeating: "y", count: 100)
    let text = report(
      .text, Diagnostic("some-id", "odd", at: SourceRange(100..<104)),
      SourceText(name: "a.nix", text: line))
    let (before, after) = (
      String(repeating: "x", count: 22), String(repeating: "y", count: 42)
    )
    #expect(
      text == """
        a.nix:1:101: error: odd [some-id]
        1 | …\(before)HERE\(after)…
          |  \(String(repeating: " ", count: 22))^^^^

        """)
  }

  @Test("an excerpt that must not be shown is in no format, nor are those of notes")
  func hidden() {
    let diagnostic = Diagnostic(
      "some-id", "wrong", at: SourceRange(9..<15), hidesExcerpt: true,
      notes: [Diagnostic.Note("here, too", at: SourceRange(0..<6))])
    for format in ReportFormat.allCases {
      let text = report(format, diagnostic)
      #expect(!text.contains("hidden") && !text.contains("secret"), "\(text)")
    }
    var shown = diagnostic
    shown.hidesExcerpt = false
    #expect(
      report(.text, shown).ranges(of: "secret = hidden;").count == 2, "\(report(.text, shown))")
  }
}
