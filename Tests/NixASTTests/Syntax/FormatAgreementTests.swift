import Foundation
import NixAST
import TestSupport
import Testing

private let environment = ProcessInfo.processInfo.environment
private let nixfmt = ExternalTool.find("nixfmt")
private let checkout = environment["NIXFMT_CHECKOUT"]

/// The layout is nixfmt's: of every file of the directory that `NIX_CORPUS` names, and of nixfmt's own
/// tests in the checkout that `NIXFMT_CHECKOUT` names.
@Suite("Agreement with nixfmt")
struct FormatAgreementTests {
  /// How many files of a thousand may come out otherwise: those of a corpus in any layout.
  private static let tolerated = 5

  @Test(
    "Files of a corpus come out as nixfmt writes them, and stay so",
    .enabled(if: Corpus.folder != nil, "NIX_CORPUS names no folder"),
    .enabled(if: nixfmt != nil, "nixfmt is not installed"))
  func files() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var different: [String] = []
    var count = 0
    var batch: [(path: String, copy: URL, text: String)] = []
    func check() throws {
      _ = try ExternalTool.run(try #require(nixfmt), batch.map(\.copy.path))
      for (path, copy, text) in batch {
        let expected = String(decoding: try Data(contentsOf: copy), as: UTF8.self)
        if text != expected { different.append(path) }
        #expect(SyntaxTree(parsing: text).formatted() == text, "not stable: \(path)")
      }
      batch = []
    }
    for url in Corpus.files(in: try #require(Corpus.folder)) {
      guard let data = try? Data(contentsOf: url),
        let text = SyntaxTree(parsing: SourceText(name: "", bytes: Array(data))).formatted()
      else { continue }
      let copy = folder.appendingPathComponent("\(count).nix")
      try data.write(to: copy)
      batch.append((url.path, copy, text))
      count += 1
      if batch.count == 500 { try check() }
    }
    try check()
    #expect(different.count * 1000 <= count * Self.tolerated, "\(different.prefix(20))")
    print("\(count - different.count) of \(count) files come out as nixfmt writes them")
  }

  @Test(
    "nixfmt's own tests", .enabled(if: checkout != nil, "NIXFMT_CHECKOUT names no checkout"))
  func ownTests() throws {
    let tests = URL(fileURLWithPath: try #require(checkout)).appendingPathComponent("test")
    func text(_ url: URL) throws -> String {
      String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
    func entries(_ name: String) throws -> [URL] {
      try FileManager.default.contentsOfDirectory(
        at: tests.appendingPathComponent(name), includingPropertiesForKeys: nil)
    }
    let correct = try entries("correct").filter { $0.pathExtension == "nix" }
    try #require(!correct.isEmpty)
    // They are made for lines of 80 columns.
    for url in correct {
      let text = try text(url)
      #expect(SyntaxTree(parsing: text).formatted(width: 80) == text, "\(url.lastPathComponent)")
    }
    for url in try entries("diff") {
      let input = try text(url.appendingPathComponent("in.nix"))
      let expected = try text(url.appendingPathComponent("out.nix"))
      let tree = SyntaxTree(parsing: input)
      #expect(
        tree.formatted(width: 80) == expected, "\(url.lastPathComponent): \(tree.diagnostics)")
    }
    for url in try entries("invalid") {
      #expect(SyntaxTree(parsing: try text(url)).formatted() == nil, "\(url.lastPathComponent)")
    }
  }
}
